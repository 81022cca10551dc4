import type { Command } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, formatOption, nowOption, type Run } from "./options.ts";

/** The command that looks again at what is open. */
export function describeRecheck(program: Command, app: App, { io, done }: Run): void {
  program
    .command("recheck")
    .description("Read again only what is open: what is fixed, what came back, what is still there")
    .argument("[audit...]", "audits, as zendesk-global or zendesk-global/FY27-Q4; none = all that are not ended")
    .option("--dry-run", "read, and remember and write nothing; print each write that would be made")
    .addOption(formatOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", examples)
    .action(async (audits: string[], options: Record<string, unknown>) => {
      const { recheckCommand } = await import("./recheck-command.ts");
      done(await recheckCommand({ audits, ...options } as Parameters<typeof recheckCommand>[0], app, io));
    });
}

const examples = `
Only what a finding rests on is read, one request a subject or a few subjects a request, or the whole listing where that costs less.
What could not be looked at is neither fixed nor open again: it is named, and the exit code is 3 (4 where credentials were refused).

Examples:
  rollcall recheck                        every audit that is not ended
  rollcall recheck zendesk-global         one audit of this period
  rollcall recheck --format json | jq '.audits[].fixed[].ref'
`;
