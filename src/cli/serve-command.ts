import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { emailOf } from "./speaker.ts";

export interface ServeCommandOptions {
  config: string;
  worker: boolean;
  port?: number;
  host?: string;
  as?: string;
}

/** `rollcall serve`: the log on stderr. Being told to stop is its ordinary end. @returns the exit code */
export function serveCommand(options: ServeCommandOptions, app: App, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    // Nobody is anybody until they say so: whoever the machine knows them as may look.
    const as = emailOf(options.as, io) ?? "you@this-machine";
    await app.serve({ ...options, as, cwd: io.cwd, env: io.env, signal, write: io.err, isTerminal: io.errIsTerminal });
    return exitCodes.done;
  });
}
