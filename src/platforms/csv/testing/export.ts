import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SystemConfig } from "../../../model/config.ts";
import type { Row } from "../../../model/source.ts";
import { csv } from "../index.ts";
import { csvSettings } from "../settings.ts";

export const columns = { id: "User ID", email: "E-mail address", name: "Full name" };

/** A system whose export is the file `export.csv` of a folder. */
export function systemOf(settings: object = {}, more: Partial<SystemConfig> = {}): SystemConfig {
  return {
    id: "training",
    platform: "csv",
    name: "Training",
    template: "Training",
    rosterKey: null,
    admins: [],
    serviceAccounts: [],
    verifications: null,
    visibleTo: [],
    seats: null,
    tracker: null,
    followUp: {},
    settings: csvSettings.parse({ file: "export.csv", columns, ...settings }),
    folder: "/nowhere",
    at: "rollcall.yaml:9",
    ...more,
  };
}

/** The rows that are kept of an export with these bytes; `null` = there is no such file. */
export async function rowsOf(content: string | Uint8Array | null, system: SystemConfig = systemOf()): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-export-"));
  try {
    if (content !== null) writeFileSync(join(folder, "export.csv"), content);
    const [listing] = csv.connect({ ...system, folder }, { rate: 1 }).listings;
    const reading = { meter: { requests: 0 }, signal: new AbortController().signal };
    const rows: Row[] = [];
    for await (const page of listing?.pages(reading) ?? []) rows.push(...page);
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function accountsOf(content: string | Uint8Array, system: SystemConfig = systemOf()) {
  const rows = await rowsOf(content, system);
  return csv.normalise({ of: () => rows }, system).accounts;
}
