import { LIBRARIES } from "./parts.ts";

/** A program that a random machine may run. */
export interface Program {
  readonly path: string;
  /** The command line; `#` stands for a number. */
  readonly line: string;
  readonly cgroup: string;
  readonly uid: number;
  /** How many libraries it maps beside the C library. */
  readonly libraries: number;
}

/** Programs that servers and desktops run. */
export const PROGRAMS: readonly Program[] = [
  service("/usr/sbin/nginx", "nginx: worker process", "nginx", 33, 14),
  service("/usr/sbin/apache2", "/usr/sbin/apache2 -k start", "apache2", 33, 31),
  service("/usr/sbin/php-fpm8.4", "php-fpm: pool www#", "php8.4-fpm", 33, 44),
  service(
    "/usr/lib/postgresql/17/bin/postgres",
    "postgres: 17/main: app db# 10.0.0.#(4#) idle",
    "postgresql@17-main",
    115,
    25,
  ),
  service("/usr/sbin/mariadbd", "/usr/sbin/mariadbd --port=3#", "mariadb@#", 116, 21),
  service("/usr/bin/redis-server", "/usr/bin/redis-server 127.0.0.1:6#", "redis-server@#", 117, 12),
  service("/usr/bin/memcached", "/usr/bin/memcached -m 64 -p 1#", "memcached", 118, 6),
  service("/usr/lib/jvm/java-21/bin/java", "/usr/lib/jvm/java-21/bin/java -Xmx2g -jar /srv/app#.jar", "app#", 990, 18),
  service("/usr/bin/python3.13", "/usr/bin/python3 /srv/worker.py --queue q#", "worker@#", 991, 27),
  service("/usr/bin/node", "/usr/bin/node /srv/web/server.js #", "web@#", 992, 9),
  service("/usr/bin/perl", "/usr/bin/perl /usr/sbin/spamd child", "spamd", 119, 16),
  service("/usr/sbin/rsyslogd", "/usr/sbin/rsyslogd -n -iNONE", "rsyslog", 0, 11),
  service("/usr/sbin/sshd", "sshd: user# [priv]", "ssh", 0, 23),
  service("/usr/sbin/cron", "/usr/sbin/cron -f -P", "cron", 0, 8),
  service("/usr/sbin/exim4", "/usr/sbin/exim4 -bd -q30m", "exim4", 101, 19),
  service("/usr/bin/dockerd", "/usr/bin/dockerd -H fd://", "docker", 0, 4),
  service("/usr/sbin/named", "/usr/sbin/named -f -u bind", "named", 102, 22),
  service("/usr/lib/systemd/systemd-resolved", "/usr/lib/systemd/systemd-resolved", "systemd-resolved", 103, 13),
  container("/app/server", "/app/server --shard #", 65532, 7),
  container("/usr/local/bin/envoy", "envoy -c /etc/envoy.yaml --id #", 1337, 3),
  user("/usr/bin/bash", "-bash", "session-#.scope", 3),
  user("/usr/bin/vim.basic", "vim notes#.txt", "session-#.scope", 10),
  user(
    "/usr/lib/firefox/firefox",
    "/usr/lib/firefox/firefox -contentproc -childID #",
    "user@1000.service/app.slice/app-firefox-#.scope",
    58,
  ),
  user(
    "/usr/bin/gnome-shell",
    "/usr/bin/gnome-shell",
    "user@1000.service/session.slice/org.gnome.Shell@wayland.service",
    80,
  ),
];

/** The libraries that programs share. */
export const LIBRARY_POOL: readonly string[] = [
  ..."ssl.so.3 crypto.so.3 z.so.1.3.1 zstd.so.1.5.7 lzma.so.5.8.1 bz2.so.1.0.4 m.so.6 pthread.so.0 dl.so.2 resolv.so.2"
    .split(" "),
  ..."pcre2-8.so.0.14.0 selinux.so.1 cap.so.2.75 gcrypt.so.20.5.0 gpg-error.so.0.38.0 systemd.so.0.40.0 crypt.so.1.1.0"
    .split(" "),
  ..."xml2.so.2.9.14 sqlite3.so.0.8.6 curl.so.4.8.0 nghttp2.so.14.28.4 krb5.so.3.3 gssapi_krb5.so.2.2 k5crypto.so.3.1"
    .split(" "),
  ..."com_err.so.2.1 keyutils.so.1.10 ldap.so.2.0.200 sasl2.so.2.0.25 stdc++.so.6.0.33 gcc_s.so.1 expat.so.1.10.2"
    .split(" "),
  ..."icuuc.so.76.1 icudata.so.76.1 ffi.so.8.1.4 glib-2.0.so.0.8400.4 gobject-2.0.so.0.8400.4 gio-2.0.so.0.8400.4"
    .split(" "),
].map((name) => `${LIBRARIES}/lib${name}`);

function service(path: string, line: string, unit: string, uid: number, libraries: number): Program {
  return { path, line, cgroup: `/system.slice/${unit}.service`, uid, libraries };
}

function container(path: string, line: string, uid: number, libraries: number): Program {
  return { path, line, cgroup: `/system.slice/docker-${"#".padStart(60, "ab")}.scope`, uid, libraries };
}

function user(path: string, line: string, rest: string, libraries: number): Program {
  return { path, line, cgroup: `/user.slice/user-1000.slice/${rest}`, uid: 1000, libraries };
}
