import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { usageError } from "../model/errors.ts";
import { type Exported, evidenceFileName, exportEvidence } from "../operations/export-evidence.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { checkFile, isFolder, orExplain } from "./write-file.ts";

export interface ExportOptions extends CommonOptions {
  audits: string[];
  output?: string;
  format: "table" | "json";
}

/** `rollcall export`: the evidence of audits, a file each. @returns the exit code */
export async function exportCommand(options: ExportOptions, app: App, io: Io): Promise<number> {
  const { output } = options;
  const inFolder = output !== undefined && isFolder(resolve(io.cwd, output), output);
  if (options.audits.length > 1 && output !== undefined && !inFolder)
    throw usageError(`${options.audits.length} audits do not go into one file`, "name a folder: --output evidence/");
  if (output !== undefined) checkFile(output, io);
  return withOpened(options, { app, io }, async (context) => {
    const exported: Exported[] = [];
    for (const audit of auditsNamed(context, options.audits)) {
      const name = inFolder || output === undefined ? join(output ?? "", evidenceFileName(audit)) : output;
      if (inFolder) orExplain(output, () => mkdirSync(resolve(io.cwd, output), { recursive: true }));
      exported.push({ ...(await exportEvidence(context, { audit, file: resolve(io.cwd, name) })), file: name });
    }
    io.out(options.format === "json" ? json(exported) : exported.map(told).join(""));
    return exitCodes.done;
  });
}

function told({ audit, file, sha256, size, manifest, isSealed }: Exported): string {
  const what = isSealed
    ? `sealed when it was ${manifest.state}; the digest stands in its issue`
    : `as it stands: the audit is ${manifest.state}, and nothing of it is sealed yet`;
  return `${audit}: wrote ${file} (${kilobytes(size)}), ${what}\n  sha256 ${sha256}\n  signed with ${manifest.key}\n`;
}

function kilobytes(size: number): string {
  return size < 1 << 20 ? `${Math.ceil(size / 1024)} KiB` : `${(size / (1 << 20)).toFixed(1)} MiB`;
}

function json(exported: readonly Exported[]): string {
  const bundles = exported.map(({ audit, file, sha256, size, manifest, isSealed }) => ({
    ...{
      audit,
      file,
      sha256,
      size,
      sealed: isSealed,
      sealed_at: manifest.sealed_at,
      key: manifest.key,
      previous: manifest.previous,
    },
  }));
  return `${JSON.stringify({ schema: "rollcall.export/1", bundles }, null, 2)}\n`;
}
