import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "./company.ts";

/** One run of the simulated `op`: of its environment only whether something was set. */
export interface Run {
  argv: string[];
  pid: number;
  input: number;
  env: { connect: boolean; cache: string; service: boolean; account: boolean };
  code: number | null;
}

export interface Audited {
  audit: ReportedAudit;
  code: number | null;
  stderr: string;
}

export interface UsedOnepassword {
  company: Company;
  /** `rollcall audit --format json` of the system; searched for secrets. */
  audited(args?: readonly string[], env?: Record<string, string>): Promise<Audited>;
  runs(): Promise<Run[]>;
  switched(switches: Record<string, unknown>): Promise<void>;
  /** One more group in the account. */
  withGroup(group: Record<string, unknown>): Promise<void>;
  /** `--config` of a copy with these settings of the system in place of `opSettings`. */
  configured(settings: string): string[];
  /** Ends of the keys of all that was planted, sorted. */
  planted(): string[];
}

export const opSettings = "    command: onepassword/op\n    group: Support\n";

/** One 1Password account for a file of tests; each test finds it well, with empty books. */
export function useOnepassword(): UsedOnepassword {
  const on = { audited, runs, switched, withGroup, configured, planted } as UsedOnepassword;
  beforeAll(async () => {
    on.company = await startCompany(["--only", "1password"]);
  });
  afterAll(() => on.company.end());
  afterEach(async () => {
    await on.company.mend();
    await on.company.state({ server: "1password", forget: true });
  });
  return on;

  async function audited(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Audited> {
    const { audits, code, stdout, stderr } = await on.company.audit(["1password", "--no-publish", ...args], env);
    const audit = audits.get("1password");
    if (!audit) throw new Error(stderr);
    for (const [name, secret] of Object.entries({ ...on.company.env, ...env }))
      if (/TOKEN|SECRET/.test(name)) expect(stdout + stderr).not.toContain(secret);
    return { audit, code, stderr };
  }

  async function runs(): Promise<Run[]> {
    const books = (await on.company.books()) as unknown as { "1password": { runs: Run[] } };
    return books["1password"].runs;
  }

  function switched(switches: Record<string, unknown>): Promise<void> {
    return on.company.state({ server: "1password", switches });
  }

  function withGroup(group: Record<string, unknown>): Promise<void> {
    return on.company.state({ server: "1password", group: { state: "ACTIVE", members: [], ...group } });
  }

  function configured(settings: string): string[] {
    const path = join(on.company.folder, "changed.yaml");
    const text = readFileSync(on.company.config, "utf8");
    const changed = text.replace(opSettings, settings);
    expect(text, "the settings must be there").toContain(opSettings);
    writeFileSync(path, changed);
    return ["--config", path];
  }

  function planted(): string[] {
    return on.company.planted.map(({ check, subject }) => `${check}/${subject}`).sort();
  }
}

export function statuses({ sources }: ReportedAudit): string[] {
  return sources.map(({ name, status }) => `${name} ${status}`);
}

export function sourceNamed({ sources }: ReportedAudit, name: string): ReportedSource | undefined {
  return sources.find((one) => one.name === name);
}

/** Ends of the keys of all findings, sorted. */
export function keysOf({ findings }: ReportedAudit): string[] {
  return findings.map(({ key }) => key.slice("1password/".length)).sort();
}
