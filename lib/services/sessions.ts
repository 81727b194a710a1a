// Reads the sessions that systemd-logind knows, and whether somebody has a desktop open.
import { decodeText, encodeText } from "../base/bytes.ts";
import type { LoginSession } from "../model/session.ts";
import { hostRoot, isFailure, type ProcFs } from "../procfs/procfs.ts";

/** Where systemd-logind keeps what it knows of the sessions: `session_save()` in src/login/logind-session.c. */
const SESSIONS = "/run/systemd/sessions";

/** Reads the state of a session by its id. */
export async function readSession(proc: ProcFs, id: string): Promise<LoginSession> {
  const directory = await hostRoot(proc) + SESSIONS;
  const text = /^c?[0-9]{1,10}$/.test(id) ? await proc.read(`${directory}/${id}`) : undefined;
  if (text !== undefined && !isFailure(text)) return parseSession(decodeText(text));
  const isKnown = text?.failure === "gone" && !isFailure(await proc.stat(directory));
  return { state: isKnown ? "ended" : "unknown", type: undefined };
}

/** Reads whether somebody has a desktop open; undefined if it could not look. */
export async function hasDesktop(proc: ProcFs): Promise<boolean | undefined> {
  const directory = await hostRoot(proc) + SESSIONS;
  const names = await proc.list(directory);
  if (isFailure(names)) return undefined;
  for (const name of names.filter((name) => /^c?[0-9]{1,10}$/.test(name))) {
    const { state, type } = await readSession(proc, name);
    if (state === "unknown" || /^(?:x11|wayland|mir)$/.test(type ?? "")) return true;
  }
  return false;
}

/** Parses what logind keeps of a session: lines `KEY=VALUE`. */
export function parseSession(text: string): LoginSession {
  const values = new Map(
    text.split("\n").map((line) => {
      const equals = line.indexOf("=");
      return [line.slice(0, equals), line.slice(equals + 1)] as const;
    }),
  );
  const state = STATES.find((state) => state === values.get("STATE"));
  return { state: state ?? "unknown", type: values.get("TYPE") };
}

/** Keeps the lines of a session that {@linkcode parseSession} reads. */
export function keepSession(bytes: Uint8Array): Uint8Array {
  const lines = decodeText(bytes).split("\n").filter((line) => /^(?:STATE|TYPE)=/.test(line));
  return encodeText(lines.map((line) => `${line}\n`).join(""));
}

const STATES = ["opening", "online", "active", "closing"] as const;
