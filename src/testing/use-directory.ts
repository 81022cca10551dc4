import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "./company.ts";

export const directory = "lab-directory";

/** How it answers when nothing is wrong. */
const well = {
  longest: 25,
  limit: 100_000,
  scope: "all",
  groups: "on",
  members: "listed",
  mostMembers: null,
  userGroups: true,
  moving: false,
  asText: false,
};

export interface DirectoryAudit {
  audit: ReportedAudit;
  code: number | null;
  text: string;
}

export interface UsedDirectory {
  company: Company;
  /** How it answers from now on, to the end of the test. */
  answers(switches: Record<string, unknown>): Promise<void>;
  audited(args?: readonly string[]): Promise<DirectoryAudit>;
  /** `["--config", path]` of a changed copy of the configuration. @throws where the change changed nothing */
  configured(change: (text: string) => string): string[];
  /** The same with more keys of the system. */
  withKeys(...lines: string[]): string[];
  /** What is wrong on purpose, as `foundIn` writes it. */
  planted(): string[];
}

/** The company with its directory alone, for a file of tests; each test finds it well. */
export function useDirectory(): UsedDirectory {
  const on = { answers, audited, configured, withKeys, planted } as UsedDirectory;
  beforeAll(async () => {
    on.company = await startCompany(["--only", directory]);
  });
  afterAll(() => on.company.end());
  afterEach(async () => {
    await on.company.mend();
    await answers({});
  });
  return on;

  function answers(switches: Record<string, unknown>): Promise<void> {
    return on.company.state({ server: directory, switches: { ...well, ...switches } });
  }

  async function audited(args: readonly string[] = []): Promise<DirectoryAudit> {
    const { audits, code, stdout, stderr } = await on.company.audit([directory, "--no-publish", ...args]);
    const audit = audits.get(directory);
    if (!audit) throw new Error(stderr);
    return { audit, code, text: stdout + stderr };
  }

  function configured(change: (text: string) => string): string[] {
    const [text, path] = [readFileSync(on.company.config, "utf8"), join(on.company.folder, "changed.yaml")];
    expect(change(text), "the change must change something").not.toBe(text);
    writeFileSync(path, change(text));
    return ["--config", path];
  }

  function withKeys(...lines: string[]): string[] {
    const more = lines.map((one) => `    ${one}\n`).join("");
    return configured((text) => text.replace("    roster_key: lab\n", `    roster_key: lab\n${more}`));
  }

  function planted(): string[] {
    return on.company.planted.map(({ check, subject }) => `${check} ${subject}`).sort();
  }
}

export function sourceIn({ audit }: DirectoryAudit, name: string): ReportedSource | undefined {
  return audit.sources.find((one) => one.name === name);
}

export function foundIn({ audit }: DirectoryAudit): string[] {
  return audit.findings.map(({ check, key }) => `${check} ${key.split("/").slice(2).join("/")}`).sort();
}

export function outcomeIn({ audit }: DirectoryAudit, id: string): string | undefined {
  return audit.checks.find((check) => check.id === id)?.outcome;
}
