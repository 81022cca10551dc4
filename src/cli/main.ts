import { Command, CommanderError, Option } from "commander";
import { severities } from "../model/severity.ts";
import type { App } from "./app-contract.ts";
import { describeDatabase } from "./describe-database.ts";
import { describeEvidence } from "./describe-evidence.ts";
import { describeFollowUp } from "./describe-follow-up.ts";
import { describeRecheck } from "./describe-recheck.ts";
import { describeReport } from "./describe-report.ts";
import { describeServe } from "./describe-serve.ts";
import { describeSettled } from "./describe-settled.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { configOption, nowOption, type Run } from "./options.ts";
import { tellError } from "./tell.ts";

/** Runs one command line. @returns the exit code; nothing is thrown */
export async function runCommandLine(args: readonly string[], app: App, io: Io): Promise<number> {
  let code: number = exitCodes.done;
  const program = describe(app, io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return tellError(error, io);
  }
}

function describe(app: App, io: Io, done: (code: number) => void): Command {
  const program = new Command("rollcall")
    .description("Takes the roll on every platform your team manages: who has access to what, and what is wrong, with proof.")
    .version(app.version, "-V, --version")
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError("(add --help for what it takes)")
    .addHelpText("after", examples);
  describeAudit(program, app, { io, done });
  describeSeats(program, app, { io, done });
  describeDoctor(program, app, { io, done });
  describeInit(program, app, { io, done });
  describeFollowUp(program, app, { io, done });
  describeRecheck(program, app, { io, done });
  describeSettled(program, app, { io, done });
  describeReport(program, app, { io, done });
  describeDatabase(program, app, { io, done });
  describeEvidence(program, app, { io, done });
  describeServe(program, app, { io, done });
  return program;
}

function describeAudit(program: Command, app: App, { io, done }: Run): void {
  program
    .command("audit")
    .description("Read systems, find what is wrong, write it into each audit's issue")
    .argument("[system...]", "systems of rollcall.yaml; none = all of them")
    .option("--all", "every system of rollcall.yaml (the same as naming none)")
    .addOption(configOption())
    .addOption(
      new Option("--format <format>", "what to print").choices(["table", "json", "markdown", "csv", "html"]).default("table"),
    )
    .option("--accounts", "with --format csv: all accounts instead of the findings")
    .option("--output <path>", "write there instead of stdout: a file, or a folder (ending in /) for all reports at once")
    .option("--no-publish", "write to no issue")
    .option("--dry-run", "print every outside write that would be made, and make none")
    .option("--reopen", "reopen an audit issue that a person closed")
    .option("--allow-empty-roster", "go on although the roster is empty: every account will look wrong")
    .addOption(new Option("--fail-on <severity>", "exit 1 with findings at least this bad").choices([...severities]))
    .addOption(nowOption())
    .addHelpText("after", auditExamples)
    .action(async (systems: string[], options: Record<string, unknown>) => {
      const { auditCommand } = await import("./audit-command.ts");
      done(await auditCommand({ systems, ...options } as Parameters<typeof auditCommand>[0], app, io));
    });
}

function describeSeats(program: Command, app: App, { io, done }: Run): void {
  program
    .command("seats")
    .description("Count seats: bought, used, idle, what they cost, what could be saved, days to renewal")
    .argument("[system...]", "systems of rollcall.yaml; none = all of them")
    .addOption(configOption())
    .addOption(new Option("--format <format>", "what to print").choices(["table", "json", "csv"]).default("table"))
    .option("--output <file>", "write there instead of stdout")
    .addOption(nowOption())
    .addHelpText("after", seatsExamples)
    .action(async (systems: string[], options: Record<string, unknown>) => {
      const { seatsCommand } = await import("./seats-command.ts");
      done(await seatsCommand({ systems, ...options } as Parameters<typeof seatsCommand>[0], app, io));
    });
}

function describeDoctor(program: Command, app: App, { io, done }: Run): void {
  program
    .command("doctor")
    .description("Try every system and the tracker: reached, who am I, which sources can be read, what is missing")
    .argument("[system...]", "systems of rollcall.yaml; none = all of them")
    .addOption(configOption())
    .addHelpText("after", "\nExamples:\n  rollcall doctor\n  rollcall doctor zendesk-global\n")
    .action(async (systems: string[], options: { config: string }) => {
      const { doctorCommand } = await import("./doctor-command.ts");
      done(await doctorCommand({ systems, ...options }, app, io));
    });
}

function describeInit(program: Command, app: App, { io, done }: Run): void {
  program
    .command("init")
    .description("Ask a few questions and write a commented rollcall.yaml; secrets stay in the environment")
    .addOption(configOption())
    .option("--force", "overwrite a file that is there")
    .addHelpText("after", "\nExamples:\n  rollcall init\n  rollcall init --config audits/rollcall.yaml\n")
    .action(async (options: { config: string; force?: boolean }) => {
      const { initCommand } = await import("./init-command.ts");
      done(await initCommand(options, app, io));
    });
}

const examples = `
Examples:
  rollcall init                              write a rollcall.yaml
  rollcall doctor                            see whether everything can be reached and read
  rollcall audit --no-publish                look, write nowhere
  rollcall audit zendesk-global              one system, and its audit issue
  rollcall audit --format json | jq .audits  for other programs
  rollcall follow-up --start zendesk-global  the findings were gone through: ask people
  rollcall follow-up                         read answers, ping who is due: every hour
  rollcall recheck                           read again what is open: fixed, or not
  rollcall seats                             seats bought, used and idle, and what they cost
  rollcall tokens                            who answers for which token, and until when
  rollcall report                            one page over all systems of the period
  rollcall db backup rollcall.gz             keep what was remembered
  rollcall serve --worker                    audits on schedule, follow-up, polling

Exit codes: 0 done · 1 findings at or above --fail-on · 2 wrong usage or configuration · 3 an audit is incomplete or a write is
owed · 4 credentials were refused · 5 a fault of ours · 130 interrupted
`;

const seatsExamples = `
What was bought stands under seats: of each system in rollcall.yaml; without it that is not known. A system whose accounts could
not all be read has no number of seats used, and the exit code is 3.

Examples:
  rollcall seats                                every system
  rollcall seats zendesk-global                 one system
  rollcall seats --format csv --output seats.csv
  rollcall seats --format json | jq '.systems[].total'
`;

const auditExamples = `
Examples:
  rollcall audit                                    every system, issues filled, a summary here
  rollcall audit zendesk-global --no-publish        look, write nowhere
  rollcall audit --dry-run                          say what would be written to the tracker
  rollcall audit --format csv --accounts > all.csv  who has access to what
  rollcall audit --output reports/                  every report as a file
  rollcall audit --fail-on high                     exit 1 when something is high or worse
`;
