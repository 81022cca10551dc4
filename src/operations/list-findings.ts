import type { FindingsReport, ListedAudit, ListedFinding, ReportedStanding } from "../model/findings-report.ts";
import type { Standing } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import { compareIds } from "../model/json.ts";
import type { RememberedFinding } from "../model/memory.ts";
import { compareSeverity } from "../model/severity.ts";
import type { Context } from "./context.ts";
import { type LookedAt, lookAtAudits } from "./look-at-audits.ts";

export interface FindingsWanted {
  /** Ids; null = those that are not ended. */
  audits: readonly string[] | null;
  /** Settled ones too. */
  all: boolean;
  check: string | null;
  /** E-mail of who is asked, or whom it is about. */
  of: string | null;
}

/** Findings as they stand, from what is remembered. Worst first, then by ref. */
export async function listFindings(context: Context, wanted: FindingsWanted): Promise<FindingsReport> {
  const looked = await lookAtAudits(context, wanted);
  return { schema: "rollcall.findings/1", at: context.now, audits: looked.map((one) => listed(one, wanted)) };
}

function listed({ memory, system, state, standings }: LookedAt, wanted: FindingsWanted): ListedAudit {
  const { id, system: systemId, state: auditState, issue } = memory.audit;
  const subjects = new Map(state?.findings.map(({ key, subjects: all }) => [key, all]));
  const findings = memory.findings
    .map((one) => finding(one, standings.get(one.finding.key)))
    .filter((one) => wanted.all || one.standing.is !== "settled")
    .filter((one) => wanted.check === null || one.check === wanted.check)
    .filter((one) => wanted.of === null || concerns(one, { email: wanted.of, subjects: subjects.get(one.key) ?? [] }))
    .sort((a, b) => compareSeverity(a.severity, b.severity) || compareIds(a.ref, b.ref));
  return { audit: id, name: system?.name ?? systemId, state: auditState, issue, findings };
}

function concerns({ answers_to }: ListedFinding, { email, subjects }: { email: string; subjects: readonly string[] }): boolean {
  return [answers_to.email ?? "", ...subjects].map(normalEmail).includes(normalEmail(email));
}

function finding({ finding: one, foundAt }: RememberedFinding, standing: Standing | undefined): ListedFinding {
  return { ...one, found_at: foundAt, standing: standingOf(standing) };
}

export function standingOf(standing: Standing | undefined): ReportedStanding {
  const nothing = { is: "open" as const, by: null, claim: null, since: null, until: null, reason: null };
  if (!standing) return nothing;
  const { is, turn } = standing;
  const said = { ...nothing, is, since: turn.since, reason: turn.reason };
  if (standing.is === "open") return { ...said, claim: standing.claim };
  return standing.is === "settled" ? { ...said, by: standing.by, since: standing.at, until: standing.until } : said;
}
