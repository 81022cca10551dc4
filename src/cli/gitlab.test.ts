import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(() => company.mend());

async function audited(env: Record<string, string> = {}): Promise<{ audit: ReportedAudit; code: number | null; text: string }> {
  const { audits, code, stdout, stderr } = await company.audit(["gitlab-com", "--no-publish"], env);
  const audit = audits.get("gitlab-com");
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

function subjectsOf({ findings }: ReportedAudit): string[] {
  return findings.map(({ key, check }) => `${check} ${key.split("/").slice(2).join("/")}`).sort();
}

test("finds what was planted, all of it and nothing else", async () => {
  const { audit, code } = await audited();
  const planted = company.planted.filter(({ system }) => system === "gitlab-com").map(({ check, subject }) => `${check} ${subject}`);
  expect(subjectsOf(audit)).toEqual(planted.sort());
  expect([audit.status, code]).toEqual(["complete", 0]);
});
