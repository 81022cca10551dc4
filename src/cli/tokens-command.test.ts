import { expect, test } from "vitest";
import type { TokensReport } from "../model/tokens.ts";
import { now } from "../testing/company.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();

async function listed(...args: string[]) {
  const { stdout, code, stderr } = await on.run(["tokens", "--now", now, "--format", "json", ...args]);
  return { code, stderr, report: JSON.parse(stdout) as TokensReport };
}

test("every token is listed; those without a justification are those the audit asks about", async () => {
  const { report, code } = await listed(federal);
  const { audit } = await on.audit(["--no-publish"]);
  const found = audit?.findings.filter(({ check }) => check === "token-unjustified") ?? [];
  const idsOf = (exempt: boolean) =>
    found
      .filter((finding) => (finding.exempt !== null) === exempt)
      .map(({ credential }) => credential?.id)
      .sort();
  const [system] = report.systems;
  expect([code, report.remembered, system?.reason]).toEqual([0, true, null]);
  const justifiedBy = (by: string | null) =>
    system?.tokens.flatMap(({ id, justification }) => ((justification?.by ?? null) === by ? [id] : [])).sort();
  expect([justifiedBy(null), justifiedBy("exemption")]).toEqual([idsOf(false), idsOf(true)]);
  expect(idsOf(true)).not.toEqual([]);
  expect(system?.tokens.some(({ justification }) => justification?.by === "request-link")).toBe(true);
}, 60_000);

test("none named are all that have any, and no more is read than tokens rest on", async () => {
  await on.company.mend();
  const before = (await on.company.books()).requests.length;
  const { report } = await listed();
  expect(report.systems.map(({ system }) => system)).not.toContain("pagerduty");
  const asked = (await on.company.books()).requests.slice(before).map(({ path }) => path.replace(/\?.*/, ""));
  expect(asked.filter((path) => path.includes("group_memberships"))).toEqual([]);
}, 60_000);

test("a list of tokens that is refused is said, and exits 3", async () => {
  await on.company.state({ server: federal, switches: { apiTokens: "off" } });
  await on.company.fault({ server: federal, kind: "html", path: "/api/v2/api_tokens" });
  const { report, code } = await listed(federal);
  expect([code, report.systems[0]?.reason]).toEqual([3, expect.stringContaining("api-tokens could not be read")]);
}, 60_000);
