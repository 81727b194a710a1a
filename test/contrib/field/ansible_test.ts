import assert from "node:assert/strict";
import { type Field, testField } from "./field.ts";

/** A systemctl that does nothing but write down what it is told. */
const SETUP = `
  printf '#!/bin/sh\\necho "$*" >>/shared/told\\n[ "$2" != broken.service ]\\n' >/usr/local/sbin/systemctl
  chmod 755 /usr/local/sbin/systemctl
  : >/shared/told
  cp -r /project/contrib/ansible /tmp/ansible
  cd /tmp/ansible
  printf 'web-%s ansible_connection=local\\n' 1 2 >hosts
  export ANSIBLE_NOCOLOR=1 ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_DEPRECATION_WARNINGS=false
  playbook() { ansible-playbook -i hosts "$@" </dev/null; }
  for name in demo other dbus broken; do make_library "/opt/$name/libdemo.so"; done
  start_service demo.service /opt/demo/libdemo.so
  start_service other@1.service /opt/other/libdemo.so
  start_service dbus.service /opt/dbus/libdemo.so
  start_service broken.service /opt/broken/libdemo.so
  stale() { for name in "$@"; do upgrade "/opt/$name/libdemo.so"; done; }
`;

interface Played {
  readonly output: string;
  /** What systemctl was told, a line each; `restart` for `try-restart` too. */
  readonly told: readonly string[];
}

async function play({ run, shared }: Field, script: string, status = 0): Promise<Played> {
  const { code, stdout, stderr } = await run(`${SETUP}\n${script}`);
  const output = stdout + stderr;
  assert.equal(code, status, output);
  const told = await Deno.readTextFile(shared.path("told"));
  return { output, told: told.split("\n").filter((line) => line !== "").map((line) => line.replace(/^try-/, "")) };
}

testField("the playbooks and the role are as ansible wants them", async (field) => {
  const { output } = await play(
    field,
    `
    for book in report restart reboot; do playbook --syntax-check $book.yml; done
    cp lib_users.fact /usr/local/bin/ && mkdir -p /etc/ansible/facts.d && cp lib_users.fact /etc/ansible/facts.d/
    stale demo
    ansible -i hosts web-1 -m setup -a filter=ansible_local`,
  );
  assert.match(output, /"systemctl",\s+"(try-)?restart",\s+"demo\.service"/);
  assert.doesNotMatch(output, /sleep 1000/);
});

testField("ansible reports agentless, and changes nothing", async (field) => {
  const { output, told } = await play(field, "stale demo dbus; playbook report.yml; stat -c '%a %n' recordings/*");
  assert.deepEqual(told, []);
  assert.match(output, /changed=0 .*\n.*changed=0 /);
  assert.match(output, /systemctl (try-)?restart demo\.service/);
  assert.match(output, /^600 recordings\/web-1\.jsonl$/m);
});

for (const onHosts of [false, true]) {
  const recorder = onHosts ? "the program" : "the script";
  testField(
    `ansible restarts exactly what the plan says, never a caution, where ${recorder} records`,
    async (field) => {
      const { output, told } = await play(
        field,
        `stale demo other dbus; playbook restart.yml -e lib_users_on_hosts=${onHosts}`,
      );
      const restart = ["restart demo.service", "restart other@1.service"];
      assert.deepEqual(told.toSorted(), [...restart, ...restart].toSorted());
      assert.match(output, /"by_hand": \[\s+"dbus\.service: /);
    },
  );

  testField(`ansible keeps names as they are and out of its output, where ${recorder} records`, async (field) => {
    const { output } = await play(
      field,
      `
      cp /usr/bin/sleep '/opt/{{ 7 * 7 }}'
      '/opt/{{ 7 * 7 }}' 1234 &
      sleep 0.2
      upgrade '/opt/{{ 7 * 7 }}'
      playbook -vvv report.yml -e lib_users_on_hosts=${onHosts}
      lib_users -m --proc recordings/web-1.jsonl`,
    );
    assert.match(output, /;\/opt\/\{\{ 7 \* 7 \}\};\/opt\/\{\{ 7 \* 7 \}\} 1234$/m);
    assert.equal(output.split("}} 1234").length, 2);
  });

  testField(`ansible says why a host could not be recorded, where ${recorder} records`, async (field) => {
    const { output } = await play(
      field,
      `
      stub() { printf '#!/bin/sh\\necho "no, thanks" >&2\\nexit 3\\n'; }
      ${onHosts ? "stub >/tmp/refuses && chmod 755 /tmp/refuses" : "mv /usr/bin/od /usr/bin/od.away"}
      playbook report.yml -e lib_users_on_hosts=${onHosts} -e '{"lib_users_host_command": ["/tmp/refuses"]}'`,
      2,
    );
    assert.match(output, onHosts ? /"msg": "no, thanks; / : /there is no od/);
  });
}

testField("ansible restarts nothing with --check, and says what it would", async (field) => {
  const { output, told } = await play(field, "stale demo dbus; playbook restart.yml --check");
  assert.deepEqual(told, []);
  assert.match(output, /systemctl (try-)?restart demo\.service/);
});

testField("ansible does it over ssh with sudo, where what a host says comes through a terminal", async (field) => {
  const { output, told } = await play(
    field,
    `
    start_sshd
    printf 'web-%s ansible_user=admin ansible_python_interpreter=/usr/bin/python3\\n' 1 2 >hosts
    stale demo dbus
    playbook restart.yml
    ls recordings
    find /home/admin /tmp -name 'recorder*' -not -path '/tmp/ansible/*'`,
  );
  assert.deepEqual(told, ["restart demo.service", "restart demo.service"]);
  assert.match(output, /\nrecorder\.sh\nweb-1\.json\nweb-1\.jsonl\nweb-2\.json\nweb-2\.jsonl\n$/);
});

testField("ansible reboots on request only, and only where it is needed", async (field) => {
  const script = `
    start_sshd
    printf 'web-%s ansible_user=root ansible_python_interpreter=/usr/bin/python3\\n' 1 2 >hosts
    # For ansible, a machine has rebooted when this is another one.
    rm /usr/sbin/shutdown
    cat >/usr/sbin/shutdown <<'EOF'
#!/bin/sh
echo "shutdown $1" >>/shared/told
cat /proc/sys/kernel/random/uuid >/tmp/boot_id
mount --bind /tmp/boot_id /proc/sys/kernel/random/boot_id
EOF
    chmod 755 /usr/sbin/shutdown
    echo '*** System restart required ***' >/run/reboot-required`;
  const asked = await play(field, `${script}; playbook reboot.yml`);
  assert.deepEqual(asked.told, []);
  const checked = await play(field, `${script}; playbook reboot.yml --check -e lib_users_reboot=true`);
  assert.deepEqual(checked.told, []);
  assert.match(checked.output, /web-1 .* changed=1 /);
  const done = await play(field, `${script}; playbook reboot.yml --limit web-1 -e lib_users_reboot=true`);
  assert.deepEqual(done.told, ["shutdown -r"]);
  const without = await play(field, `${script}; rm /run/reboot-required; playbook reboot.yml -e lib_users_reboot=true`);
  assert.deepEqual(without.told, []);
});

testField("ansible goes no further where a restart fails", async (field) => {
  const { told } = await play(field, "stale broken; playbook restart.yml -e lib_users_serial=1", 2);
  assert.deepEqual(told, ["restart broken.service"]);
});

testField("ansible has nothing to do where nothing is stale", async (field) => {
  const { output, told } = await play(field, "playbook restart.yml");
  assert.deepEqual(told, []);
  assert.match(output, /changed=0 .*\n.*changed=0 /);
});
