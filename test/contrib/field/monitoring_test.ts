import assert from "node:assert/strict";
import { testField } from "./field.ts";

/** A host on which two services and nothing else are stale. */
const HOST = `
  ln -s /usr/local/bin/lib_users /usr/bin/lib_users
  install -m 440 /project/contrib/monitoring/sudoers /etc/sudoers.d/lib_users
  echo '127.0.0.1 web-1.example.com' >>/etc/hosts
  make_library /opt/demo/libdemo.so
  start_service demo.service /opt/demo/libdemo.so
  stale() { upgrade /opt/demo/libdemo.so; }
  as_monitor() { setpriv --reuid=nagios --regid=nagios --clear-groups "$@"; }
`;

testField("sudo lets a monitor run the two checks and nothing else", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    visudo -cf /project/contrib/monitoring/sudoers
    ${HOST}
    as_monitor sudo -n /usr/bin/lib_users --format check | cut -d '|' -f 1
    as_monitor sudo -n /usr/bin/lib_users fd_users --format check | cut -d '|' -f 1
    for options in '--json' '--format check -o /etc/shadow' '' 'record -o /tmp/recording' '--format check --proc /tmp'; do
      as_monitor sudo -n /usr/bin/lib_users $options && exit 1
    done
    as_monitor lib_users --format check | cut -d '-' -f 1`);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /parsed OK\nLIB_USERS OK - no deleted [a-z ]+ in [0-9]+ processes \nFD_USERS OK - .*\nLIB_USERS UNKNOWN $/m,
  );
  assert.equal(stderr.match(/sudo: a password is required/g)?.length, 5, stderr);
});

testField("NRPE hands on what the checks say, and their status", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    ${HOST}
    cp /project/contrib/monitoring/nrpe.cfg /etc/nagios/nrpe.d/lib_users.cfg
    mkdir -p /run/nagios && chown nagios /run/nagios
    nrpe -c /etc/nagios/nrpe.cfg -d
    check() { /usr/lib/nagios/plugins/check_nrpe -H 127.0.0.1 -c "$1" || echo "status $?"; }
    tries=0
    until check _NRPE_CHECK | grep -q '^NRPE v'; do tries=$((tries + 1)); [ $tries -lt 50 ]; sleep 0.1; done
    check check_lib_users
    stale
    check check_lib_users
    check check_fd_users`);
  assert.equal(code, 0, stderr);
  const [before, after, ...rest] = stdout.split("\n");
  assert.match(before!, /^LIB_USERS OK - /);
  assert.match(after!, /^LIB_USERS CRITICAL - .*\|.*stale=1/);
  assert.match(rest.join("\n"), /demo\.service.*\nstatus 2\nFD_USERS OK - /);
});

testField("Icinga finds its configuration right, and checks the hosts that are to be checked", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    ${HOST}
    stale
    cp /project/contrib/monitoring/icinga2.conf /etc/icinga2/conf.d/lib_users.conf
    cat >/etc/icinga2/conf.d/hosts.conf <<'EOF'
object Host "web-1" { check_command = "dummy", address = "127.0.0.1", vars.lib_users = true }
object Host "web-2" { check_command = "dummy", address = "127.0.0.1" }
object PerfdataWriter "perfdata" { service_perfdata_path = "/tmp/perfdata", rotation_interval = 1s,
  service_temp_path = "/tmp/writing", host_temp_path = "/tmp/hosts", host_perfdata_path = "/tmp/hosts",
  service_format_template = "$host.name$ $service.name$ $service.state_id$ $service.perfdata$" }
EOF
    mkdir -p /run/icinga2 && chown nagios:nagios /run/icinga2 && chown nagios /tmp
    icinga2 feature enable checker >/dev/null
    icinga2 daemon -C --log-level warning
    icinga2 daemon >/tmp/log 2>&1 &
    tries=0
    until [ "$(cat /tmp/perfdata.* 2>/dev/null | grep -c _users)" -ge 2 ]; do
      tries=$((tries + 1))
      [ $tries -lt 300 ] || { cat /tmp/log; exit 1; }
      sleep 0.2
    done
    cat /tmp/perfdata.* | grep _users | sort`);
  assert.equal(code, 0, stdout + stderr);
  const lines = stdout.split("\n").filter((line) => / (lib|fd)_users /.test(line));
  assert.match(lines.join("\n"), /^web-1 fd_users 0 stale=0;.*\n(.*\n)*web-1 lib_users 2 stale=1;/);
  assert.doesNotMatch(stdout, /web-2/);
});
