/** Matches a name against a glob by trying every length for every `*`: slow, but plain to see. */
export function matchesNaively(pattern: string, name: string): boolean {
  if (pattern === "") return name === "";
  const [first, ...rest] = pattern;
  const others = rest.join("");
  if (first === "*") {
    return Array.from({ length: name.length + 1 }, (_, length) => name.slice(length))
      .some((remainder) => matchesNaively(others, remainder));
  }
  if (name === "") return false;
  const set = /^\[(?<not>!?)(?<members>\]?[^\]]*)\]/.exec(pattern);
  if (set !== null && set.groups!["members"] !== "") {
    const { not, members } = set.groups as { readonly not: string; readonly members: string };
    const isMember = isIn(members, name[0]!) !== (not === "!");
    return isMember && matchesNaively(pattern.slice(set[0].length), name.slice(1));
  }
  return (first === "?" || first === name[0]) && matchesNaively(others, name.slice(1));
}

/** Whether a character is in a set such as `a-z_`. */
function isIn(members: string, character: string): boolean {
  const range = /^([^])-([^])/.exec(members);
  if (members === "") return false;
  if (range === null) return members[0] === character || isIn(members.slice(1), character);
  return (range[1]! <= character && character <= range[2]!) || isIn(members.slice(3), character);
}
