// Notes which processes do not answer.
import { type Failure, FAILURES, type ProcFs } from "../procfs/procfs.ts";

/** A `ProcFs`, and the directories below it about which a question was not answered in time. */
export interface StuckWatch {
  readonly proc: ProcFs;
  readonly stuck: ReadonlySet<string>;
  /** Forgets that of a process, so that it can be asked again. */
  readonly forget: (pid: string) => void;
}

/** Notes which processes do not answer, whichever question it is: what is known of them is not all there is. */
export function watchStuck(proc: ProcFs): StuckWatch {
  const stuck = new Set<string>();

  async function note<Answer>(path: string, asked: Promise<Answer | Failure>): Promise<Answer | Failure> {
    const answer = await asked;
    if (answer === FAILURES.stuck) stuck.add(path.split("/", 1)[0]!);
    return answer;
  }
  return {
    stuck,
    forget: (pid) => void stuck.delete(pid),
    proc: {
      listSync: (path) => proc.listSync(path),
      linkSync: (path) => proc.linkSync(path),
      list: (path) => note(path, proc.list(path)),
      link: (path) => note(path, proc.link(path)),
      stat: (path) => note(path, proc.stat(path)),
      read: (path) => note(path, proc.read(path)),
      readStart: (path, limit) => note(path, proc.readStart(path, limit)),
      readPieces: (path, visit) => note(path, proc.readPieces(path, visit)),
    },
  };
}
