import { type Command, Option } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, nowOption, type Run } from "./options.ts";

/** Commands about what is accepted: exemptions as code, and the tokens and their justifications. */
export function describeSettled(program: Command, app: App, run: Run): void {
  describeExempt(program, app, run);
  describeTokens(program, app, run);
}

function describeExempt(program: Command, app: App, { io, done }: Run): void {
  program
    .command("exempt")
    .description("Print the lines of exemptions.yaml that accept a finding until a day, for somebody to commit")
    .argument("<finding>", "its ref, as F12")
    .requiredOption("--audit <audit>", "the audit it is of, as zendesk-global or zendesk-global/FY27-Q4")
    .requiredOption("--until <day>", "the last day it holds, as 2027-03-01")
    .requiredOption("--reason <text>", "why, for whoever reads it next year")
    .option("--approver <email>", "who accepts it; the ops manager if left out, never whom it is about")
    .option("--account", "cover the account, though the finding could be said more narrowly")
    .option("--person", "cover every finding of this check about the person")
    .option("--match <pattern>", "cover every account, or project, whose name fits; * is any run of characters")
    .option("--write", "append them to the file, where git has it without changes")
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", exemptExamples)
    .action(async (ref: string, options: Record<string, unknown>) => {
      const { exemptCommand } = await import("./exempt-command.ts");
      done(await exemptCommand({ ref, ...options } as Parameters<typeof exemptCommand>[0], app, io));
    });
}

function describeTokens(program: Command, app: App, { io, done }: Run): void {
  program
    .command("tokens")
    .description("List every API token, OAuth token and client: owner, last use, expiry, justification and until when")
    .argument("[system...]", "systems of rollcall.yaml; none = all that have any")
    .addOption(configOption())
    .addOption(new Option("--format <format>", "what to print").choices(["table", "json", "csv"]).default("table"))
    .option("--output <file>", "write there instead of stdout")
    .addOption(nowOption())
    .addHelpText("after", tokensExamples)
    .action(async (systems: string[], options: Record<string, unknown>) => {
      const { tokensCommand } = await import("./tokens-command.ts");
      done(await tokensCommand({ systems, ...options } as Parameters<typeof tokensCommand>[0], app, io));
    });
}

const exemptExamples = `
An exemption is code: it is looked at and committed like any change. To accept one finding without a commit, use rollcall decide.

Examples:
  rollcall exempt F12 --audit zendesk-global --until 2027-03-01 --reason "covers for the lead"
  rollcall exempt F12 --audit zendesk-global --until 2027-03-01 --reason "bots" --match "bot-*" --write
`;

const tokensExamples = `
Nothing is written. Justifications are request links in names, exemptions, and what was accepted in an audit; without a database
the last are not known, and that is said. A system whose tokens could not all be read exits 3.

Examples:
  rollcall tokens                                   every system that has any
  rollcall tokens zendesk-global --format csv --output tokens.csv
`;
