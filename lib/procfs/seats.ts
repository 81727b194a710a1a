// Shares the threads of the runtime among the users, so that nobody's processes can take them all.

/** A question that takes a thread from when it is begun until it is answered, and keeps it if it never is. */
export interface Question {
  /** Returns the user whose process is asked about. */
  readonly user: () => User;
  /** Begins it. */
  readonly begin: () => void;
  /** Called in the place of `begin` if no thread will be free for it. */
  readonly refuse: () => void;
}

/** The id of a user; undefined where it is not known. */
export type User = number | undefined;

/** The threads of a runtime. */
export interface Seats {
  /** Begins a question, at once or when there is a thread for it, or refuses it. */
  readonly enter: (question: Question) => void;
  /** Notes that nobody waits for the answer any more. */
  readonly giveUp: (question: Question) => void;
  /** Notes that a question has been answered. */
  readonly leave: (question: Question) => void;
}

/**
 * Shares threads. A user has half of them at most, and the last sixth is for root. What finds no thread waits here, and
 * not in the queue of the runtime: there, an innocent process would wait behind those that do not answer.
 */
export function seats(capacity: number): Seats {
  const share = Math.ceil(capacity / 2);
  const reserved = Math.ceil(capacity / 6);
  const asked = new Set<Question>();
  const lost = new Set<Question>();
  const waiting: Question[] = [];

  /** Whether a question finds a thread beside these. */
  function fits({ user }: Question, others: ReadonlySet<Question>): boolean {
    if (others.size < share) return true;
    const own = user();
    if (own === ROOT) return others.size < capacity;
    const taken = [...others].filter((other) => other.user() === own).length;
    return others.size < capacity - reserved && taken < share;
  }
  /** Begins or refuses it, and returns false if it has to wait. */
  function decide(question: Question): boolean {
    if (!fits(question, lost)) {
      question.refuse();
      return true;
    }
    if (!fits(question, asked)) return false;
    asked.add(question);
    question.begin();
    return true;
  }
  function decideWaiting(): void {
    for (const question of waiting.splice(0)) {
      if (!decide(question)) waiting.push(question);
    }
  }
  return {
    enter(question): void {
      if (!decide(question)) waiting.push(question);
    },
    giveUp(question): void {
      lost.add(question);
      decideWaiting();
    },
    leave(question): void {
      asked.delete(question);
      lost.delete(question);
      if (waiting.length > 0) decideWaiting();
    },
  };
}

/** The user whose processes nobody else can stop. */
export const ROOT = 0;
