import type { ModeName } from "../../lib/model/scan.ts";
import type { Stat } from "../../lib/model/file.ts";
import type { Subject } from "../../lib/rules/rule_kinds.ts";
import { statOf } from "../answers.ts";

/** A file on ext4 of which nothing is known yet. */
export const FILE: Subject = {
  name: "/",
  inode: "7",
  place: "mounted",
  fileSystem: "ext4",
  isProgram: false,
  mappings: [],
  impliesExec: false,
  descriptors: [],
  stat: undefined,
  state: undefined,
  started: undefined,
  temporaryDirectories: [],
};

/** A file and what is true of it; by default, it is on ext4, and mapped as a library or open for reading and writing. */
export type Example = readonly [name: string, given: Partial<Subject>];

/** What a rule explains, and what it must not. */
export interface Row {
  readonly rule: string;
  readonly modes: readonly ModeName[];
  readonly hides: readonly Example[];
  /** What comes near, but counts. */
  readonly counts: readonly Example[];
}

/** Mapped with these permissions. */
export function mappedAs(...permissions: readonly string[]): Partial<Subject> {
  return { mappings: permissions.map((each) => ({ permissions: each })) };
}

/** Open with these flags of open(2). */
function openedWith(flags: number | undefined): Partial<Subject> {
  return { descriptors: [{ number: "3", thread: undefined, offset: 0, flags }] };
}

/** What `stat` says of a deleted file, except as given. */
function deleted(given: Partial<Stat>): Partial<Subject> {
  return { stat: statOf({ nlink: 0, blocks: 8, size: 4096, ...given }), state: "removed" };
}

/** Mapped as data. */
export const AS_DATA: Partial<Subject> = mappedAs("r--p", "rw-p");

/** Both modes. */
export const BOTH: readonly ModeName[] = ["lib_users", "fd_users"];
const LIBS: readonly ModeName[] = ["lib_users"];
const FDS: readonly ModeName[] = ["fd_users"];

const KERNEL = { place: "nowhere", fileSystem: undefined } as const;
const UNKNOWN = { place: "unknown", fileSystem: undefined } as const;
const MOUNTED = { place: "mounted" } as const;
const DETACHED = { place: "unmounted", fileSystem: undefined } as const;
const SHARED = mappedAs("r-xs");
const TMPFS = { fileSystem: "tmpfs" };
const PROGRAM = { isProgram: true };
/** With READ_IMPLIES_EXEC. */
const IMPLIED = { impliesExec: true, ...mappedAs("r-xp") };
const APPENDING = openedWith(0o102001);
const WRITING = openedWith(0o100001);
const READING = openedWith(0o100000);
const STARTED = Date.parse("2026-03-14T09:00:00.000Z");
const AFTER = { started: STARTED, ...deleted({ mtime: STARTED + 5000 }) };
const BEFORE = { started: STARTED, ...deleted({ mtime: STARTED - 5000 }) };

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
    rule: "ashmem",
    modes: BOTH,
    hides: [
      ["/dev/ashmem/dalvik-main space", KERNEL],
      ["/dev/ashmem", UNKNOWN],
    ],
    counts: [
      ["/dev/ashmem/lib.so", MOUNTED],
      ["/dev/ashmem/a", DETACHED],
      ["/dev/ashmemory", KERNEL],
      ["/srv/dev/ashmem/a", KERNEL],
    ],
  },
  {
    rule: "kernel-memory",
    modes: BOTH,
    hides: [
      ["/xe_bo", { ...KERNEL, place: "kernel" }],
      ["/", { ...KERNEL, place: "kernel" }],
      ["/any/thing.so", { ...KERNEL, place: "kernel" }],
    ],
    counts: [
      ["/xe_bo", KERNEL],
      ["/xe_bo", UNKNOWN],
      ["/xe_bo", MOUNTED],
      ["/xe_bo", DETACHED],
    ],
  },
  {
    rule: "message-queue",
    modes: FDS,
    hides: [
      ["/jobs", { ...KERNEL, ...openedWith(0o2000002) }],
      ["/a b", { ...KERNEL, ...openedWith(0o2000000) }],
      ["/jobs", { ...KERNEL, ...openedWith(0o2004001) }],
    ],
    counts: [
      ["/jobs", { ...KERNEL, ...openedWith(0o2100002) }],
      ["/jobs", { ...KERNEL, ...openedWith(0o100002) }],
      // O_LARGEFILE on ARM and on PowerPC.
      ["/jobs", { ...KERNEL, ...openedWith(0o2400002) }],
      ["/jobs", { ...KERNEL, ...openedWith(0o2200002) }],
      ["/jobs", { ...KERNEL, ...openedWith(0o2) }],
      ["/jobs", { ...KERNEL, ...openedWith(undefined) }],
      ["/jobs", { ...KERNEL, descriptors: [] }],
      ["/sub/jobs", { ...KERNEL, ...openedWith(0o2000002) }],
      ["/jobs", openedWith(0o2000002)],
      ["/jobs", { ...DETACHED, ...openedWith(0o2000002) }],
    ],
  },
  {
    rule: "pseudo-file",
    modes: FDS,
    hides: [
      ["/proc/1234", { fileSystem: "proc" }],
      ["/proc/1234/task/1235", { fileSystem: "proc" }],
      ["/host/proc/1234", { fileSystem: "proc" }],
      ["/sys/fs/cgroup/a.slice", { fileSystem: "cgroup2" }],
      ["/sys/fs/cgroup/pids/a", { fileSystem: "cgroup" }],
      ["/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/uevent", { fileSystem: "sysfs" }],
      ["/proc/1234", { fileSystem: undefined }],
      ["/sys/fs/cgroup/a.slice", { fileSystem: undefined }],
    ],
    counts: [
      ["/proc/1234", {}],
      ["/sys/fs/cgroup/a", { fileSystem: "tmpfs" }],
      ["/proc/12ab", { fileSystem: undefined }],
      ["/srv/proc/12/a", { fileSystem: undefined }],
      ["/sys/fs/cgroup2.log", { fileSystem: undefined }],
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
    rule: "linked",
    modes: BOTH,
    hides: [
      ["/opt/lib/a.so", { state: "linked" }],
      ["/var/log/a", { ...APPENDING, state: "linked" }],
    ],
    counts: [
      ["/opt/lib/a.so", { state: "replaced" }],
      ["/opt/lib/a.so", { state: "removed" }],
      ["/opt/lib/a.so", { state: "unknown" }],
    ],
  },
  {
    rule: "huge-pages",
    modes: LIBS,
    hides: [
      ["/mnt/huge/rtemap_0", { fileSystem: "hugetlbfs", ...mappedAs("rw-s") }],
      ["/dev/hugepages/libhugetlbfs.tmp.Q", { fileSystem: "hugetlbfs", ...mappedAs("r-xp") }],
      ["/dev/hugepages/qemu", { ...UNKNOWN, ...SHARED }],
    ],
    counts: [
      ["/dev/hugepages/lib.so", {}],
      ["/dev/hugepages/a", SHARED],
      ["/dev/hugepages/a", { ...TMPFS, ...mappedAs("r-xp") }],
      ["/dev/hugepages/a", { ...UNKNOWN, ...mappedAs("r-xp") }],
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
      ["/tmp/orcexec.abc123", mappedAs("r-xs", "r-xp")],
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
    rule: "generated-code",
    modes: BOTH,
    hides: [
      ["/tmp/#1310759", { ...mappedAs("r-xs", "rw-s"), descriptors: [], ...deleted({ blocks: 8 }) }],
      ["/home/a/.wine/anonmap.Xy12", { ...mappedAs("rwxs"), ...READING, ...deleted({ blocks: 131_072 }) }],
      ["/srv/plugin.so", { ...mappedAs("r-xs", "rw-s"), ...READING, ...deleted({ blocks: 8 }) }],
    ],
    counts: [
      ["/srv/plugin.so", mappedAs("r-xs", "rw-p")],
      ["/srv/plugin.so", mappedAs("r-xs")],
      ["/srv/plugin.so", mappedAs("r-xp", "rw-s")],
      ["/srv/#8", { ...mappedAs("r-xs", "rw-s"), ...READING, ...deleted({ blocks: 8_000_000 }) }],
      ["/srv/#8", { ...mappedAs("r-xs", "rw-s"), ...READING }],
      ["/srv/app", { ...PROGRAM, mappings: [] }],
    ],
  },
  {
    rule: "jit-dump",
    modes: LIBS,
    hides: [["/tmp/perf-12.map", {}], ["/tmp/jit-12.dump", {}], ["/home/a/.debug/jit/jitted-12-3.so", {}]],
    counts: [["/tmp/perf-x.map", {}], ["/tmp/jit-12.dump", PROGRAM], ["/tmp/jit-12.dump.so", {}], [
      "/opt/jit-.dump",
      {},
    ], [
      "/opt/unjitted-1-2.so",
      {},
    ]],
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
    hides: [["/tmp/hsperfdata_tomcat/812", mappedAs("rw-s")], ["/opt/tmp/hsperfdata_a/1", AS_DATA]],
    counts: [["/opt/hsperfdata_a/1/b", AS_DATA], ["/tmp/hsperfdata_a/1", {}], ["/opt/hsperfdata_a/lib.so", AS_DATA], [
      "/opt/hsperfdata_a/b/1",
      AS_DATA,
    ]],
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
      ["/var/local/run/a", AS_DATA],
      ["/var/local/tmp/a", AS_DATA],
      ["/run/a", IMPLIED],
      ["/tmp/a.jar.index", AS_DATA],
    ],
    counts: [["/tmp/a.so", {}], ["/tmp/jetty/lib/a.jar", AS_DATA], ["/run/a", mappedAs("r-xs")], ["/tmpx/a", AS_DATA], [
      "/var/local/lib/a",
      AS_DATA,
    ], [
      "/opt/tmp/a",
      AS_DATA,
    ]],
  },
  {
    rule: "home",
    modes: LIBS,
    hides: [
      ["/home/a/.config/dconf/user", AS_DATA],
      ["/root/a", AS_DATA],
      ["/home/a/b", IMPLIED],
      [
        "/export/people/a/.config/dconf/user",
        AS_DATA,
      ],
      ["/srv/kiosk/.cache/mesa_shader_cache/index", mappedAs("r--s")],
      ["/data/a/.local/share/gvfs-metadata/root", AS_DATA],
    ],
    counts: [
      ["/root/.nvm/bin/node", { ...PROGRAM, ...AS_DATA }],
      ["/home/a/app", { ...PROGRAM, mappings: [] }],
      ["/home/a/lib.so", { impliesExec: true, ...mappedAs("r-xp", "r-xp", "rwxp") }],
      ["/home/a/.local/lib/a.so", {}],
      ["/home/a/lib/app.jar", mappedAs("r--s")],
      ["/srv/a/.local/bin/b.dat", AS_DATA],
      ["/srv/a/.config/plugin.so", {}],
      ["/homes/a", AS_DATA],
      ["/srv/home/a", AS_DATA],
      ["/rootfs/a", AS_DATA],
    ],
  },
  {
    rule: "variable",
    modes: LIBS,
    hides: ["lib", "cache", "db", "log", "local/log", "spool"].map((name): Example => [`/var/${name}/a/b`, AS_DATA]),
    counts: [
      ["/var/lib/a/b.so", {}],
      ["/var/lib/tomcat9/webapps/a/WEB-INF/lib/b.jar", mappedAs("r--s")],
      ["/var/libexec/a", AS_DATA],
      ["/var/www/a", AS_DATA],
      [
        "/usr/var/lib/a",
        AS_DATA,
      ],
    ],
  },
  {
    rule: "cache",
    modes: LIBS,
    hides: [
      ["/usr/share/cache/fontconfig/a.cache-8", AS_DATA],
      ["/usr/share/icons/hicolor/icon-theme.cache", AS_DATA],
      ["/usr/share/mime/mime.cache", AS_DATA],
      ["/usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/2.10.0/loaders.cache", AS_DATA],
      ["/etc/ld.so.cache", AS_DATA],
      ["/usr/share/glib-2.0/schemas/gschemas.compiled", AS_DATA],
      ["/etc/dconf/db/local", AS_DATA],
      ["/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache", AS_DATA],
    ],
    counts: [
      ["/usr/lib/fontconfig/a.so", {}],
      ["/usr/share/mime/mime.cache2", AS_DATA],
      ["/usr/share/anime.cache", AS_DATA],
      ["/usr/share/fontconfig", AS_DATA],
      ["/srv/etc/dconf/db/local", AS_DATA],
    ],
  },
  {
    rule: "kernel-modules",
    modes: LIBS,
    hides: [
      ["/usr/lib/modules/6.12.57+deb13-amd64/modules.dep.bin", AS_DATA],
      ["/lib/modules/5.14.0-427.el9/modules.alias.bin", AS_DATA],
      ["/lib/modules/6.1/modules.builtin.modinfo", AS_DATA],
      ["/lib/modules/6.1/modules.dep.bin", IMPLIED],
    ],
    counts: [
      ["/lib/modules/6.1/modules.dep.bin", {}],
      ["/lib/modules/6.1/kernel/fs/ext4.ko", AS_DATA],
      ["/srv/lib/modules/6.1/modules.dep.bin", AS_DATA],
      ["/usr/lib/apache2/modules/modules.bin", AS_DATA],
    ],
  },
  {
    rule: "hardware-database",
    modes: LIBS,
    hides: [
      ["/usr/lib/udev/hwdb.bin", AS_DATA],
      ["/etc/udev/hwdb.bin", AS_DATA],
      ["/lib/udev/hwdb.bin", mappedAs("r--p")],
    ],
    counts: [
      ["/usr/lib/udev/hwdb.bin", {}],
      ["/usr/lib/udev/hwdb.bin.so", AS_DATA],
      ["/usr/share/hwdata/hwdb.bin", AS_DATA],
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
    hides: [["/usr/lib/locale/locale-archive", AS_DATA], ["/usr/share/locale/de/a.mo", AS_DATA], [
      "/usr/share/locale-langpack/de/LC_MESSAGES/gtk30.mo",
      AS_DATA,
    ], ["/opt/app/share/de/LC_MESSAGES/app.mo", AS_DATA]],
    counts: [["/usr/lib/locale/a.so", {}], ["/usr/lib/locales/a", AS_DATA], ["/opt/app/app.mo", AS_DATA], [
      "/opt/usr/lib/locale/a",
      AS_DATA,
    ]],
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
  {
    rule: "shared-memory",
    modes: LIBS,
    hides: [
      ["/dev/shm/org.chromium.x", { ...TMPFS, ...SHARED }],
      ["/mnt/ram/a b", { ...TMPFS, ...SHARED }],
      ["/dev/shm/a", { ...UNKNOWN, ...SHARED }],
    ],
    counts: [
      ["/srv/dev/shm/a", SHARED],
      ["/dev/shm/lib.so", TMPFS],
      ["/dev/shm/a", SHARED],
      ["/run/a", { ...UNKNOWN, ...SHARED }],
      ["/dev/shm/lib.so", mappedAs("rw-s", "r-xp")],
      ["/dev/shmx/a", SHARED],
    ],
  },
  {
    rule: "device-memory",
    modes: LIBS,
    hides: [["/dev/shm/PostgreSQL.1", { ...TMPFS, ...AS_DATA }], ["/dev/dri/card0", { ...UNKNOWN, ...AS_DATA }]],
    counts: [["/dev/shm/a.so", TMPFS], ["/dev/data", AS_DATA], ["/devel/a", AS_DATA], ["/opt/dev/a", AS_DATA]],
  },
  {
    rule: "database",
    modes: LIBS,
    hides: [
      ["/srv/kafka/orders-0/00000000000000000000.timeindex", mappedAs("rw-s")],
      ["/data/lmdb/data.mdb", mappedAs("rw-s", "r--s")],
      ["/opt/db/lock.mdb", { impliesExec: true, ...mappedAs("rwxs") }],
    ],
    counts: [
      ["/srv/data.mdb", mappedAs("r--s")],
      ["/srv/data.mdb", mappedAs("rw-p")],
      ["/srv/data.mdb", mappedAs("rw-s", "r--p")],
      ["/usr/share/a.dat", mappedAs("r--s")],
      ["/srv/app", { ...PROGRAM, ...mappedAs("rw-s") }],
    ],
  },
  {
    rule: "own-data",
    modes: LIBS,
    hides: [
      ["/srv/search/nodes/0/index/_4a.cfs", { ...AFTER, ...mappedAs("r--s") }],
      ["/opt/prometheus/data/chunks_head/000012", { ...AFTER, ...mappedAs("r--s", "r--s") }],
      ["/srv/git/a.git/objects/pack/pack-1.idx", { ...AFTER, ...mappedAs("r--p") }],
    ],
    counts: [
      ["/srv/search/_4a.cfs", { ...BEFORE, ...mappedAs("r--s") }],
      ["/srv/search/_4a.cfs", { ...AFTER, ...mappedAs("r--s"), state: "replaced" }],
      ["/srv/search/_4a.cfs", { ...AFTER, ...mappedAs("r--s"), state: "unknown" }],
      ["/srv/search/_4a.cfs", { ...AFTER, ...mappedAs("r--s"), started: undefined }],
      ["/srv/search/_4a.cfs", { ...deleted({ mtime: null }), ...mappedAs("r--s"), started: STARTED }],
      ["/srv/search/_4a.cfs", { ...deleted({ mtime: STARTED + 1000 }), ...mappedAs("r--s"), started: STARTED }],
      ["/srv/search/plugin", { ...AFTER, ...mappedAs("r--p", "r-xp") }],
      ["/srv/app/lib/app.jar", { ...AFTER, ...mappedAs("r--s") }],
      ["/usr/share/app/app.dat", { ...AFTER, ...mappedAs("r--s") }],
      ["/srv/app", { ...AFTER, ...PROGRAM, ...mappedAs("r--p") }],
    ],
  },
  {
    rule: "unpacked",
    modes: LIBS,
    hides: [
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", AFTER],
      ["/var/tmp/sqlite-3.45.1-8e3bd2f4-0c1d-4a5e-9b2f-7d6c5b4a3f2e-libsqlitejdbc.so", AFTER],
      ["/tmp/_MEIx3bKq9/libpython3.11.so.1.0", AFTER],
      ["/tmp/.ff97fbefbf7fb7ff-00000003.node", AFTER],
      ["/tmp/.tmpabcDEF.so", AFTER],
      ["/tmp/tmp.abcdefGHIJ/libplugin.so", AFTER],
      ["/opt/app/temp/jna4711081512345.tmp", AFTER],
      ["/root/.cache/JNA/temp/jna4711081512345.tmp", AFTER],
      ["/run/user/1000/libzstd-jni-1.5.5-412345678901.so", { state: "removed" }],
      ["/srv/jobs/libjansi412345678901.so", { ...AFTER, temporaryDirectories: ["/srv/jobs/"] }],
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", { state: "unknown", started: STARTED }],
    ],
    counts: [
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", {}],
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", BEFORE],
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", { ...AFTER, ...PROGRAM }],
      ["/tmp/libnetty_tcnative_linux_x86_6412583746102938.so", { ...AFTER, state: "replaced" }],
      ["/usr/lib/libnetty_tcnative_linux_x86_6412583746102938.so", AFTER],
      ["/usr/share/tomcat/temp/libnetty412583746102938.so", AFTER],
      ["/tmp/libplugin.so", AFTER],
      ["/tmp/.tmpplugins.so", AFTER],
      ["/tmp/tmp.plugins/libplugin.so", AFTER],
      ["/tmp/libsqlite3.so.0", AFTER],
      ["/srv/jobs/libjansi412345678901.so", AFTER],
      ["/tmp/systemd-private-0c1d4a5e9b2f7d6c5b4a3f2e8e3bd2f4-app.service-xA3b9Q/tmp/libplugin.so", AFTER],
    ],
  },
  {
    rule: "mapped-memory",
    modes: FDS,
    hides: [
      ["/dev/shm/a", { descriptors: [], ...mappedAs("rw-s"), ...TMPFS }],
      ["/mnt/huge/a", { descriptors: [], ...mappedAs("rw-s"), fileSystem: "hugetlbfs" }],
    ],
    counts: [
      ["/dev/shm/a", { ...TMPFS, ...mappedAs("rw-s") }],
      ["/dev/shm/a", { descriptors: [], ...mappedAs("rw-s") }],
    ],
  },
  {
    rule: "mapped-unknown",
    modes: FDS,
    hides: [
      ["/srv/a", { descriptors: [], ...mappedAs("rw-s"), state: "removed" }],
      ["/srv/a", { descriptors: [], ...mappedAs("rw-s"), state: "unknown" }],
    ],
    counts: [
      ["/srv/a", { descriptors: [], ...mappedAs("rw-s"), ...deleted({ blocks: 65_536 }) }],
      ["/srv/a", { state: "removed" }],
    ],
  },
  {
    rule: "not-a-file",
    modes: FDS,
    hides: [
      ["/srv/x", deleted({ type: "fifo", blocks: 8 })],
      ["/srv/x", deleted({ type: "socket", blocks: 8 })],
      ["/srv/x", deleted({ type: "character", blocks: 8 })],
      ["/srv/x", deleted({ type: "block", blocks: 8 })],
      ["/srv/x", deleted({ type: "directory", blocks: 8 })],
      ["/srv/x", deleted({ type: "symlink", blocks: 8 })],
      ["/srv/x", deleted({ type: "other", blocks: 8 })],
      ["/var/log/fifo", { ...APPENDING, ...deleted({ type: "fifo" }) }],
    ],
    counts: [
      ["/srv/x", deleted({})],
      ["/srv/x", {}],
    ],
  },
  {
    rule: "other-name",
    modes: FDS,
    hides: [
      ["/srv/mail/box", deleted({ nlink: 1 })],
      ["/var/log/a", { ...READING, ...deleted({ nlink: 2 }) }],
    ],
    counts: [
      ["/srv/mail/box", deleted({})],
      ["/srv/a.log", { ...APPENDING, ...deleted({ nlink: 1 }) }],
      ["/var/log/a", { ...WRITING, ...deleted({ nlink: 1 }) }],
      ["/srv/a", {}],
    ],
  },
  {
    rule: "empty",
    modes: FDS,
    hides: [
      ["/tmp/.ZendSem.oG5XI3", { ...WRITING, ...deleted({ blocks: 0, size: 0 }) }],
      ["/srv/sparse.img", deleted({ blocks: 0, size: 8_796_093_022_208 })],
      ["/var/log/a", { ...READING, ...deleted({ blocks: 0 }) }],
      ["/tmp/#7", { ...openedWith(0o22300002), ...deleted({ blocks: 0 }) }],
    ],
    counts: [
      ["/var/log/nginx/error.log", { ...WRITING, ...deleted({ blocks: 0 }) }],
      ["/srv/app/audit.log", { ...APPENDING, ...deleted({ blocks: 0 }) }],
      ["/var/local/log/a", { ...openedWith(0o100002), ...deleted({ blocks: 0 }) }],
      ["/srv/kept", deleted({ size: 0, blocks: 32_768 })],
      ["/tmp/#7", deleted({ blocks: 8_000_000 })],
      ["/srv/a", {}],
    ],
  },
];
