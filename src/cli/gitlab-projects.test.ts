import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";

const system = "gitlab-projects";
let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(() => company.mend());

async function audited(env: Record<string, string> = {}): Promise<{ audit: ReportedAudit; code: number | null; text: string }> {
  const { audits, code, stdout, stderr } = await company.audit([system, "--no-publish"], env);
  const audit = audits.get(system);
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

function endings({ findings }: ReportedAudit): string[] {
  return findings.map(({ key }) => key.slice(system.length + 1)).sort();
}

test("two requests, three a project and one a name, and exactly what was planted", async () => {
  const before = (await company.books()).requests.length;
  const { audit, code } = await audited();
  const requests = (await company.books()).requests.slice(before);
  const active = (audit.counts.projects ?? 0) - (audit.counts.archived ?? 0) - (audit.counts.marked_for_deletion ?? 0);
  expect(audit.sources.map(({ name, requests }) => [name, requests])).toEqual([
    ["group", 1],
    ["projects", 1],
    ["approvals", active],
    ["approval-settings", active],
    ["protected-branches", active],
    ["named-users", 1],
  ]);
  expect(requests).toHaveLength(2 + 3 * active + 1);
  expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect(code).toBe(0);
  expect(audit.status).toBe("complete");
  expect(audit.counts).toEqual({ projects: active + 3, archived: 1, marked_for_deletion: 2 });
  const planted = company.planted.filter((one) => one.system === system).map(({ check, subject }) => `${check}/${subject}`);
  expect(endings(audit)).toEqual(planted.sort());
});
