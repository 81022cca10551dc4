import { interruptedError } from "../model/errors.ts";

/** Time as the client sees it: tests give one that does not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** @throws interrupted error as soon as `signal` is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest wait a Node timer can hold: above it, `setTimeout` fires at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(interruptedError());
      const stop = () => {
        clearTimeout(timer);
        reject(interruptedError());
      };
      const timer = setTimeout(
        () => {
          signal.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(Math.max(ms, 0), longestTimer),
      );
      signal.addEventListener("abort", stop, { once: true });
    });
  },
};
