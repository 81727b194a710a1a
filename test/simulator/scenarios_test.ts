import assert from "node:assert/strict";
import { longName } from "../../simulator/hostile.ts";
import { type ScenarioName, SCENARIOS } from "../../simulator/scenarios.ts";
import { linesOf, scanBoth, statesOf } from "./scanning.ts";

const PCRE = "/lib64/libpcre.so.0.0.1";
const LIBRARIES = "/usr/lib/x86_64-linux-gnu";
const SSL = `${LIBRARIES}/libssl.so.3`;
const CURL = `${LIBRARIES}/libcurl.so.4.8.0`;
const APACHE = "/usr/sbin/apache2 -D DEFAULT_VHOST -D INFO -D LANGUAGE -D DAV -D SVN -D MAILMAN -D PHP5 -D USERDIR " +
  "-D SVN_AUTHZ -D SUEXEC -D SSL -D SSL_DEFAULT_VHOST -D AUTH_DIGEST -D PERL -d /usr/lib64/apache2 " +
  "-f /etc/apache2/httpd.conf -k start";

/** What is to be found: for each mode a line a command line, `PIDS;FILES;COMMAND`. */
interface Expected {
  readonly libs?: readonly string[];
  readonly fds?: readonly string[];
}

const EXPECTED: Partial<Record<ScenarioName, Expected>> = {
  "upgrade": {
    libs: [
      `16341;${PCRE};supervising syslog-ng`,
      `16342;${PCRE};/usr/sbin/syslog-ng`,
      `27550;${PCRE},/usr/sbin/exim;/usr/sbin/exim -bd -q15m`,
      `12451,16244,16249,16252,16253,16254,26931,28912,29631,8810,894;${PCRE};${APACHE}`,
    ],
    fds: ["16342;/var/log/messages;/usr/sbin/syslog-ng"],
  },
  "nothing-stale": {},
  "ordinary-user": { libs: [`30177;${PCRE};grep -rP needle /srv`] },
  "hidden-processes": { libs: [`30177;${PCRE};grep -rP needle /srv`] },
  "openvz": { libs: ["1;/lib64/libc-2.12.so;init", "411;/lib64/libc-2.12.so,/usr/sbin/httpd;/usr/sbin/httpd"] },
  "kernel-objects": {},
  "quodlibet": {},
  "generated-code": {},
  "data-files": {},
  "deleted-log": {
    fds: [
      "1410;/var/log/shop/debug.log;/usr/bin/java -jar /srv/shop/shop.jar",
      "1502;/var/log/nginx/access.log.1;nginx: master process /usr/sbin/nginx",
    ],
  },
  "disk-space": {
    fds: [
      "2001,2002,2003;/var/log/workers.log;/usr/bin/worker --queue mail",
      "2102;/srv/images/kept.img;/usr/bin/fallocated",
      "2105;/srv/append.log;/usr/bin/appender",
      "2106;/tmp/#1310759;/usr/bin/mariadbd",
      "2109;/srv/kafka/orders-0/00000000000000000000.log;/usr/bin/mapper",
    ],
  },
  "kafka-host": {
    fds: [
      "1501;/srv/kafka/orders-0/00000000000000001000.log;" +
      "/usr/bin/java -cp /opt/kafka/libs/* kafka.Kafka server.properties",
    ],
  },
  "packed-agent": {
    libs: [
      "1601;/opt/agent/bin/agent;/opt/agent/bin/agent --daemon",
      "1602;/root/.nvm/versions/node/v22.14.0/bin/node;node /root/app/server.js",
    ],
  },
  "waydroid": {},
  "php-host": { fds: ["1801;/var/log/php/error.log;php-fpm: master process"] },
  "usr-merge": { libs: ["1901;/lib/x86_64-linux-gnu/libz.so.1.3;/usr/sbin/daemon"] },
  "vm-host": {
    fds: [
      "2001;/srv/images/db.qcow2;/usr/bin/qemu-system-x86_64 -name guest=db",
      "2002;/dev/shm/looking-glass;/usr/bin/qemu-system-x86_64 -name guest=web",
    ],
  },
  "search-host": {
    libs: [
      "2101;/srv/search/0/index/_1.cfs;/opt/search/bin/search --data /srv/search",
      "2102;/home/deploy/shop/lib/shop.jar;/usr/lib/jvm/java-8/bin/java -jar /home/deploy/shop/lib/shop.jar",
    ],
    fds: [
      "2101;/srv/search/0/index/_1.cfs,/srv/search/0/index/_4a.cfs;/opt/search/bin/search --data /srv/search",
      "2102;/home/deploy/shop/lib/shop.jar;/usr/lib/jvm/java-8/bin/java -jar /home/deploy/shop/lib/shop.jar",
    ],
  },
  "reused-pid": {
    libs: [`2001;${SSL};/usr/bin/young --stale`],
    fds: ["2001;/var/log/young.log;/usr/bin/young --stale"],
  },
  "reopens-log": {},
  "stuck": { libs: [`2001;${SSL};/usr/bin/worker --number 2001`] },
  "long-names": {
    libs: [3000, 4085, 4086, 4095, 6000].map((bytes) => `${bytes};${longName(bytes)};/opt/x/use ${bytes}`),
    fds: [3000, 4085, 4086, 4095, 6000].map((bytes) => `${bytes};${longName(bytes)};/opt/x/use ${bytes}`),
  },
  "odd-command-lines": {
    libs: [
      `6001,6002;${SSL};`,
      `6003;${SSL};daemon: padded   PATH=/bin`,
      `6004;${SSL};nginx: worker process`,
      `6005;${SSL};/usr/bin/xargs ${"a".repeat(1_000_000)}`,
    ],
  },
  "threads": {
    libs: [`1795;${CURL};/usr/bin/leaderless --serve`, `1830;${CURL};/usr/bin/eight`],
    fds: [
      "1795;/var/log/leaderless.log;/usr/bin/leaderless --serve",
      "1814;/var/log/reader.log;/usr/bin/unshared",
      "1830;/var/log/eight.log;/usr/bin/eight",
    ],
  },
  "namespaces": {
    libs: [
      `3001;${SSL};/usr/sbin/nginx`,
      `3002;${SSL};/usr/bin/php-fpm8.4`,
      `3101;${SSL};/usr/bin/redis-server`,
      `3201;/box${SSL};/usr/bin/boxed`,
      `3301;/srv/chroot${SSL};/usr/sbin/haproxy -Ws`,
      `3302;${SSL};/usr/bin/outside`,
    ],
    fds: [
      "3001;/var/log/app.log;/usr/sbin/nginx",
      "3002;/var/log/app.log;/usr/bin/php-fpm8.4",
      "3101;/var/log/app.log;/usr/bin/redis-server",
      "3301;/srv/chroot/log/haproxy.log;/usr/sbin/haproxy -Ws",
    ],
  },
};

for (const [name, { libs = [], fds = [] }] of Object.entries(EXPECTED)) {
  Deno.test(`the scenario ${name} has what its story says`, async () => {
    const machine = SCENARIOS[name as ScenarioName].machine();
    const found = await scanBoth(machine);
    assert.deepEqual([linesOf(found.libs), linesOf(found.fds)], [libs, fds]);
  });
}

Deno.test("each scenario is made anew and has a story", () => {
  for (const { story, machine } of Object.values(SCENARIOS)) {
    assert.notEqual(story, "");
    assert.deepEqual(machine(), machine());
  }
});

Deno.test("what is harmless is marked all the same, and a rule explains it", async () => {
  const machines = (["kernel-objects", "quodlibet", "generated-code", "data-files"] as const).map((name) =>
    SCENARIOS[name]
  );
  const scans = await Promise.all(machines.map(({ machine }) => scanBoth(machine())));
  const rules = scans.map(({ libs, fds }) =>
    new Set([...statesOf(libs), ...statesOf(fds)].map(([, , , rule]) => rule))
  );
  assert.deepEqual(rules.map((names) => [...names].join(" ")), [
    "sysv zero hugepage aio secretmem memfd gpu pseudo-file",
    "orc",
    "libffi unpacked jvm-statistics jit-dump tmpfile shared-memory mapped-memory",
    "home runtime cache locale variable mapped-memory terminal",
  ]);
});
