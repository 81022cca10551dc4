import { resolve } from "node:path";
import { dayIn } from "../model/period.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { withOpened } from "./opened.ts";
import { writeWhole } from "./write-file.ts";

export interface KeysOptions {
  config: string;
  public?: string;
  new?: boolean;
}

/** `rollcall keys`: the key evidence is signed with. The private half is never shown. @returns the exit code */
export function keysCommand(options: KeysOptions, app: App, io: Io): Promise<number> {
  return withOpened({ config: options.config, allowEmptyRoster: true, rosterAside: true }, { app, io }, async (context) => {
    const { evidence, config, now } = context;
    const renewed = options.new ? await evidence.renew(dayIn(now, config.timeZone)) : null;
    if (renewed?.old) io.err(`the old key is kept in ${renewed.old}: what it signed can be verified with its public half\n`);
    const signer = renewed?.signer ?? (await evidence.signer());
    io.out(`${signer.fingerprint}\n`);
    if (options.public === undefined) io.out(signer.pem);
    else {
      writeWhole(resolve(io.cwd, options.public), [signer.pem]);
      io.err(`wrote its public half to ${options.public}\n`);
    }
    return exitCodes.done;
  });
}
