import { type Command, Option } from "commander";
import type { App } from "./app-contract.ts";
import { configOption, nowOption, type Run } from "./options.ts";

/** The page for whoever does not read audits: one period, all systems. */
export function describeReport(program: Command, app: App, { io, done }: Run): void {
  program
    .command("report")
    .description("One page over all systems of a period: done, open, waived, days to settle, seats, against earlier periods")
    .option("--period <period>", "as FY27-Q4; this one if left out")
    .addOption(configOption())
    .addOption(
      new Option("--format <format>", "what to print").choices(["table", "markdown", "html", "pdf", "json"]).default("table"),
    )
    .option("--output <file>", "write there instead of stdout")
    .addOption(nowOption())
    .addHelpText("after", examples)
    .action(async (options: Record<string, unknown>) => {
      const { reportCommand } = await import("./report-command.ts");
      done(await reportCommand(options as unknown as Parameters<typeof reportCommand>[0], app, io));
    });
}

const examples = `
Made from what is remembered: no system is asked, nothing is written. Up to four earlier periods stand beside it.

Examples:
  rollcall report                                              this period, here
  rollcall report --period FY27-Q3 --format pdf --output q3.pdf
  rollcall report --format markdown > report.md
`;
