import type { Finding } from "../model/finding.ts";
import type { ReplayedReading } from "../operations/replay-bundle.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { plain } from "./tell.ts";

export interface ReplayOptions {
  file: string;
  withConfig?: string;
  format: "table" | "json";
}

/** `rollcall replay`: do the findings follow from the rows. @returns the exit code */
export async function replayCommand({ file, withConfig, format }: ReplayOptions, app: App, io: Io): Promise<number> {
  const { manifest, readings } = await interruptible((signal) =>
    app.replay({ file, withConfig: withConfig ?? null, cwd: io.cwd, env: io.env, signal }),
  );
  if (format === "json") {
    const json = { schema: "rollcall.replay/1", file, audit: manifest.audit, with_config: withConfig ?? null, readings };
    io.out(`${JSON.stringify(json, null, 2)}\n`);
  } else {
    const rules = withConfig === undefined ? "as it was in force" : `by the rules of ${withConfig}`;
    io.out(`${plain(manifest.audit)}, derived again ${plain(rules)}\n${readings.map(readingText).join("")}`);
  }
  const isOther = readings.some(({ same }) => same === false);
  return isOther && withConfig === undefined ? exitCodes.findings : exitCodes.done;
}

function readingText(reading: ReplayedReading): string {
  const { n, scope, takenAt, sealed, derived, same, note, added, gone, changed } = reading;
  const head = `  reading ${n} of ${takenAt} (${scope === "whole" ? "whole" : "recheck"}): `;
  if (same === null) return `${head}${sealed} findings, not derived again: ${note}\n`;
  if (same) return `${head}${sealed} findings, the same byte for byte\n`;
  const lines = [
    `${head}${sealed} findings were sealed, ${derived} derived: ${added.length} added, ${gone.length} gone, ${changed.length} changed`,
    ...added.map((one) => `    + ${findingText(one)}`),
    ...gone.map((one) => `    - ${findingText(one)}`),
    ...changed.map(({ before, after }) => `    ~ ${findingText(after)}${changeText(before, after)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function findingText({ key, severity, message }: Finding): string {
  return plain(`${severity} ${key}: ${message}`);
}

function changeText(before: Finding, after: Finding): string {
  if (before.severity !== after.severity) return ` (was ${before.severity})`;
  if ((before.exempt === null) !== (after.exempt === null)) return after.exempt ? " (now exempt)" : " (no longer exempt)";
  return before.message === after.message ? "" : plain(` (was: ${before.message})`);
}
