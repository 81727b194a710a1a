#!/bin/sh
# Makes of the field, of which it is the first process, a machine with systemd, runs /shared/script.sh there as a
# service, and ends all. What that prints and comes to is in /shared/stdout, /shared/stderr and /shared/status.
set -eu

umount /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
cat >/etc/field <<'EOF'
status=0
sh -eu /shared/script.sh >/shared/stdout 2>/shared/stderr </dev/null || status=$?
echo "$status" >/shared/status
EOF
cat >/etc/systemd/system/field.service <<'EOF'
[Service]
Type=oneshot
Environment=HOME=/root
ExecStart=/bin/sh /etc/field
ExecStartPost=/usr/bin/systemctl --no-block exit
EOF
mkdir -p /etc/systemd/system/multi-user.target.wants
ln -s ../field.service /etc/systemd/system/multi-user.target.wants/
ln -sf /usr/lib/systemd/system/multi-user.target /etc/systemd/system/default.target
export container=field
exec /usr/lib/systemd/systemd --log-target=null
