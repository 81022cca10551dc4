// Three earlier quarters of the made-up company, for a dashboard that has something to compare with: what `script/demo` plays before it
// shows today. Every audit is run, followed up, decided and closed by Rollcall's own commands, at the time of its quarter.
import type { FindingsReport } from "../src/model/findings-report.ts";
import type { AuditReport } from "../src/model/report.ts";
import { rollcall } from "../src/testing/rollcall.ts";
import { type Simulators, startSimulators } from "./simulators.ts";

const day = 86_400_000;
const quarter = 91 * day;

type Run = (args: readonly string[]) => Promise<{ code: number | null; stdout: string; stderr: string }>;

/** @param folder of the company, whose platforms are started anew for each quarter @param tell one line a quarter */
export async function playHistory(folder: string, tell: (line: string) => void): Promise<void> {
  for (const back of [3, 2, 1]) {
    const at = Date.now() - back * quarter;
    const company = await startSimulators(["--folder", folder, "--now", iso(at), "--limit", "100000"]);
    try {
      tell(await playQuarter(company, at));
    } finally {
      company.stop();
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

async function playQuarter(company: Simulators, at: number): Promise<string> {
  const { config, env, folder, roles } = company;
  const run = (args: readonly string[], days = 0) =>
    rollcall([...args, "--config", config, "--now", iso(at + days * day)], { cwd: folder, env });
  const audited = await run(["audit", "--format", "json"]);
  if (audited.code !== 0) throw new Error(audited.stderr);
  const { period, audits: read } = JSON.parse(audited.stdout) as AuditReport;
  const audits = read.map(({ system }) => `${system}/${period}`);
  await run(["follow-up", "--start", ...audits, "--as", roles.auditor], 1);
  const until = iso(at + 60 * day).slice(0, 10);
  const closed = await Promise.all(
    audits.map(async (audit) => {
      await settle((command) => run(command, 9), { audit, roles, until });
      return isClosed((by) => run(["close", audit, "--as", by], 10), roles);
    }),
  );
  return `  ${period}: ${closed.filter(Boolean).length} of ${audits.length} audits closed`;
}

/** The ops manager reviews; their deputy where a finding is about them. */
async function isClosed(
  close: (by: string) => Promise<{ code: number | null }>,
  { opsManager, deputy }: Simulators["roles"],
): Promise<boolean> {
  return (await close(opsManager)).code === 0 || (await close(deputy)).code === 0;
}

/** What nobody fixed is accepted for two months: by the auditor, and what is about them by somebody else. */
async function settle(
  run: Run,
  { audit, roles, until }: { audit: string; roles: Simulators["roles"]; until: string },
): Promise<void> {
  for (const by of [roles.auditor, roles.opsManager, roles.deputy]) {
    const { stdout } = await run(["findings", audit, "--format", "json"]);
    const [listed] = (JSON.parse(stdout) as FindingsReport).audits;
    const refs = (listed?.findings ?? []).map(({ ref }) => ref);
    if (refs.length === 0) return;
    await run(["decide", audit, "accept", ...refs, "until", `${until}:`, "looked at in the review of the quarter", "--as", by]);
  }
}
