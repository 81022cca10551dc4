import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { AuditReport } from "../model/report.ts";
import { type Company, now, startCompany } from "./company.ts";
import type { Finished } from "./rollcall.ts";
import { expectNoSecrets } from "./use-company.ts";

export const project = "acme/support-ops/team";
export const path = `/api/v4/projects/${encodeURIComponent(project)}/repository`;
export const system = "zendesk-us-federal";

export interface UsedRoster {
  company: Company;
  /** The configuration that reads the roster from GitLab, with other keys than it has. */
  configured(change?: (text: string) => string): string[];
  withKeys(keys: string): string[];
  /** Searched for secrets. */
  run(args: string[], env?: Record<string, string>): Promise<Finished & { report: AuditReport | null }>;
}

/** One company for a file of tests whose roster is read from its GitLab; each test finds that well. */
export function useGitlabRoster(): UsedRoster {
  const on = { configured, withKeys, run } as UsedRoster;
  beforeAll(async () => {
    on.company = await startCompany();
    await setLimit(100_000);
  });
  afterAll(() => on.company.end());
  afterEach(async () => {
    await on.company.mend();
    await setLimit(100_000);
  });
  return on;

  /** Of archives a minute. */
  function setLimit(most: number): Promise<void> {
    return on.company.state({ server: "gitlab", do: "set-limit", name: "project_repositories_archive", most });
  }

  function configured(change: (text: string) => string = (text) => text): string[] {
    const [text, written] = [readFileSync(on.company.gitlabRoster.config, "utf8"), join(on.company.folder, "changed.yaml")];
    writeFileSync(written, change(text));
    return ["--config", written];
  }

  function withKeys(keys: string): string[] {
    return configured((text) => text.replace("path: roster,", keys));
  }

  async function run(args: string[], env: Record<string, string> = {}): Promise<Finished & { report: AuditReport | null }> {
    const finished = await on.company.rollcall(["audit", "--no-publish", "--format", "json", "--now", now, ...args], env);
    expectNoSecrets(on.company, [finished.stdout, finished.stderr], Object.values(env));
    return { ...finished, report: finished.stdout === "" ? null : (JSON.parse(finished.stdout) as AuditReport) };
  }
}
