import { interruptedError } from "../model/errors.ts";
import { exitCodes } from "./exit-codes.ts";

/** Ctrl-C, being ended, and the terminal going away. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ctrl-C and termination abort `signal` with an interrupted error, so that a command ends in order; a second one ends the
 * process at once.
 */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(interruptedError());
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await run(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
