import { listAudits, type StatusReport } from "../operations/list-audits.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";

export interface StatusOptions extends CommonOptions {
  audits: string[];
  all?: boolean;
  format: "table" | "json";
}

/** `rollcall status`: where audits stand and who is waited for, from what is remembered. @returns the exit code */
export async function statusCommand(options: StatusOptions, app: App, io: Io): Promise<number> {
  return withOpened(options, { app, io }, async (context) => {
    const named = auditsNamed(context, options.audits);
    const all = options.all ? (await (await context.store()).audits({})).map(({ id }) => id) : null;
    const report = await listAudits(context, { audits: named.length > 0 ? named : all });
    io.out(await rendered(report, options, io));
    return exitCodes.done;
  });
}

async function rendered(report: StatusReport, { format }: StatusOptions, io: Io): Promise<string> {
  if (format === "json") return (await import("../reports/json.ts")).escapedJson(report);
  return (await import("../reports/status.ts")).statusTable(report, { width: io.width, colour: io.colour });
}
