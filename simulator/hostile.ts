/** Names that users may give to files: every kind that has misled a program like this one. */
export const HOSTILE_NAMES: readonly string[] = [
  "/opt/x/two  spaces.so",
  "/opt/x/ leading.so",
  "/opt/x/trailing .so ",
  "/opt/x/tab\there.so",
  "/opt/x/new\nline.so",
  "/opt/x/literal\\012.so",
  "/opt/x/both\n\\012.so",
  "/opt/x/back\\slash.so",
  "/opt/x/carriage\rreturn.so\r",
  "/opt/x/comma,semi;colon.so",
  "/opt/x/'quotes\"`$(id).so",
  "/opt/x/\u001b[2Jclear\u001b]0;title\u0007.so",
  "/opt/x/c1\u009b31m.so",
  "/opt/x/bytes\udcff\udcfe.so",
  "/opt/x/overlong\udcc0\udc80.so",
  "/opt/x/surrogate\udced\udca0\udc80.so",
  "/opt/x/r\u202ethgir.so",
  "/opt/x/zero\u200bwidth\ufeff.so",
  "/opt/x/line\u2028separator\u0085.so",
  "/opt/x/emoji\u{1f600}.so",
  "/opt/x/*?[a-z].so",
  "/opt/x/%s%n%00.so",
  "/opt/x/(deleted) first.so",
  "/opt/x/in the (deleted) middle.so",
  "/opt/x/twice (deleted) (deleted)",
  "/opt/x/(deleted)",
  "/opt/x/x\n7f0000000000-7f0000001000 r-xp 00000000 08:01 7                          /usr/lib/fake.so",
  "/memfd:evil.so",
  "/SYSVlib.so",
  "/SYSV00000000",
  "/[aio]",
  "/drm mm object",
  "/dev/shm/libreal.so",
  "/tmp/orcexec.real.so",
  "/(deleted)/opt/x.so",
];

/** Command lines that would break a line, a list or a terminal. */
export const HOSTILE_ARGUMENTS: readonly (readonly string[])[] = [
  ["/opt/x/run", "new\nline"],
  ["/opt/x/run", "1;/lib/forged.so;/usr/sbin/sshd"],
  ["/opt/x/run", 'quote " uses /lib/forged.so'],
  ["/opt/x/run", "\u001b]0;title\u0007\u001b[31m"],
  ["/opt/x/run", "bytes\udcff\udc80"],
  ["/opt/x/run", "", "", "two empty"],
  ["/opt/x/run", "back\\slash\\012"],
  ["/opt/x/run", "bidi\u202egnp.exe"],
  ["   "],
];

/** Names of processes, which `stat` has between parentheses. */
export const HOSTILE_PROCESS_NAMES: readonly string[] = [
  "x) R 1 (y",
  "new\nline",
  "back\\slash",
  ") S 1 1 1 0 -1",
  "\udcff\udcfe",
  "\u001b[2J",
  " ",
];

/** Makes a path of this many bytes, from components as long as they may be. */
export function longName(bytes: number): string {
  const component = `/${"d".repeat(254)}`;
  return `${component.repeat(Math.ceil(bytes / 255))}`.slice(0, bytes - 4).replace(/\/$/, "d") + "l.so";
}
