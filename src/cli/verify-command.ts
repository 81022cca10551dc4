import type { Break, ChainedVerdict } from "../model/evidence.ts";
import type { LogVerdict } from "../operations/verify-log.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { withOpened } from "./opened.ts";
import { plain } from "./tell.ts";

export interface VerifyOptions {
  files: string[];
  key?: string;
  config: string;
  format: "table" | "json";
}

/** `rollcall verify`: is evidence whole, and which record is not. @returns the exit code */
export function verifyCommand(options: VerifyOptions, app: App, io: Io): Promise<number> {
  return options.files.length > 0 ? verifyFiles(options, app, io) : verifyDatabase(options, app, io);
}

async function verifyFiles({ files, key, format }: VerifyOptions, app: App, io: Io): Promise<number> {
  const verdicts = await interruptible((signal) => app.verify({ files, key: key ?? null, cwd: io.cwd, env: io.env, signal }));
  io.out(format === "json" ? filesJson(verdicts) : verdicts.map(fileText).join(""));
  return verdicts.some(({ breaks }) => breaks.length > 0) ? exitCodes.findings : exitCodes.done;
}

function fileText(verdict: ChainedVerdict): string {
  const { file, manifest, sha256, signedBy, breaks } = verdict;
  if (breaks.length > 0) return `${plain(file)}: NOT WHOLE\n${breaks.map(breakText).join("")}`;
  if (!manifest || !signedBy) return `${plain(file)}: NOT WHOLE\n`;
  const { events, files, sealed_at, audit, state } = manifest;
  const lines = [
    `${plain(file)}: whole`,
    `  ${plain(audit)}, ${state}, sealed ${sealed_at}: ${files.length} files, ${events.count} events in one chain`,
    `  sha256 ${sha256}: hold it against the digest in the audit's issue`,
    `  signed with ${signedBy.key}${signedBy.trusted ? ", the key you gave" : ", which was not given as trusted (--key)"}`,
    ...redactedText(verdict),
    ...verdict.notes.map((note) => `  note: ${plain(note)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function redactedText({ redacted }: Pick<LogVerdict, "redacted">): string[] {
  if (redacted.length === 0) return [];
  const days = [...new Set(redacted.map(({ at }) => at.slice(0, 10)))].join(", ");
  return [`  ${redacted.length} ${redacted.length === 1 ? "event" : "events"} redacted under retention on ${days}, chain whole`];
}

function breakText({ kind, where, why }: Break): string {
  return `  ✗ ${plain(where)}: ${plain(why)} [${kind}]\n`;
}

function filesJson(verdicts: readonly ChainedVerdict[]): string {
  const bundles = verdicts.map(({ file, manifest, sha256, signedBy, redacted, breaks, notes }) => ({
    ...{ file, whole: breaks.length === 0, audit: manifest?.audit ?? null, sealed_at: manifest?.sealed_at ?? null, sha256 },
    ...{ signed_by: signedBy, redacted, breaks, notes },
  }));
  return `${JSON.stringify({ schema: "rollcall.verify/1", bundles }, null, 2)}\n`;
}

function verifyDatabase({ config, format }: VerifyOptions, app: App, io: Io): Promise<number> {
  return withOpened({ config, allowEmptyRoster: true, rosterAside: true }, { app, io }, async (context) => {
    const { verifyLog } = await import("../operations/verify-log.ts");
    const verdicts = await verifyLog(context, null);
    const json = { schema: "rollcall.verify-log/1", audits: verdicts.map((one) => ({ ...one, whole: one.breaks.length === 0 })) };
    io.out(format === "json" ? `${JSON.stringify(json, null, 2)}\n` : logText(verdicts));
    return verdicts.some(({ breaks }) => breaks.length > 0) ? exitCodes.findings : exitCodes.done;
  });
}

function logText(verdicts: readonly LogVerdict[]): string {
  if (verdicts.length === 0) return "There is no audit in the database yet: rollcall audit makes one.\n";
  return verdicts.map(auditText).join("");
}

function auditText(verdict: LogVerdict): string {
  const { audit, events, bundles, breaks } = verdict;
  if (breaks.length > 0) return `${plain(audit)}: NOT WHOLE\n${breaks.map(breakText).join("")}`;
  const sealed = bundles === 0 ? "nothing sealed yet" : bundles === 1 ? "sealed once" : `sealed ${bundles} times`;
  return `${[`${plain(audit)}: whole, ${events} events, ${sealed}`, ...redactedText(verdict)].join("\n")}\n`;
}
