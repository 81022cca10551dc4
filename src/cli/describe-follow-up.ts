import { type Command, Option } from "commander";
import type { App } from "./app-contract.ts";
import { asOption, configOption, formatOption, nowOption, type Run, timeOf } from "./options.ts";

/** The commands that carry audits from their findings to their end. */
export function describeFollowUp(program: Command, app: App, run: Run): void {
  describeStatus(program, app, run);
  describeFindings(program, app, run);
  describeRound(program, app, run);
  describeDecide(program, app, run);
  describeClose(program, app, run);
}

function describeStatus(program: Command, app: App, { io, done }: Run): void {
  program
    .command("status")
    .description("Where audits stand, who is waited for and what comes next; nothing is read")
    .argument("[audit...]", "audits, as zendesk-global or zendesk-global/FY27-Q4; none = all that are open")
    .option("--all", "ended ones too")
    .addOption(formatOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText(
      "after",
      "\nExamples:\n  rollcall status\n  rollcall status --all\n  rollcall status zendesk-global/FY27-Q3 --format json\n",
    )
    .action(async (audits: string[], options: Record<string, unknown>) => {
      const { statusCommand } = await import("./status-command.ts");
      done(await statusCommand({ audits, ...options } as Parameters<typeof statusCommand>[0], app, io));
    });
}

function describeFindings(program: Command, app: App, { io, done }: Run): void {
  program
    .command("findings")
    .description("Findings as they stand: open, explained, accepted, seen fixed; nothing is read")
    .argument("[audit...]", "audits, as zendesk-global or zendesk-global/FY27-Q4; none = all that are open")
    .option("--all", "settled ones too")
    .option("--check <id>", "only those of one check")
    .option("--of <email>", "only those somebody is asked about, or that are about them")
    .addOption(new Option("--format <format>", "what to print").choices(["table", "json", "csv"]).default("table"))
    .option("--output <file>", "write there instead of stdout")
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", findingsExamples)
    .action(async (audits: string[], options: Record<string, unknown>) => {
      const { findingsCommand } = await import("./findings-command.ts");
      done(await findingsCommand({ audits, ...options } as Parameters<typeof findingsCommand>[0], app, io));
    });
}

function describeRound(program: Command, app: App, { io, done }: Run): void {
  program
    .command("follow-up")
    .description("Read answers from the issues, ping who is due, escalate, close what its reviewer closed: one round")
    .argument("[audit...]", "audits, as zendesk-global or zendesk-global/FY27-Q4; none = all that are open")
    .option("--start <audit...>", "the findings were gone through: from now on people are asked")
    .addOption(asOption())
    .option("--dry-run", "print what would be sent and when, if nobody answered; send nothing")
    .addOption(
      new Option("--until <time>", "with --dry-run: how far to look; two weeks if left out").argParser(timeOf("--until")),
    )
    .addOption(formatOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", roundExamples)
    .action(async (audits: string[], options: Record<string, unknown>) => {
      const { followUpCommand } = await import("./follow-up-command.ts");
      done(await followUpCommand({ audits, ...options } as Parameters<typeof followUpCommand>[0], app, io));
    });
}

function describeDecide(program: Command, app: App, { io, done }: Run): void {
  program
    .command("decide")
    .description("Say of a finding what could be said in the issue: fixed, roster, explain, accept, reject, reopen")
    .argument("<audit>", "the audit, as zendesk-global or zendesk-global/FY27-Q4")
    .argument("<words...>", "as in the issue, without /rollcall")
    .addOption(asOption())
    .addOption(formatOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", decideExamples)
    .action(async (audit: string, words: string[], options: Record<string, unknown>) => {
      const { decideCommand } = await import("./decide-command.ts");
      done(await decideCommand({ audit, words, ...options } as Parameters<typeof decideCommand>[0], app, io));
    });
}

function describeClose(program: Command, app: App, { io, done }: Run): void {
  program
    .command("close")
    .description("Sign the review of an audit in which everything is settled, and close its issue")
    .argument("<audit>", "the audit, as zendesk-global or zendesk-global/FY27-Q4")
    .option("--reason <text>", "the waiver, where something could not be looked at; with --cancel why it is cancelled")
    .option("--cancel", "end it without a review: it was opened in error, or its system is gone")
    .addOption(asOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", closeExamples)
    .action(async (audit: string, options: Record<string, unknown>) => {
      const { closeCommand } = await import("./close-command.ts");
      done(await closeCommand({ audit, ...options } as Parameters<typeof closeCommand>[0], app, io));
    });
}

const findingsExamples = `
Examples:
  rollcall findings                                    what is open, worst first
  rollcall findings zendesk-global --all               settled ones too
  rollcall findings --of dana@acme.test                what Dana is asked about
  rollcall findings --format csv --output open.csv
`;

const roundExamples = `
Run it every hour, by rollcall serve --worker or a scheduled pipeline; doing it twice sends nothing twice. A database that has
forgotten its audits reads them back from their open issues.

Examples:
  rollcall follow-up                                   one round over every open audit
  rollcall follow-up --start zendesk-global            start asking, and do the first round
  rollcall follow-up --dry-run --until 2026-12-01      exactly what would be sent, and when
  rollcall follow-up --start calendly --dry-run        what starting it would send
`;

const decideExamples = `
Whoever speaks is recorded as claimed (--as, else git's user.email). Where decisions.command_line is false, only answers are taken
here. Nobody decides about themselves.

Examples:
  rollcall decide zendesk-global explain F12: covers the night shift
  rollcall decide zendesk-global accept F12 until 2027-03-01: covers the night shift --as lee@acme.test
  rollcall decide zendesk-global/FY27-Q3 reopen F4 F5: still there
`;

const closeExamples = `
Closed by the Support Operations Manager, or the deputy where the manager is a subject of it. Listings older than 30 days are read
again first.

Examples:
  rollcall close zendesk-global --as dana@acme.test
  rollcall close 1password --as dana@acme.test --reason "groups were gone through by hand, see the export"
  rollcall close calendly --cancel --reason "opened in error"
`;
