import { expect, test } from "vitest";
import type { RecheckReport } from "../model/recheck-report.ts";
import type { AuditReport } from "../model/report.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { now } from "../testing/company.ts";
import { useCompany } from "../testing/use-company.ts";

const on = useCompany();
const server = useServer(servers[0]);

/** Every platform's way from a finding to what is read again, with nothing changed since: the law that makes "gone" believable. */
test("of every platform: nothing has changed, so nothing is gone, back, or could not be looked at; and it costs no more than an audit", async () => {
  const env = { DATABASE_URL: await server.database({ empty: true }) };
  const audited = await on.run(["audit", "--format", "json", "--now", now], env);
  const { audits } = JSON.parse(audited.stdout) as AuditReport;
  const finished = await on.run(["recheck", ...audits.map(({ system }) => system), "--format", "json", "--now", now], env);
  const report = JSON.parse(finished.stdout) as RecheckReport;
  expect(finished.stderr).not.toContain("error:");
  expect([finished.code, report.audits.length]).toEqual([0, audits.length]);
  for (const { audit, fixed, back, open, unlooked, requests } of report.audits) {
    const first = audits.find(({ system }) => audit.startsWith(`${system}/`));
    const wanted = first?.findings.filter(({ exempt }) => !exempt).map(({ key, ref }) => `${key} ${ref}`);
    expect([audit, fixed, back, unlooked]).toEqual([audit, [], [], []]);
    expect([audit, open.map(({ key, ref }) => `${key} ${ref}`).sort()]).toEqual([audit, wanted?.sort()]);
    const cost = first?.sources.reduce((sum, source) => sum + source.requests, 0) ?? 0;
    expect(requests, audit).toBeLessThanOrEqual(cost);
  }
});
