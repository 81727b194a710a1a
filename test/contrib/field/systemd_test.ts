import assert from "node:assert/strict";
import { testField } from "./field.ts";

const UNITS = ["lib-users.service", "lib-users.timer", "lib-users-record.service", "lib-users-record.timer"];

testField("systemd has nothing to say against the units, and rates the services as well protected", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    cp /project/contrib/systemd/* /etc/systemd/system/
    ls /project/contrib/systemd
    systemd-analyze verify --man=no ${UNITS.map((unit) => `/etc/systemd/system/${unit}`).join(" ")}
    for unit in lib-users lib-users-record; do
      systemd-analyze security --no-pager --offline=true --threshold=15 $unit.service | tail -n 1
    done`);
  assert.equal(stderr, "");
  assert.equal(code, 0, stdout);
  const [, , , , ...levels] = stdout.trimEnd().split("\n");
  assert.deepEqual(stdout.split("\n").slice(0, 4), UNITS.toSorted());
  for (const level of levels) {
    assert.match(level, /Overall exposure level for lib-users(-record)?\.service: 1\.[0-5] OK/);
  }
});

testField("the services write metrics that everybody and a recording that only root can read", async (field) => {
  const { code, stdout, stderr } = await field.runBooted(`
    cp /project/contrib/systemd/* /etc/systemd/system/
    systemctl daemon-reload
    systemctl enable --quiet --now lib-users.timer lib-users-record.timer
    systemctl list-timers --no-legend | grep -c lib-users
    make_library /opt/demo/libdemo.so
    start_service demo.service /opt/demo/libdemo.so
    upgrade /opt/demo/libdemo.so
    systemctl start lib-users.service lib-users-record.service
    cd /var/lib/prometheus/node-exporter
    stat -c '%a %U %n' *
    grep -h '^lib_users_stale_file_processes' *
    cd /var/lib/lib_users
    stat -c '%a %U %n' . *
    lib_users -m --proc recording.jsonl | cut -d ';' -f 2-`);
  assert.equal(stderr, "");
  assert.equal(code, 0, stdout);
  assert.deepEqual(stdout.trimEnd().split("\n"), [
    "2",
    "644 root fd_users.prom",
    "644 root lib_users.prom",
    'lib_users_stale_file_processes{mode="fd_users",package="",file=""} 0',
    'lib_users_stale_file_processes{mode="lib_users",package="",file="/opt/demo/libdemo.so"} 1',
    "700 root .",
    "600 root recording.jsonl",
    "/opt/demo/libdemo.so;sleep 1000",
  ]);
});

/** What is hard to look at without all that root may do. */
const MACHINE = `
  useradd --create-home anna
  for name in /opt/demo/libdemo.so /home/anna/secret/libsecret.so /opt/linked/liblinked.so /srv/own/libown.so \\
    /srv/chroot/lib/libinside.so "/opt/there (deleted)/libthere.so"; do
    make_library "$name"
  done
  chown -R anna /home/anna
  chmod 700 /home/anna/secret
  start_service demo.service /opt/demo/libdemo.so
  start_service linked.service /opt/linked/liblinked.so
  start_process() { "$@" >/dev/null 2>&1 & }
  start_process setpriv --reuid=anna --clear-groups env LD_PRELOAD=/home/anna/secret/libsecret.so sleep 1001
  start_process unshare --mount sh -c 'mount -t tmpfs own /srv/own && cp -L /usr/lib/*-linux-gnu/libm.so.6 /srv/own/libown.so &&
    LD_PRELOAD=/srv/own/libown.so sleep 1002 & sleep 1; rm /srv/own/libown.so; wait'
  start_process unshare --mount env LD_PRELOAD=/opt/demo/libdemo.so sleep 1003
  for file in /usr/bin/sleep $(ldd /usr/bin/sleep | grep -o '/[^ ]*'); do install -D "$file" "/srv/chroot$file"; done
  install -D /usr/bin/env "/srv/chroot/usr/bin/env"
  start_process chroot /srv/chroot /usr/bin/env LD_PRELOAD=/lib/libinside.so sleep 1004
  cp /usr/bin/sleep /opt/program
  start_process /opt/program 1005
  start_process sh -c 'exec 5>/var/log/application.log; echo line >&5; exec sleep 1006'
  sleep 2
  for name in /opt/demo/libdemo.so /home/anna/secret/libsecret.so /srv/chroot/lib/libinside.so /opt/program; do
    upgrade "$name"
  done
  rm /var/log/application.log
  cd /opt/linked && ln liblinked.so other && rm liblinked.so && mv other liblinked.so && cd /
`;

testField("the services find, of what they are allowed, all that root finds", async ({ runBooted, shared }) => {
  const { code, stderr } = await runBooted(`
    ${MACHINE}
    cp /project/contrib/systemd/* /etc/systemd/system/
    for unit in lib-users lib-users-record; do
      mkdir /etc/systemd/system/$unit.service.d
      printf '%s\\n' '[Service]' 'ReadWritePaths=/shared' 'ExecStart=' \\
        "ExecStart=lib_users --json -o /shared/$unit.lib_users.json" \\
        "ExecStart=fd_users --json -o /shared/$unit.fd_users.json" >/etc/systemd/system/$unit.service.d/test.conf
    done
    systemctl daemon-reload
    systemctl start lib-users.service lib-users-record.service
    for mode in lib_users fd_users; do $mode --json -o /shared/root.$mode.json; done`);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  for (const mode of ["lib_users", "fd_users"]) {
    const read = async (who: string): Promise<unknown> => {
      const { findings, ignored, missed } = JSON.parse(await Deno.readTextFile(shared.path(`${who}.${mode}.json`)));
      return { findings, ignored, missed };
    };
    const root = await read("root");
    assert.deepEqual(await read("lib-users"), root);
    assert.deepEqual(await read("lib-users-record"), root);
    const text = JSON.stringify(root);
    const commands = mode === "lib_users" ? [1000, 1001, 1002, 1003, 1004, 1005] : [1006];
    for (const seconds of commands) assert.match(text, new RegExp(`"command":"[a-z/]+ ${seconds}"`));
  }
});
