import assert from "node:assert/strict";
import { testField } from "./field.ts";

testField("collect.sh records over a real ssh, as root and with sudo", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    start_sshd
    make_library /opt/demo/libdemo.so
    start_service demo.service /opt/demo/libdemo.so
    upgrade /opt/demo/libdemo.so
    cd /tmp
    for command in 'sh -s' 'sudo -n sh -s'; do
      [ "$command" = 'sh -s' ] && user=root || user=admin
      sh /project/contrib/collect.sh -c "$command" $user $user@web-1 $user@web-2
      lib_users -m --proc $user | cut -d ';' -f 1,3-
    done
    lib_users -m --proc admin/admin@web-1.jsonl
    sh /project/contrib/collect.sh admin admin@web-1 || true
    printf 'web-1 web-2 nowhere\\n' | sh /project/contrib/collect.sh root || cut -f 1 root/failures.txt`);
  assert.equal(code, 0, stderr);
  // All are the same machine, and known by their files.
  const found = ["root/root@web-1", "root/root@web-2", "admin/admin@web-1", "admin/admin@web-2"]
    .map((name) => `web-1.example.com (${name}.jsonl);/opt/demo/libdemo.so;sleep 1000`);
  assert.deepEqual(stdout.replace(/^[0-9]+;/gm, "").trimEnd().split("\n"), [
    ...found,
    "/opt/demo/libdemo.so;sleep 1000",
    "nowhere",
  ]);
  assert.match(stderr, /recorded 2 of 2 hosts\n.*recorded 2 of 2 hosts\n/);
  assert.match(stderr, /recorded 2 of 3 hosts\n$/);
});

testField("collect.sh records with a key that can do nothing else", async (field) => {
  const { code, stdout, stderr } = await field.run(`
    start_sshd
    lib_users recorder >/usr/local/sbin/lib_users-recorder
    sed -i 's|^|restrict,command="sh /usr/local/sbin/lib_users-recorder" |' /root/.ssh/authorized_keys
    cd /tmp
    sh /project/contrib/collect.sh recordings root@web-1
    ls recordings
    ssh root@web-1 'echo anything else' | head -c 32`);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, 'failures.txt\nroot@web-1.jsonl\n{"format":"lib_users recording",');
});
