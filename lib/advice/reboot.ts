// Advises whether to reboot: for a newer kernel, for what the host asks for, or for what nothing else renews.
import { decodeText } from "../base/bytes.ts";
import type { PlanEntry, RebootAdvice } from "../model/advice.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";

/** What the host says about a reboot, beside its processes. */
export interface RebootHints {
  readonly reasons: readonly string[];
  /** Whether all that could give a reason was seen. */
  readonly isComplete: boolean;
}

/** Advises whether to reboot. `canMiss`: processes could not be read. */
export function adviseReboot(
  hints: RebootHints,
  plan: readonly PlanEntry[],
  canMiss: boolean,
): RebootAdvice {
  const stale = plan.filter(({ action, service }) => action === "reboot" && service?.uid === undefined)
    .map(({ label }) => `${label} uses deleted files, and only a reboot renews it`);
  const reasons = [...new Set([...hints.reasons, ...stale])];
  if (reasons.length > 0) return { needed: true, reasons };
  return { needed: hints.isComplete && !canMiss ? false : null, reasons };
}

/**
 * Reads what the host says about a reboot: the marks that package managers leave, and the kernels that are installed.
 * It lists directories, asks `stat` and reads the marks, nothing else.
 */
export async function readRebootHints(proc: ProcFs, kernel: string): Promise<RebootHints> {
  const root = await hostRoot(proc);
  const marks = [await readDebianMark(proc, root), await readSuseMark(proc, root)];
  const installed = await readKernels(proc, root);
  const newer = findNewerKernel(kernel, installed.images);
  const reasons = [...marks.flat()];
  if (newer !== undefined) reasons.push(`the kernel ${newer} is installed, ${kernel} runs`);
  const hasOwn = installed.modules.includes(kernel);
  if (installed.modules.length > 0 && !hasOwn) reasons.push(`the modules of the running kernel ${kernel} are gone`);
  return { reasons, isComplete: hasOwn && !isFailure(await proc.stat(`${root}/run`)) };
}

/** Debian and Ubuntu; livepatch leaves an empty mark where it takes care of it. */
async function readDebianMark(proc: ProcFs, root: string): Promise<readonly string[]> {
  const mark = await readMark(proc, `${root}/run/reboot-required`);
  if (mark === undefined || mark.trim() === "") return [];
  const lines = (await readMark(proc, `${root}/run/reboot-required.pkgs`) ?? "").split("\n");
  const names = [...new Set(lines.filter((line) => PACKAGE.test(line)))];
  const some = names.length > MAX_PACKAGES ? [...names.slice(0, MAX_PACKAGES), `${names.length} in all`] : names;
  return [`/run/reboot-required exists${some.length === 0 ? "" : `, for ${some.join(", ")}`}`];
}

const PACKAGE = /^[A-Za-z0-9][A-Za-z0-9.+~:_-]*$/;
const MAX_PACKAGES = 10;

async function readSuseMark(proc: ProcFs, root: string): Promise<readonly string[]> {
  const stat = await proc.stat(`${root}/run/reboot-needed`);
  return isFailure(stat) ? [] : ["/run/reboot-needed exists"];
}

async function readMark(proc: ProcFs, path: string): Promise<string | undefined> {
  const stat = await proc.stat(path);
  if (isFailure(stat) || stat.type !== "file" || stat.size > MAX_MARK) return undefined;
  const text = await proc.read(path);
  return isFailure(text) ? undefined : decodeText(text);
}

/** In bytes. */
const MAX_MARK = 65_536;

interface Kernels {
  /** The releases of the kernels that can be booted. */
  readonly images: readonly string[];
  /** The releases of the kernels that have modules. */
  readonly modules: readonly string[];
}

async function readKernels(proc: ProcFs, root: string): Promise<Kernels> {
  const boot = await listNames(proc, `${root}/boot`);
  const images = boot.flatMap((name) => /^(?:vmlinuz|vmlinux|kernel|Image)-(\d.*)$/.exec(name)?.[1] ?? []);
  const modules = new Set<string>();
  for (const directory of ["/usr/lib/modules", "/lib/modules"]) {
    for (const name of await listNames(proc, root + directory)) if (/^\d/.test(name)) modules.add(name);
  }
  // Arch and Fedora keep the kernel itself beside its modules, and Debian leaves the modules of some that were removed.
  return { images: images.length > 0 ? images : [...modules], modules: [...modules] };
}

async function listNames(proc: ProcFs, directory: string): Promise<readonly string[]> {
  const names = await proc.list(directory);
  return isFailure(names) ? [] : names;
}

/** Finds the newest of some kernels, if it is newer than the one that runs and of the same flavour. */
export function findNewerKernel(running: string, installed: readonly string[]): string | undefined {
  const flavour = flavourOf(running);
  const newest = installed.filter((release) => flavourOf(release) === flavour).toSorted(compareReleases).at(-1);
  return newest !== undefined && compareReleases(newest, running) > 0 ? newest : undefined;
}

/** What a kernel is built for: `generic`, `cloud-amd64`, `rt`. Numbers and the marks of a release are no part of it. */
function flavourOf(release: string): string {
  const words = release.replace(/\+[^-]*(?=-)/, "").split(/[-._+]/).filter((word) => !/^\d/.test(word));
  return words.map((word) => word.replace(/\d+$/, "")).filter((word) => !/^(?:rc|deb|bpo|)$/.test(word)).join("-");
}

/** Compares two releases: numbers as numbers, the rest as text. */
function compareReleases(left: string, right: string): number {
  const [lefts, rights] = [splitRelease(left), splitRelease(right)];
  for (let at = 0; at < Math.max(lefts.length, rights.length); at++) {
    const [one = "", other = ""] = [lefts[at], rights[at]];
    const areNumbers = /^\d/.test(one) && /^\d/.test(other);
    if (areNumbers && Number(one) !== Number(other)) return Number(one) - Number(other);
    if (!areNumbers && one !== other) return /^\d/.test(one) ? 1 : /^\d/.test(other) ? -1 : one < other ? -1 : 1;
  }
  return 0;
}

function splitRelease(release: string): readonly string[] {
  return release.match(/\d+|[^\d.+_-]+/g) ?? [];
}
