import { afterAll, beforeAll, expect, test } from "vitest";
import { type Company, startCompany } from "../testing/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany(["--only", "lab-directory"]);
});
afterAll(() => company.end());

test("x", async () => {
  const { audits, code, stderr } = await company.audit(["lab-directory", "--no-publish"]);
  const audit = audits.get("lab-directory");
  console.log(JSON.stringify(audit?.sources, null, 1), code, stderr);
  const found = audit?.findings.map(({ key }) => key.split("/").slice(1).join(" ")).sort();
  const planted = company.planted.map(({ check, subject }) => `${check} ${subject}`).sort();
  expect(found).toEqual(planted);
});
