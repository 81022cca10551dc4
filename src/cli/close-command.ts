import { usageError } from "../model/errors.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { refuseClaims, speakerOf } from "./speaker.ts";
import { plain } from "./tell.ts";

export interface CloseOptions extends CommonOptions {
  audit: string;
  reason?: string;
  cancel?: boolean;
  as?: string;
}

/** `rollcall close`: the reviewer's word on an audit, or its cancellation. @returns the exit code */
export async function closeCommand(options: CloseOptions, app: App, io: Io): Promise<number> {
  if (options.cancel && !options.reason) throw usageError("an audit is cancelled for a reason", "say it with --reason");
  return withOpened(options, { app, io }, async (context) => {
    const [audit = ""] = auditsNamed(context, [options.audit]);
    refuseClaims(context, options.cancel ? "cancel an audit" : "close an audit");
    const speaker = speakerOf(options.as, { context, io });
    const { endAudit } = await import("../operations/end-audit.ts");
    const ended = await endAudit(context, audit, { speaker, reason: options.reason ?? null, cancel: options.cancel ?? false });
    if (ended.why.length === 0) {
      io.out(`${audit}: ${ended.state}${ended.sentence ? `\n${plain(ended.sentence)}` : ""}\n`);
      return exitCodes.done;
    }
    io.err(`error: ${audit} cannot be closed\n`);
    for (const sentence of ended.why) io.err(`  → ${plain(sentence)}\n`);
    return exitCodes.usage;
  });
}
