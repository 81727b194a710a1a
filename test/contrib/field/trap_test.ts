import assert from "node:assert/strict";
import { findRuntime } from "../../../tools/runtimes.ts";
import { setTrap, variablesFor } from "../../end_to_end/booby_trap.ts";
import { testUnless } from "../../end_to_end/requirements.ts";
import { makeBundle } from "../../end_to_end/runtimes.ts";
import type { Folder } from "../folder.ts";
import { type Field, testField } from "./field.ts";

/** The runtime that takes most from where it is started, and from the environment. */
const [bun] = await findRuntime("bun", "1") ?? [];

/** Registers a test in the field, in which there are a trap and the script that makes use of it. */
function testInTrap(name: string, test: (field: Field, setup: string) => Promise<void>): void {
  if (bun === undefined) return testUnless("no Bun", name, () => Promise.resolve());
  testField(name, async (field) => await test(field, await setUp(field.shared)));
}

/** Makes what the script needs: the one file, the runtime and the trap, which has the same path in the field. */
async function setUp(shared: Folder): Promise<string> {
  await makeBundle(shared.path(""));
  await Deno.copyFile(bun!, shared.path("bun"));
  const trap = await setTrap(shared, "trap");
  const variables = Object.entries(variablesFor(trap)).map(([name, value]) => `${name}='${value}'\n`);
  await shared.write("variables", variables.join(""));
  return `
    place=${shared.path("").slice(0, -1)}
    mkdir -p $place
    mount --bind /shared $place
    umount /usr/local/bin/deno
    rm /usr/local/bin/*
    install /shared/bun /usr/local/bin/
    install /shared/lib_users.js /usr/bin/lib_users
    install_after_upgrade
    make_library /opt/demo/libdemo.so
    start_service demo.service /opt/demo/libdemo.so
    upgrade /opt/demo/libdemo.so
    # Says of a line of shell that it did what it should, and nothing else.
    in_trap() {
      said=$(cd $place/trap && set -a && . $place/variables && eval "$1" 2>&1) || true
      case $said in *demo.service* | *'FD_USERS OK'*) echo "fine: $1" ;; *) echo "$1: $said" ;; esac
      [ ! -e "$place/sprung trap" ] || { echo "sprung: $1"; rm "$place/sprung trap"; }
    }`;
}

testInTrap("in a hostile directory, what contrib has for others runs nothing of it", async ({ run }, setup) => {
  const { code, stdout, stderr } = await run(`
    ${setup}
    cd /project/contrib
    install ansible/lib_users.fact /opt/lib_users.fact
    install zypper/lib_users /opt/zypper-plugin
    printf 'COMMITEND\\n\\n\\0' >/opt/message
    install -m 440 monitoring/sudoers /etc/sudoers.d/lib_users
    echo '127.0.0.1 web-1.example.com' >>/etc/hosts
    {
      echo /opt/lib_users.fact
      echo 'setsid --wait /opt/zypper-plugin </opt/message'
      sed -n 's/^DPkg::Post-Invoke { "\\(.*\\)"; };/\\1/p' apt/99lib-users
      sed -n 's/^[*]:any://p' dnf/lib_users.action
      sed -n 's/^post_transaction:*//p' dnf5/lib_users.actions
      sed -n 's/^Exec = //p' pacman/lib_users.hook
      sed -n 's/^command\\[.*]=/setpriv --reuid=nagios --regid=nagios --clear-groups /p' monitoring/nrpe.cfg
    } | while read -r line; do in_trap "$line"; done`);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stdout.trimEnd().split("\n").filter((line) => !line.startsWith("fine: ")), []);
  assert.equal(stdout.split("\n").length, 9, stdout);
});

testInTrap("in a hostile directory, the services of systemd run nothing of it", async ({ runBooted }, setup) => {
  const { code, stdout, stderr } = await runBooted(`
    ${setup}
    cp /project/contrib/systemd/* /etc/systemd/system/
    for unit in lib-users lib-users-record; do
      mkdir /etc/systemd/system/$unit.service.d
      printf '%s\\n' '[Service]' "WorkingDirectory=$place/trap" "EnvironmentFile=$place/variables" \\
        "ReadWritePaths=$place" PrivateTmp=no >/etc/systemd/system/$unit.service.d/trap.conf
    done
    systemctl daemon-reload
    in_trap 'systemctl start lib-users.service && cat /var/lib/prometheus/node-exporter/lib_users.prom'
    in_trap 'systemctl start lib-users-record.service && cat /var/lib/lib_users/recording.jsonl'`);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^fine: systemctl .*\nfine: systemctl .*\n$/);
});

testField("rpm, which runs what its macros say, is asked without the environment", async ({ run }) => {
  const { code, stdout, stderr } = await run(`
    rpm --initdb
    rm -r /var/lib/dpkg /usr/bin/dpkg-query
    mkdir /opt/evil
    : >/opt/evil/rpmrc
    echo '%_dbpath %(: >/opt/sprung)/var/lib/rpm' >/opt/evil/macros
    cp /opt/evil/macros /opt/evil/.rpmmacros
    mv /usr/bin/rpm /usr/lib/rpm-itself
    printf '#!/bin/sh\\n: >/opt/asked\\nexec /usr/lib/rpm-itself "$@"\\n' >/usr/bin/rpm
    chmod 755 /usr/bin/rpm
    lib_users recorder >/opt/recorder
    make_library /opt/demo/libdemo.so
    start_service demo.service /opt/demo/libdemo.so
    upgrade /opt/demo/libdemo.so
    export RPM_CONFIGDIR=/opt/evil HOME=/opt/evil
    for command in 'rpm -qf /opt' 'lib_users -p' 'sh /opt/recorder --packages'; do
      $command >/dev/null 2>&1 || true
      for what in asked sprung; do
        [ ! -e /opt/$what ] || { echo "$what: $command"; rm /opt/$what; }
      done
    done`);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stdout.trimEnd().split("\n"), [
    "asked: rpm -qf /opt",
    "sprung: rpm -qf /opt",
    "asked: lib_users -p",
    "asked: sh /opt/recorder --packages",
  ]);
});
