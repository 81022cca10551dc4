import type { Command } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, formatOption, nowOption, type Run } from "./options.ts";

/** Commands about proof: what an external auditor gets, and how it is looked at without us. */
export function describeEvidence(program: Command, app: App, run: Run): void {
  describeExport(program, app, run);
  describeVerify(program, app, run);
  describeReplay(program, app, run);
  describeKeys(program, app, run);
  describeForget(program, app, run);
}

function describeExport(program: Command, app: App, { io, done }: Run): void {
  program
    .command("export")
    .description("Write the evidence of an audit into one file: as it was sealed at its closing, or as it stands now")
    .argument("<audit...>", "audits, as zendesk-global (this period) or zendesk-global/FY27-Q4")
    .option("--output <path>", "a file, or a folder (ending in /); by default a file here named after the audit")
    .addOption(formatOption())
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", exportExamples)
    .action(async (audits: string[], options: Record<string, unknown>) => {
      const { exportCommand } = await import("./export-command.ts");
      done(await exportCommand({ audits, ...options } as Parameters<typeof exportCommand>[0], app, io));
    });
}

function describeVerify(program: Command, app: App, { io, done }: Run): void {
  program
    .command("verify")
    .description("Say whether evidence is whole, and which record is not: of files, else of the log in the database")
    .argument("[bundle...]", "files that rollcall export wrote; none = the log of every audit in the database")
    .option("--key <file>", "the public key you trust: what another one signed is refused")
    .addOption(formatOption())
    .addOption(configOption())
    .addHelpText("after", verifyExamples)
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { verifyCommand } = await import("./verify-command.ts");
      done(await verifyCommand({ files, ...options } as Parameters<typeof verifyCommand>[0], app, io));
    });
}

function describeReplay(program: Command, app: App, { io, done }: Run): void {
  program
    .command("replay")
    .description("Derive the findings of a bundle again from its rows, and compare them byte by byte")
    .argument("<bundle>", "a file that rollcall export wrote")
    .option("--with-config <file>", "derive them by another rollcall.yaml: what other rules would have found")
    .addOption(formatOption())
    .addHelpText("after", replayExamples)
    .action(async (file: string, options: Record<string, unknown>) => {
      const { replayCommand } = await import("./replay-command.ts");
      done(await replayCommand({ file, ...options } as Parameters<typeof replayCommand>[0], app, io));
    });
}

function describeKeys(program: Command, app: App, { io, done }: Run): void {
  program
    .command("keys")
    .description("Show the key evidence is signed with; the first time, make it")
    .option("--public <file>", "write its public half there, for whoever verifies")
    .option("--new", "sign with a new key from now on; the old one is kept beside it")
    .addOption(configOption())
    .addHelpText("after", keysExamples)
    .action(async (options: { config: string; public?: string; new?: boolean }) => {
      const { keysCommand } = await import("./keys-command.ts");
      done(await keysCommand(options, app, io));
    });
}

function describeForget(program: Command, app: App, { io, done }: Run): void {
  program
    .command("forget")
    .description("Put a pseudonym in the place of somebody who left, once their retention period is over")
    .argument("<person>", "their e-mail, or their name where it is one person's")
    .option("--dry-run", "say what would be rewritten, and rewrite nothing")
    .addOption(configOption())
    .addOption(nowOption())
    .addHelpText("after", forgetExamples)
    .action(async (who: string, options: Record<string, unknown>) => {
      const { forgetCommand } = await import("./forget-command.ts");
      done(await forgetCommand({ who, ...options } as Parameters<typeof forgetCommand>[0], app, io));
    });
}

const exportExamples = `
What was sealed when an audit was closed comes out byte for byte; its sha256 stands in the audit issue. Before that, the evidence as
it stands is signed too, and says that the audit is not closed. VERIFY.md in it says what it proves, and what it cannot.

Examples:
  rollcall export zendesk-global/FY27-Q4                 writes zendesk-global_FY27-Q4.zip
  rollcall export zendesk-global pagerduty --output evidence/
`;

const verifyExamples = `
With files nothing else is needed: no configuration, no database. Bundles of one system are also held against each other.
Exits 0 where all is whole, 1 where something is broken, 2 where a file is not there or a newer Rollcall made it.

Examples:
  rollcall verify zendesk-global_FY27-Q4.zip
  rollcall verify --key rollcall.pub evidence/*.zip
  rollcall verify                                        the log in the database, and what was sealed
`;

const replayExamples = `
Exits 0 where the findings are the same, 1 where they are not; with --with-config 0, whatever would be other.

Examples:
  rollcall replay zendesk-global_FY27-Q4.zip
  rollcall replay zendesk-global_FY27-Q4.zip --with-config stricter.yaml
`;

const forgetExamples = `
Of audits that are ended everything in the database is rewritten: events, findings, readings, rosters. Events keep their place, time and
digests, so their chain stays whole. Sealed bundles stay as they are. How long is retention.personal_data of rollcall.yaml.

Examples:
  rollcall forget dana@acme.test --dry-run
  rollcall forget dana@acme.test
`;

const keysExamples = `
The private key is in .rollcall/evidence-key.pem beside rollcall.yaml, readable by you alone, or in evidence.key of rollcall.yaml.
Give the public half to whoever verifies, by another way than the evidence itself.

Examples:
  rollcall keys
  rollcall keys --public rollcall.pub
`;
