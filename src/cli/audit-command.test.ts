import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Company, startCompany } from "../testing/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany([], { apart: true });
});
afterAll(() => company.end());

test("every planted fault is found, and nothing else: no look-alike fires", async () => {
  const { report, code, stderr } = await company.audit(["--no-publish"]);
  expect(stderr).not.toContain("error:");
  const found = report.audits.flatMap(({ findings }) => findings.map(({ key, exempt }) => `${key}${exempt ? " (exempt)" : ""}`));
  const planted = company.planted.map(
    ({ system, check, subject, exempt }) => `${system}/${check}/${subject}${exempt ? " (exempt)" : ""}`,
  );
  expect(found.sort()).toEqual(planted.sort());
  expect(report.audits.filter(({ status }) => status !== "complete")).toEqual([]);
  expect(new Set(report.audits.map(({ system }) => system))).toEqual(new Set(company.planted.map(({ system }) => system)));
  expect(code).toBe(0);
});

test("the JSON report has the contract's keys and says who is counted", async () => {
  const { report, audits } = await company.audit(["--no-publish"]);
  expect(Object.keys(report)).toEqual(["schema", "organization", "period", "generated_at", "roster", "audits"]);
  expect(report).toMatchObject({ schema: "rollcall.audit/1", organization: "Acme Support", period: "FY27-Q4" });
  expect(report.roster.people).toBe(company.people);
  const global = audits.get("zendesk-global");
  expect(Object.keys(global ?? {})).toEqual(
    "system platform status sources counts state checks findings resolved issue".split(" "),
  );
  expect(global?.counts).toMatchObject({ light: 1500, shared: 1, contributor: 2 });
  expect(global?.sources.find(({ name }) => name === "users")).toMatchObject({
    status: "complete",
    expected: expect.any(Number),
  });
  expect(global?.findings[0]).toMatchObject({ severity: "critical", change: "new", source: expect.any(String) });
  expect(global?.issue).toBeNull();
});

test("the same input and now give the same bytes in every format", async () => {
  for (const format of ["json", "markdown", "csv", "html", "table"]) {
    const [one, two] = [await print(format), await print(format)];
    expect(one.length).toBeGreaterThan(100);
    expect(two).toBe(one);
  }
});

/** Requests differ between runs only by our own access tokens, which the accounts list: a lasting token makes none. */
async function print(format: string): Promise<string> {
  const args = ["audit", "zendesk-global", "--no-publish", "--now", "2026-11-22T12:00:00Z", "--format", format];
  const { url, token } = company.systems["zendesk-global"] ?? { url: "", token: "" };
  const own = await configured((text) =>
    text.replace(/auth: \{ client_id: "\$\{ZD_GLOBAL[^}]*\}", client_secret: "[^"]*" \}/, 'auth: { token: "${ZD_TOKEN}" }'),
  );
  expect(readFileSync(own, "utf8")).toContain(url);
  return (await company.rollcall([...args, "--config", own], { ZD_TOKEN: token })).stdout;
}

/** A copy of the company's configuration, changed. @returns its path */
async function configured(change: (text: string) => string): Promise<string> {
  const { writeFileSync } = await import("node:fs");
  const path = join(company.folder, "changed.yaml");
  writeFileSync(path, change(readFileSync(company.config, "utf8")));
  return path;
}

test("every account is in the accounts CSV, a line each", async () => {
  const { stdout } = await company.rollcall(["audit", "zendesk-us-federal", "--no-publish", "--format", "csv", "--accounts"]);
  const { audits } = await company.audit(["zendesk-us-federal", "--no-publish"]);
  const counts = audits.get("zendesk-us-federal")?.counts;
  expect(stdout.trim().split("\r\n").length - 1).toBe((counts?.accounts ?? 0) + (counts?.shared ?? 0));
});

test("run twice there is one issue, with the same refs, and people's ticks and words stay", async () => {
  const first = await company.audit(["zendesk-global"]);
  const issue = first.audits.get("zendesk-global")?.issue;
  expect(issue?.url).toContain(`${company.gitlab.url}/acme/support-ops/audits/-/issues/`);
  const second = await company.audit(["zendesk-global"]);
  expect(second.audits.get("zendesk-global")?.issue).toEqual(issue);
  const refs = (run: typeof first) => run.audits.get("zendesk-global")?.findings.map(({ key, ref }) => `${ref} ${key}`);
  expect(refs(second)).toEqual(refs(first));
  const created = (await company.books()).requests.filter(({ method, path }) => method === "POST" && path.endsWith("/issues"));
  expect(created.length).toBe(1);
});

test("nobody is pinged and no quick action of a name is run by the audit's issue", async () => {
  await company.audit(["zendesk-global"]);
  const { gitlab } = await company.books();
  const text = JSON.stringify(gitlab);
  expect(text).not.toContain("stranger.example");
  expect(gitlab.quickActions.filter(({ name }) => name === "close")).toEqual([]);
});

test("the demand for few requests holds: one a page of each listing, and nothing written on the platform", async () => {
  await company.audit(["zendesk-us-federal", "--no-publish"]);
  const { requests } = await company.books();
  const platform = requests.filter(({ server }) => server !== "gitlab");
  expect(platform.filter(({ method, path }) => method !== "GET" && path !== "/oauth/tokens")).toEqual([]);
});
