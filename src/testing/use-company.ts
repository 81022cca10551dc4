import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { AuditReport, ReportedAudit, ReportedSource } from "../model/report.ts";
import { postmasterOf } from "../store/embedded/postmaster.ts";
import { until } from "../store/testing/project.ts";
import { type Company, now, startCompany } from "./company.ts";
import type { Finished } from "./rollcall.ts";

/** The smaller of the two systems, and the project of its issues; the other one's. */
export const federal = "zendesk-us-federal";
export const federalProject = "acme/federal/audits";
export const commonProject = "acme/support-ops/audits";

export interface Ran extends Finished {
  /** `null` where no report was printed. */
  report: AuditReport | null;
  /** The audit of the federal system. */
  audit: ReportedAudit | undefined;
}

export interface Issue {
  iid: number;
  state: string;
  description: string;
  web_url: string;
}

export interface UsedCompany {
  company: Company;
  /** `rollcall audit --format json` of the federal system, or of those named; searched for secrets. */
  audit(args?: readonly string[], env?: Record<string, string>): Promise<Ran>;
  /** Any command; searched for secrets. */
  run(args: readonly string[], env?: Record<string, string>): Promise<Finished>;
  /** `["--config", path]` of a changed copy of the configuration. @throws where the change changed nothing */
  configured(change: (text: string) => string): string[];
  issues(project?: string): Promise<Issue[]>;
  comments(iid: number, project?: string): Promise<string[]>;
  /** The embedded database and everything in it, gone. */
  forget(): Promise<void>;
  /** Comments with how many 👍 each has. */
  notes(iid: number, project?: string): Promise<{ body: string; thumbs: number }[]>;
}

/** How the account answers when nothing is wrong. */
const well = {
  latency: 0,
  apiTokens: "on",
  customRoles: "on",
  role: "admin",
  tokenLife: 172_799,
  count: null,
  errorObjects: false,
};

/** One company for a file of tests; each test finds it well, without faults and without issues. */
export function useCompany(args: readonly string[] = []): UsedCompany {
  const on = { audit, run, configured, issues, comments, notes, forget } as UsedCompany;
  beforeAll(async () => {
    on.company = await startCompany(args);
  });
  afterAll(() => on.company.end());
  afterEach(async () => {
    await on.company.mend();
    await on.company.state({ server: federal, switches: well });
    for (const project of [federalProject, commonProject]) await searchAndDelete(project);
  });
  return on;

  async function searchAndDelete(project: string): Promise<void> {
    for (const issue of await issues(project)) {
      const texts = [JSON.stringify(issue), ...(await comments(issue.iid, project))];
      await on.company.state({ server: "gitlab", do: "delete-issue", project, iid: issue.iid });
      expectNoSecrets(on.company, texts);
    }
  }

  async function run(given: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    const finished = await on.company.rollcall(given, env);
    expectNoSecrets(on.company, [finished.stdout, finished.stderr], Object.values(env).filter(isSecret));
    return finished;
  }

  async function audit(given: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    const systems = given.some((arg) => arg === "--all" || arg.startsWith("zendesk")) ? [] : [federal];
    const finished = await run(["audit", "--format", "json", "--now", now, ...systems, ...given], env);
    const report = finished.stdout ? (JSON.parse(finished.stdout) as AuditReport) : null;
    return { ...finished, report, audit: report?.audits.find(({ system }) => system === federal) };
  }

  function configured(change: (text: string) => string): string[] {
    const [text, path] = [readFileSync(on.company.config, "utf8"), join(on.company.folder, "changed.yaml")];
    expect(change(text), "the change must change something").not.toBe(text);
    writeFileSync(path, change(text));
    return ["--config", path];
  }

  function issues(project = federalProject): Promise<Issue[]> {
    return asked(`projects/${encodeURIComponent(project)}/issues?scope=all`);
  }

  async function comments(iid: number, project = federalProject): Promise<string[]> {
    const path = `projects/${encodeURIComponent(project)}/issues/${iid}/notes?activity_filter=only_comments`;
    return (await asked<{ body: string }>(path)).map(({ body }) => body);
  }

  async function forget(): Promise<void> {
    const data = join(on.company.folder, ".rollcall/database/data");
    const running = postmasterOf(data);
    if (running) process.kill(running.pid, "SIGQUIT");
    await until(() => postmasterOf(data) === null, "the embedded server has ended");
    rmSync(join(on.company.folder, ".rollcall"), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  async function notes(iid: number, project = federalProject): Promise<{ body: string; thumbs: number }[]> {
    const path = `projects/${encodeURIComponent(project)}/issues/${iid}`;
    const threads = await asked<{ notes: { id: number; body: string; system: boolean }[] }>(`${path}/discussions?per_page=100`);
    const all = threads.flatMap(({ notes: list }) => list).filter(({ system }) => !system);
    return Promise.all(
      all.map(async ({ id, body }) => {
        const awards = await asked<{ name: string }>(`${path}/notes/${id}/award_emoji`);
        return { body, thumbs: awards.filter(({ name }) => name === "thumbsup").length };
      }),
    );
  }

  async function asked<T>(path: string): Promise<T[]> {
    const headers = { "PRIVATE-TOKEN": on.company.env.GL_TOKEN ?? "" };
    const response = await fetch(new URL(`/api/v4/${path}`, on.company.gitlab.url), { headers });
    expect(response.status, path).toBe(200);
    return (await response.json()) as T[];
  }
}

export function sourceOf({ audit }: Ran, name: string): ReportedSource | undefined {
  return audit?.sources.find((source) => source.name === name);
}

function isSecret(value: string): boolean {
  return /secret|token|glpat/.test(value);
}

/** No password, token or access token of the company, nor any of `more`, stands in any of the texts. */
export function expectNoSecrets(company: Company, texts: readonly string[], more: readonly string[] = []): void {
  const { env, systems, gitlab } = company;
  const known = [
    ...Object.values(env).filter(isSecret),
    ...Object.values(systems).flatMap(({ token, api_token }) => [token, api_token]),
    ...gitlab.tokens.map(({ value }) => value),
    ...accessTokens(env.ZD_FEDERAL_CLIENT_SECRET ?? ""),
    ...more,
  ];
  for (const text of texts) expect(known.filter((secret) => secret !== "" && text.includes(secret))).toEqual([]);
}

/** Those the simulated Zendesk gives for a client secret, in turn. */
function accessTokens(secret: string): string[] {
  return Array.from({ length: 200 }, (_, index) =>
    createHash("sha256")
      .update(`example ${secret} ${8_800_000 + index}`)
      .digest("hex"),
  );
}
