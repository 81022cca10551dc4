import { forgetPerson } from "../operations/forget-person.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type CommonOptions, withOpened } from "./opened.ts";

export interface ForgetOptions extends CommonOptions {
  who: string;
  dryRun?: boolean;
}

/** `rollcall forget`: a pseudonym in the place of somebody who left. @returns the exit code */
export function forgetCommand(options: ForgetOptions, app: App, io: Io): Promise<number> {
  return withOpened(options, { app, io }, async (context) => {
    const { dryRun = false, who } = options;
    const { pseudonym, counts, openAudits, bundles } = await forgetPerson(context, { who, dryRun });
    const { events, findings, readings, parts, journal } = counts;
    const verb = dryRun ? "would stand" : "stands now";
    io.out(`${pseudonym} ${verb} in their place in ${events} events, ${findings} findings, ${readings} readings,`);
    io.out(` ${parts} rosters and exemptions, and ${journal} entries of the journal.\n`);
    const stays = [
      bundles > 0
        ? `${bundles} sealed bundles: evidence that may be changed afterwards proves nothing. Delete those files, and what holds them, when their own time is over`
        : null,
      openAudits.length > 0
        ? `audits that are not ended (${openAudits.join(", ")}): they still work with it. Run this again when they are`
        : null,
      "what was written into issues, messages and mails: it belongs to those systems",
      "ids of accounts, which the platforms give",
      "backups of the database that were made before",
    ].filter((line) => line !== null);
    io.out(`What stays, and why:\n${stays.map((line) => `  - ${line}\n`).join("")}`);
    if (!dryRun && events > 0)
      io.out("`rollcall verify` says of the events that they were redacted under retention, and that their chain is whole.\n");
    return exitCodes.done;
  });
}
