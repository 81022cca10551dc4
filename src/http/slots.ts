import { interruptedError } from "../model/errors.ts";

interface Waiter {
  go(): void;
}

/**
 * How many requests may be on the wire at once, over all clients of a run: one for all systems and trackers. First come, first
 * served. A slot is taken when nothing else is left to wait for (turn, budget, credentials) and held for one exchange, so whoever
 * holds one never waits for another: there is no way to a deadlock.
 */
export class Slots {
  #free: number;
  readonly #queue = new Set<Waiter>();

  /** @param most 1 or more */
  constructor(most: number) {
    this.#free = Math.max(1, Math.floor(most));
  }

  /** Resolves when a slot is taken; each is given back once. @throws interrupted error; then none was taken */
  take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(interruptedError());
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener("abort", stop);
        this.#queue.delete(waiter);
      };
      const stop = () => {
        leave();
        reject(interruptedError());
      };
      const waiter: Waiter = {
        go: () => {
          leave();
          resolve();
        },
      };
      signal.addEventListener("abort", stop, { once: true });
      this.#queue.add(waiter);
    });
  }

  /** Hands the slot to who waits longest, never past them to who comes now. */
  give(): void {
    const [first] = this.#queue;
    if (first) first.go();
    else this.#free += 1;
  }
}
