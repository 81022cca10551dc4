import { type Decided, decide, understood } from "../operations/decide.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { refuseClaims, speakerOf } from "./speaker.ts";
import { plain } from "./tell.ts";

export interface DecideOptions extends CommonOptions {
  audit: string;
  words: string[];
  as?: string;
  format: "table" | "json";
}

const deciding = ["accept", "reject", "reopen"];

/** `rollcall decide zendesk-global accept F12 until 2027-03-01: reason`: the same words as in the issue. @returns the exit code */
export async function decideCommand(options: DecideOptions, app: App, io: Io): Promise<number> {
  const command = understood(options.words.join(" "), options);
  return withOpened(options, { app, io }, async (context) => {
    const [audit = ""] = auditsNamed(context, [options.audit]);
    if (deciding.includes(command.verb)) refuseClaims(context, command.verb);
    const speaker = speakerOf(options.as, { context, io });
    const decided = await decide(context, audit, { command, speaker });
    io.out(await rendered(decided, options));
    for (const refusal of decided.refusals) io.err(`error: ${plain(refusal)}\n`);
    return decided.refusals.length > 0 ? exitCodes.usage : exitCodes.done;
  });
}

async function rendered(decided: Decided, { format }: DecideOptions): Promise<string> {
  if (format === "table") return wordsOf(decided);
  const { escapedJson } = await import("../reports/json.ts");
  return escapedJson({ schema: "rollcall.decide/1", ...decided });
}

function wordsOf({ audit, recorded }: Decided): string {
  return recorded.map(({ ref, kind, until }) => `${audit} ${ref}: ${kind}${until ? ` until ${until}` : ""}, recorded\n`).join("");
}
