import type { ModeName } from "../../lib/model/scan.ts";
import type { Subject } from "../../lib/rules/ignore.ts";

/** A file and what is true of it; where nothing is told, a library on ext4. */
export type Example = readonly [name: string, told: Partial<Subject>];

/** What a rule explains, and what it must not. */
export interface Row {
  readonly rule: string;
  readonly modes: readonly ModeName[];
  readonly hides: readonly Example[];
  /** What comes near, but counts. */
  readonly counts: readonly Example[];
}

/** The permissions of the mappings of data. */
export const AS_DATA: Partial<Subject> = { permissions: ["r--p", "rw-p"] };

/** Both modes. */
export const BOTH: readonly ModeName[] = ["lib_users", "fd_users"];
const LIBS: readonly ModeName[] = ["lib_users"];
const FDS: readonly ModeName[] = ["fd_users"];

const KERNEL = { mounted: false };
const UNKNOWN = { mounted: undefined };
const MOUNTED = { mounted: true };
const SHARED = { permissions: ["r-xs", "rw-s"] };

/** A row for each rule, in their order. */
export const ROWS: readonly Row[] = [
  {
    rule: "sysv",
    modes: BOTH,
    hides: [["/SYSV00000000", KERNEL], ["/SYSV0056a4d5", UNKNOWN]],
    counts: [
      ["/x/SYSV00000000", KERNEL],
      ["/SYSV00000000", MOUNTED],
      ["/SYSVlib.so", KERNEL],
      ["/SYSV0000000", KERNEL],
      ["/SYSV000000001", KERNEL],
    ],
  },
  {
    rule: "zero",
    modes: BOTH,
    hides: [["/dev/zero", KERNEL], ["/dev/zero", UNKNOWN]],
    counts: [["/dev/zero", MOUNTED], ["/dev/zero.so", KERNEL], ["/x/dev/zero", KERNEL]],
  },
  {
    rule: "memfd",
    modes: BOTH,
    hides: [["/memfd:", KERNEL], ["/memfd:pulse audio", KERNEL], ["/memfd:a\n/b", KERNEL], ["/memfd:x", UNKNOWN]],
    counts: [["/memfd:evil.so", MOUNTED], ["/memfd", KERNEL], ["/tmp/memfd:x", KERNEL]],
  },
  {
    rule: "aio",
    modes: BOTH,
    hides: [["/[aio]", KERNEL], ["/[aio]", UNKNOWN]],
    counts: [["/[aio]", MOUNTED], ["/a", KERNEL], ["/[aio].so", KERNEL], ["/x/[aio]", KERNEL]],
  },
  {
    rule: "hugepage",
    modes: BOTH,
    hides: [["/anon_hugepage", KERNEL], ["/anon_hugepage", UNKNOWN]],
    counts: [["/anon_hugepage", MOUNTED], ["/anon_hugepage.so", KERNEL], ["/usr/anon_hugepage", KERNEL]],
  },
  {
    rule: "secretmem",
    modes: BOTH,
    hides: [["/secretmem", KERNEL], ["/secretmem", UNKNOWN]],
    counts: [["/secretmem", MOUNTED], ["/secretmem.so", KERNEL], ["/lib/secretmem", KERNEL]],
  },
  {
    rule: "gpu",
    modes: BOTH,
    hides: [
      ["/drm mm object", KERNEL],
      ["/drm", KERNEL],
      ["/i915", KERNEL],
      ["/ttm swap", KERNEL],
      ["/ttm shmem backup", KERNEL],
      ["/dmabuf:", KERNEL],
      ["/dmabuf:a\nb", UNKNOWN],
    ],
    counts: [["/i915", MOUNTED], ["/i915.so", KERNEL], ["/drm mm", KERNEL], ["object", KERNEL], ["/lib/drm", KERNEL]],
  },
  {
    rule: "procfs",
    modes: FDS,
    hides: [
      ["/proc/1234", { fileSystem: "proc" }],
      ["/proc/1234/task/1235", { fileSystem: "proc" }],
      ["/sys/fs/cgroup/a.slice", { fileSystem: "cgroup2" }],
      ["/sys/fs/cgroup/pids/a", { fileSystem: "cgroup" }],
      ["/proc/1234", { fileSystem: undefined }],
    ],
    counts: [
      ["/proc/1234", {}],
      ["/sys/fs/cgroup/a", { fileSystem: "tmpfs" }],
      ["/proc/self.log", { fileSystem: "proc" }],
      ["/proc/12ab", { fileSystem: "proc" }],
      ["/srv/proc/12/a", { fileSystem: "proc" }],
      ["/sys/fs/cgroup2.log", { fileSystem: "cgroup2" }],
    ],
  },
  {
    rule: "terminal",
    modes: FDS,
    hides: [
      ["/dev/pts/0", { fileSystem: "devpts" }],
      ["/dev/pts/123", { fileSystem: "devpts" }],
      ["/dev/tty", { fileSystem: "devtmpfs" }],
      ["/dev/ttyS0", { fileSystem: undefined }],
    ],
    counts: [
      ["/dev/pts/0", {}],
      ["/dev/tty1", { fileSystem: "tmpfs" }],
      ["/dev/pts/ptmx.log", { fileSystem: "devpts" }],
      ["/dev/pts/1/a", { fileSystem: "devpts" }],
      ["/dev/tty/log", { fileSystem: "devtmpfs" }],
      ["/tmp/dev/pts/1", { fileSystem: "devpts" }],
    ],
  },
  {
    rule: "orc",
    modes: LIBS,
    hides: [["/tmp/orcexec.abc123", SHARED], ["/run/user/1000/orcexec.X_1", SHARED], ["/home/a/orcexec.q", SHARED]],
    counts: [
      ["/tmp/orcexec.real.so", {}],
      ["/tmp/orcexec.real.so", SHARED],
      ["/tmp/orcexec.abc123", {}],
      ["/tmp/orcexec.abc123", { permissions: ["r-xs", "r-xp"] }],
      ["/tmp/notorcexec.abc", SHARED],
    ],
  },
  {
    rule: "libffi",
    modes: LIBS,
    hides: [["/tmp/ffiAb3_x9", SHARED], ["/home/a/ffiabcdef", SHARED]],
    counts: [["/tmp/ffiabcdef", {}], ["/tmp/ffiabcdefg", SHARED], ["/tmp/ffiabc.so", SHARED], [
      "/tmp/xffiabcdef",
      SHARED,
    ]],
  },
  {
    rule: "shared-memory",
    modes: LIBS,
    hides: [["/dev/shm/org.chromium.x", SHARED], ["/dev/shm/a b", SHARED], ["/dev/hugepages/qemu", SHARED]],
    counts: [["/srv/dev/shm/a", SHARED], ["/dev/shm/lib.so", {}], ["/dev/shm/lib.so", {
      permissions: ["rw-s", "r-xp"],
    }], ["/dev/shmx/a", SHARED]],
  },
  {
    rule: "jit-dump",
    modes: LIBS,
    hides: [["/tmp/perf-12.map", {}], ["/tmp/jit-12.dump", {}], ["/home/a/.debug/jit/jitted-12-3.so", {}]],
    counts: [["/tmp/perf-x.map", {}], ["/tmp/jit-12.dump.so", {}], ["/opt/jit-.dump", {}], [
      "/opt/unjitted-1-2.so",
      {},
    ]],
  },
  {
    rule: "java-native",
    modes: LIBS,
    hides: [["/tmp/jna81923.tmp", {}], ["/tmp/jffi4721.so", {}], ["/tmp/jffi1x.tmp", {}], [
      "/root/.cache/JNA/t/a\nb",
      {},
    ]],
    counts: [
      ["/tmp/jna12.tmp.so", {}],
      ["/usr/lib/jni/libjnidispatch.so", {}],
      ["/tmp/jna.tmp", {}],
      ["/tmp/jna12.so", {}],
      ["/usr/lib/libjffi-1.2.so", {}],
      ["/usr/lib/jffix.so", {}],
      ["/home/a/.cache/JNAX/b", {}],
    ],
  },
  {
    rule: "tmpfile",
    modes: LIBS,
    hides: [["/tmp/#42", { inode: "42" }], ["/tmp/#7", {}], ["/var/lib/mysql/#7", AS_DATA], ["/#7", {}]],
    counts: [["/tmp/#77", {}], ["/tmp/#7/#8", {}], ["/tmp/#8", {}], ["/tmp/#17", {}], ["/tmp/#7.so", {}], [
      "/tmp/a#7",
      {},
    ], ["/tmp/#7", {
      inode: undefined,
    }]],
  },
  {
    rule: "jvm-statistics",
    modes: LIBS,
    hides: [["/tmp/hsperfdata_tomcat/812", { permissions: ["rw-s"] }], ["/opt/tmp/hsperfdata_a/1", AS_DATA]],
    counts: [["/opt/hsperfdata_a/1/b", AS_DATA], ["/tmp/hsperfdata_a/1", {}], ["/opt/hsperfdata_a/lib.so", AS_DATA], [
      "/opt/hsperfdata_a/b/1",
      AS_DATA,
    ]],
  },
  {
    rule: "device-memory",
    modes: LIBS,
    hides: [["/dev/shm/PostgreSQL.1", AS_DATA], ["/dev/dri/card0", AS_DATA]],
    counts: [["/dev/shm/a.so", {}], ["/devel/a", AS_DATA], ["/opt/dev/a", AS_DATA]],
  },
  {
    rule: "runtime",
    modes: LIBS,
    hides: [
      ["/tmp/a", AS_DATA],
      ["/var/tmp/a", AS_DATA],
      ["/run/nscd/dbXYZ", AS_DATA],
      ["/var/run/a", AS_DATA],
      ["/run/user/1000/dconf/user", AS_DATA],
      ["/var/lock/a", AS_DATA],
    ],
    counts: [["/tmp/a.so", {}], ["/run/a", { permissions: ["r-xs"] }], ["/tmpx/a", AS_DATA], ["/opt/tmp/a", AS_DATA]],
  },
  {
    rule: "home",
    modes: LIBS,
    hides: [["/home/a/.config/dconf/user", AS_DATA], ["/root/a", AS_DATA]],
    counts: [["/home/a/.local/lib/a.so", {}], ["/homes/a", AS_DATA], ["/srv/home/a", AS_DATA], ["/rootfs/a", AS_DATA]],
  },
  {
    rule: "variable",
    modes: LIBS,
    hides: ["lib", "cache", "db", "log", "local/log", "spool"].map((name): Example => [`/var/${name}/a/b`, AS_DATA]),
    counts: [["/var/lib/a/b.so", {}], ["/var/libexec/a", AS_DATA], ["/var/www/a", AS_DATA], [
      "/usr/var/lib/a",
      AS_DATA,
    ]],
  },
  {
    rule: "cache",
    modes: LIBS,
    hides: [
      ["/usr/share/cache/fontconfig/a.cache-8", AS_DATA],
      ["/usr/share/icons/hicolor/icon-theme.cache", AS_DATA],
      ["/usr/share/mime/mime.cache", AS_DATA],
      ["/usr/share/glib-2.0/schemas/gschemas.compiled", AS_DATA],
      ["/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache", AS_DATA],
    ],
    counts: [
      ["/usr/lib/fontconfig/a.so", {}],
      ["/usr/share/mime/mime.cache2", AS_DATA],
      ["/usr/share/anime.cache", AS_DATA],
      ["/usr/share/fontconfig", AS_DATA],
    ],
  },
  {
    rule: "mailbox-index",
    modes: LIBS,
    hides: [["/srv/mail/a/dovecot.index.log", AS_DATA], ["/srv/mail/a/dovecot.list.index", AS_DATA]],
    counts: [["/srv/dovecot.index", {}], ["/srv/dovecot.index/a", AS_DATA], ["/usr/lib/dovecot.so", AS_DATA]],
  },
  {
    rule: "locale",
    modes: LIBS,
    hides: [["/usr/lib/locale/locale-archive", AS_DATA], ["/usr/share/locale/de/a.mo", AS_DATA]],
    counts: [["/usr/lib/locale/a.so", {}], ["/usr/lib/locales/a", AS_DATA], ["/opt/usr/lib/locale/a", AS_DATA]],
  },
  {
    rule: "selinux",
    modes: LIBS,
    hides: [["/etc/selinux/targeted/contexts/files/file_contexts.bin", AS_DATA]],
    counts: [["/srv/etc/selinux/targeted/contexts/a", AS_DATA], ["/etc/selinux/targeted/contexts/a", {}], [
      "/etc/selinux/contexts/a",
      AS_DATA,
    ]],
  },
];
