import type { Report } from "../../lib/model/report.ts";
import { HOSTILE_NAMES } from "../../simulator/hostile.ts";
import { planServices } from "../../lib/advice/plan.ts";
import { itemOf, NO_CONTEXT } from "../advice/items.ts";
import { finding, library, openFile, reportOf, service, userUnit } from "./reports.ts";

const CONTAINER = "0123456789abcdef".repeat(4);
const POD = "12345678-9abc-def0-1234-56789abcdef0";

/** One of every kind of owner. */
const CGROUPS: readonly (string | undefined)[] = [
  undefined,
  "/init.scope",
  service("a.service"),
  service("a.scope"),
  service(`docker-${CONTAINER}.scope`),
  `/machine.slice/libpod-conmon-${CONTAINER}.scope`,
  `/kubepods/besteffort/pod${POD}/${CONTAINER}`,
  `/kubepods/besteffort/pod${POD}`,
  "/lxc/web/x",
  "/machine.slice/machine-qemu\\x2d1\\x2dweb.scope",
  "/openrc.sshd",
  "/user.slice/user-1000.slice/session-3.scope",
  "/user.slice/user-1000.slice/user@1000.service/init.scope",
  userUnit(1000, "a.service"),
  userUnit(1000, "app-gnome-firefox-23.scope"),
  userUnit(1000, `libpod-${CONTAINER}.scope`),
];

/** Reports of every shape. */
export const SAMPLE_REPORTS: readonly (readonly [what: string, report: Report])[] = [
  ["nothing", reportOf({})],
  [
    "processes that could not be read",
    reportOf({
      unreadable: (["denied", "stuck", "unreadable"] as const).map((failure, index) => ({
        pid: String(index + 1),
        failure,
      })),
    }),
  ],
  [
    "every kind of owner",
    reportOf({
      findings: CGROUPS.map((cgroup, index) => finding(index + 1, { uid: 1000, files: [library("/a")], cgroup })),
      more: {
        plan: planServices(CGROUPS.map((cgroup = "/") => itemOf(cgroup, { user: "alice" })), NO_CONTEXT),
        reboot: { needed: true, reasons: ["a", "b"] },
      },
    }),
  ],
  [
    "hostile names",
    reportOf({ findings: [finding(7, { uid: 0, files: HOSTILE_NAMES.map((name) => library(name)) })] }),
  ],
  [
    "open files",
    reportOf({
      mode: "fd_users",
      findings: [finding(7, {
        files: [openFile("/a", 1, 512), openFile("/b", 2, 0, { thread: "8", offset: undefined, flags: undefined })],
      })],
    }),
  ],
  [
    "what is ignored",
    reportOf({
      findings: [finding(7, { files: [library("/dev/zero", { rule: "zero", reason: "memory", byUser: false })] })],
    }),
  ],
  [
    "a process of which little is known",
    reportOf({
      findings: [{
        files: [{ ...library("/a"), staleSince: undefined, inode: undefined, device: undefined, note: "lost" }],
        process: {
          ...finding(7, { files: [] }).process,
          ...{ name: "\udcff", command: "", arguments: [], parent: undefined, started: undefined, service: undefined },
        },
      }],
    }),
  ],
];
