import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RecheckedAuditReport, RecheckReport } from "../model/recheck-report.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { now } from "../testing/company.ts";
import { federal, type Ran, useCompany } from "../testing/use-company.ts";

const on = useCompany();
const [eighteen, fifteen] = servers;

interface Rechecked {
  code: number | null;
  stderr: string;
  audit: RecheckedAuditReport | undefined;
}

const tomorrow = "2026-11-23T12:00:00Z";
const nextWeek = "2026-11-30T12:00:00Z";

describe.each([
  { where: "PostgreSQL 18", which: eighteen },
  { where: "PostgreSQL 15", which: fifteen },
])("on $where", ({ which }) => {
  const server = useServer(which);
  let env: Record<string, string> = {};
  beforeEach(async () => {
    env = { DATABASE_URL: await server.database({ empty: true }) };
  });

  const recheck = async (args: readonly string[] = [], at = tomorrow): Promise<Rechecked> => {
    const finished = await on.run(["recheck", federal, "--format", "json", "--now", at, ...args], env);
    const report = finished.stdout ? (JSON.parse(finished.stdout) as RecheckReport) : null;
    return { code: finished.code, stderr: finished.stderr, audit: report?.audits[0] };
  };

  test("x", async () => {
    const first = await on.audit(["--no-publish"], env);
    for (const f of first.audit?.findings ?? []) console.log(f.key, f.source, f.exempt !== null);
    console.log(first.audit?.sources.map((s) => `${s.name} ${s.requests}`).join(", "));
    await on.audit([], env);
    const r = await recheck();
    console.log(
      r.code,
      r.stderr,
      JSON.stringify(r.audit?.reread),
      r.audit?.requests,
      r.audit?.open.length,
      r.audit?.fixed.length,
      r.audit?.unlooked.length,
    );
  });
});
