import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";

export interface ServeCommandOptions {
  config: string;
  worker: boolean;
  port?: number;
  host?: string;
}

/** `rollcall serve`: the log on stderr. Being told to stop is its ordinary end. @returns the exit code */
export function serveCommand(options: ServeCommandOptions, app: App, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    await app.serve({ ...options, cwd: io.cwd, env: io.env, signal, write: io.err, isTerminal: io.errIsTerminal });
    return exitCodes.done;
  });
}
