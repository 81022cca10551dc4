import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { CheckResult } from "../model/finding.ts";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "./company.ts";

/** The audit of GitLab projects in the seeded company. */
export const system = "gitlab-projects";
/** Requests of its list of projects. */
export const projectList = "^/api/v4/groups/acme%2Fops/projects";

interface Audited {
  audit: ReportedAudit;
  code: number | null;
  text: string;
  source(name: string): ReportedSource | undefined;
  check(id: string): CheckResult | undefined;
}

export interface UsedProjects {
  company: Company;
  audited(args?: readonly string[], env?: Record<string, string>): Promise<Audited>;
  fault(given: Record<string, unknown>): Promise<void>;
  /** Ends of the keys of what is planted: `force-push-allowed/resource:81007`. */
  planted(without?: (ending: string) => boolean): string[];
  /** Number of the first project planted for a check. */
  idOf(check: string): string;
  /** `["--config", path]` of a changed copy of the configuration. @throws where the change changed nothing */
  configured(change: (text: string) => string): string[];
}

/** One company for a file of tests; each test finds it without faults, its group enforcing nothing. */
export function useProjects(): UsedProjects {
  const on = { audited, fault, planted, idOf, configured } as UsedProjects;
  beforeAll(async () => {
    on.company = await startCompany();
  });
  afterAll(() => on.company.end());
  afterEach(async () => {
    await on.company.mend();
    await on.company.state({ server: "gitlab", do: "set-group-approvals", group: "acme", enforced: {} });
  });
  return on;

  async function audited(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Audited> {
    const { audits, code, stdout, stderr } = await on.company.audit([system, "--no-publish", ...args], env);
    const audit = audits.get(system);
    if (!audit) throw new Error(stderr);
    const source = (name: string) => audit.sources.find((one) => one.name === name);
    const check = (id: string) => audit.checks.find((one) => one.id === id);
    return { audit, code, text: stdout + stderr, source, check };
  }

  async function fault(given: Record<string, unknown>): Promise<void> {
    await on.company.fault({ server: "gitlab", ...given });
  }

  function planted(without: (ending: string) => boolean = () => false): string[] {
    const own = on.company.planted.filter((one) => one.system === system).map(({ check, subject }) => `${check}/${subject}`);
    return own.filter((ending) => !without(ending)).sort();
  }

  function idOf(check: string): string {
    const found = on.company.planted.find((one) => one.system === system && one.check === check);
    return found?.subject.replace("resource:", "") ?? "";
  }

  function configured(change: (text: string) => string): string[] {
    const [text, path] = [readFileSync(on.company.config, "utf8"), join(on.company.folder, "changed.yaml")];
    expect(change(text), "the change must change something").not.toBe(text);
    writeFileSync(path, change(text));
    return ["--config", path];
  }
}

/** Ends of the keys of what was found. */
export function endings({ findings }: ReportedAudit): string[] {
  return findings.map(({ key }) => key.slice(system.length + 1)).sort();
}
