import type { AuditDetail } from "../model/api/audit.ts";
import { endedStates } from "../model/event.ts";
import { auditsOf, type Dashboard } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { auditLine } from "./show-overview.ts";

/** One audit: its sources with their ledgers, its checks, and where it is on the ladder. */
export async function showAudit(dashboard: Dashboard, audit: LookedAt): Promise<AuditDetail> {
  const { memory, system, state } = audit;
  if (!system) throw new Error(`${memory.audit.id} has no system`);
  const reading = await dashboard.reading(audit);
  const ended = memory.events.findLast((event) => event.kind === "state-changed" && endedStates.includes(event.to));
  const others = [...dashboard.audits.values()].filter((one) => one.memory.audit.system === memory.audit.system);
  return {
    ...auditLine(dashboard, { system, audit, reading }),
    period: memory.audit.period,
    ...{ opened_at: memory.audit.openedAt, started_at: state?.startedAt ?? null },
    ended_at: endedStates.includes(memory.audit.state) ? (ended?.at ?? null) : null,
    sources: reading?.sources ?? memory.last.whole?.sources ?? [],
    checks: reading?.view.audit.checks ?? [],
    others: others
      .map((one) => one.memory.audit.id)
      .filter((id) => id !== memory.audit.id)
      .sort()
      .reverse(),
  };
}

/** The audits of a period, a line each. */
export async function showAudits(dashboard: Dashboard, period: string): Promise<AuditDetail[]> {
  return Promise.all(auditsOf(dashboard, period).map((audit) => showAudit(dashboard, audit)));
}
