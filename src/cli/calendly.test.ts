import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(async () => {
  await company.mend();
  await company.state({ server: "calendly", switches: { role: "admin", cut: "silently", scopes: null } });
});

async function audited(): Promise<{ audit: ReportedAudit; code: number | null; text: string }> {
  const { audits, code, stdout, stderr } = await company.audit(["calendly", "--no-publish"]);
  const audit = audits.get("calendly");
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

function statuses({ sources }: ReportedAudit): string[] {
  return sources.map(({ name, status }) => `${name} ${status}`);
}

test("one request a page of each listing and one for who the token is, and all that was planted", async () => {
  const before = (await company.books()).requests.length;
  const { audit, code } = await audited();
  const { requests } = await company.books();
  const pages = audit.sources.map(({ rows }) => Math.max(1, Math.ceil(rows / 100)));
  expect(audit.sources.map((source) => source.requests)).toEqual(pages);
  expect(requests.length - before).toBe(pages.reduce((sum, some) => sum + some, 0));
  expect(code).toBe(0);
  expect(audit.status).toBe("complete");
  expect(audit.counts.accounts).toBe(audit.sources.find(({ name }) => name === "members")?.rows);
});

test.each(["silently", "refused"])(
  "a token that sees only itself (%s) is incomplete and finds nothing, clean or not",
  async (cut) => {
    await company.state({ server: "calendly", switches: { role: "user", cut } });
    const { audit, code } = await audited();
    expect(code).toBe(3);
    expect(audit).toMatchObject({ status: "incomplete", counts: {}, findings: [] });
    expect(statuses(audit)).toEqual([
      "token-user complete",
      "members unavailable",
      "invitations unavailable",
      "groups unavailable",
      "group-members unavailable",
    ]);
    expect(audit.sources[1]?.reason).toContain("a token of an owner or admin of the organisation");
    expect(new Set(audit.checks.map(({ outcome }) => outcome))).toEqual(new Set(["not-assessed"]));
  },
);

test("a missing scope is named, and only what rests on it is not seen", async () => {
  await company.state({ server: "calendly", switches: { scopes: ["users:read", "organizations:read"] } });
  const { audit, code } = await audited();
  expect(code).toBe(3);
  expect(statuses(audit).filter((one) => !one.endsWith("complete"))).toEqual(["groups unavailable", "group-members unavailable"]);
  expect(audit.sources[3]?.reason).toContain("scopes needed: groups:read");
  expect(audit.findings.length).toBe(company.planted.filter(({ system }) => system === "calendly").length);
  const doctor = await company.rollcall(["doctor", "calendly"]);
  expect(doctor.stdout).toContain("groups:read");
});

test("a token without users:read reads nothing: the audit failed and the credentials are to blame", async () => {
  await company.state({ server: "calendly", switches: { scopes: ["organizations:read", "groups:read"] } });
  const { audit, code } = await audited();
  expect([audit.status, code]).toEqual(["failed", 4]);
  for (const { reason } of audit.sources) expect(reason).toContain("a token with the scope users:read");
});

test.each([
  ["a row that was lost", { kind: "drop-row" }],
  ["a list that leads back", { kind: "same-cursor" }],
  ["a list that never holds still", { kind: "repeat-row" }],
  ["a server in trouble", { kind: "status", status: 404, body: "{}" }],
  ["a page for people", { kind: "html" }],
])("%s makes the members unread, not fewer", async (_, fault) => {
  await company.fault({ server: "calendly", path: "/organization_memberships", ...fault });
  const { audit, code } = await audited();
  expect(code).toBe(3);
  expect(audit.sources.find(({ name }) => name === "members")).toMatchObject({ status: "failed", sha256: null });
  expect(audit.checks.find(({ id }) => id === "person-without-account")).toMatchObject({ outcome: "not-assessed", failing: 0 });
});

test("a list that moved once is read again from the start", async () => {
  await company.fault({ server: "calendly", path: "/organization_memberships", kind: "repeat-row", times: 1 });
  const { audit } = await audited();
  expect(audit.status).toBe("complete");
  expect(audit.sources.find(({ name }) => name === "members")?.requests).toBe(4);
});

test("an address of another host is not followed, nor is it needed", async () => {
  await company.fault({ server: "calendly", path: "/organization_memberships", kind: "foreign-next", to: "http://127.0.0.1:9" });
  expect((await audited()).audit.status).toBe("complete");
});

test("a 429 is waited out, and the token stands nowhere", async () => {
  const headers = { "X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1" };
  await company.fault({ server: "calendly", path: "/groups", kind: "status", status: 429, headers, body: "{}", times: 1 });
  const { audit, text } = await audited();
  expect(audit.status).toBe("complete");
  expect(text).not.toContain(company.env.CALENDLY_TOKEN);
});

test("a token that was revoked is said to be one, and nothing is asked twice", async () => {
  const { stdout, code } = await company.audit(["calendly", "--no-publish"], { CALENDLY_TOKEN: "example-token-revoked" });
  expect(code).toBe(4);
  expect(stdout).toContain("it may have expired or been revoked");
  expect(stdout).not.toContain("example-token-revoked");
});
