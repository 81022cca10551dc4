import { type AuditOverview, auditOverview } from "../core/audit-overview.ts";
import type { AuditState } from "../model/event.ts";
import type { IssueLink } from "../model/report.ts";
import type { Context } from "./context.ts";
import { type LookedAt, lookAtAudits } from "./look-at-audits.ts";

/** `rollcall status --format json`. */
export interface StatusReport {
  schema: "rollcall.status/1";
  at: string;
  audits: (AuditOverview & { name: string })[];
  /** Of systems rollcall.yaml has no more: only what the store says. */
  orphans: { audit: string; state: AuditState; issue: IssueLink | null }[];
}

/** Where audits stand, from what is remembered: nothing is read. @param of.audits ids; null = those that are not ended */
export async function listAudits(context: Context, of: { audits: readonly string[] | null }): Promise<StatusReport> {
  const looked = await lookAtAudits(context, of);
  return {
    schema: "rollcall.status/1",
    at: context.now,
    audits: looked.flatMap((one) => overview(one, context.now)),
    orphans: looked.flatMap(({ memory, system }) => {
      const { id: audit, state, issue } = memory.audit;
      return system ? [] : [{ audit, state, issue }];
    }),
  };
}

function overview({ memory, system, state }: LookedAt, now: string): StatusReport["audits"] {
  return system && state ? [{ ...auditOverview({ memory, state }, now), name: system.name }] : [];
}
