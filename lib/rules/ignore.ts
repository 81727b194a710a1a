// Finds the rule by which a deleted file is ignored.
import type { ModeName } from "../model/scan.ts";
import { FILE_RULES } from "./file_rules.ts";
import { KERNEL_RULES } from "./kernel_rules.ts";
import { type IgnoreRule, RULE_KINDS, type Subject } from "./rule_kinds.ts";

/** All rules, in the order in which they are tried. */
export const IGNORE_RULES: readonly IgnoreRule[] = [...KERNEL_RULES, ...FILE_RULES];

/** Finds the rule that explains a deleted file. Returns undefined for a file that counts. */
export function findIgnoreRule(mode: ModeName, subject: Subject): IgnoreRule | undefined {
  return findRule(mode, subject) ?? (isLittle(subject) ? findRule("lib_users", subject) : undefined);
}

function findRule(mode: ModeName, subject: Subject): IgnoreRule | undefined {
  return IGNORE_RULES.find((rule) =>
    rule.modes.includes(mode) && (rule.pattern?.test(subject.name) ?? true) && isPlaced(rule, subject) &&
    RULE_KINDS[rule.kind].test(subject)
  );
}

/** Whether a mapping alone keeps the disk space of a file, and it is not worth a restart. */
function isLittle({ descriptors, stat }: Subject): boolean {
  return descriptors.length === 0 && stat !== undefined && 512 * stat.blocks < LITTLE;
}

/** In bytes: a cache or the settings of a desktop take less, a database more. */
const LITTLE = 1024 * 1024;

/** The type of the file system decides; where it is not known, where such a file system is usually mounted. */
function isPlaced({ fileSystems, mountPoint }: IgnoreRule, { name, fileSystem }: Subject): boolean {
  if (fileSystems === undefined) return true;
  return fileSystem === undefined ? mountPoint?.test(name) ?? true : fileSystems.includes(fileSystem);
}
