import { type Asker, asSubject } from "../core/may-decide.ts";
import { plan } from "../core/plan.ts";
import type { FollowUp, MyItems } from "../model/api/lists.ts";
import { endedStates } from "../model/event.ts";
import { normalEmail } from "../model/identity.ts";
import { addDays } from "../model/period.ts";
import type { Dashboard } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { findingsOf, namedBy } from "./show-findings.ts";
import { auditLine } from "./show-overview.ts";

/** Days ahead that are shown. */
const ahead = 14;

/** Who is waited for, and what will be sent within two weeks if nothing happens. */
export async function showFollowUp(dashboard: Dashboard): Promise<FollowUp> {
  const { now } = dashboard.context;
  const until = `${addDays(now.slice(0, 10), ahead)}T00:00:00.000Z`;
  const open = openAudits(dashboard);
  const audits = await Promise.all(open.map((audit) => lineOf(dashboard, audit)));
  const upcoming = open.flatMap((audit) => actsOf(dashboard, audit, until)).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { at: now, until, audits: audits.flat(), upcoming };
}

function openAudits({ audits }: Dashboard): LookedAt[] {
  return [...audits.values()].filter(({ memory }) => !endedStates.includes(memory.audit.state));
}

async function lineOf(dashboard: Dashboard, audit: LookedAt): Promise<FollowUp["audits"]> {
  const { system } = audit;
  return system ? [auditLine(dashboard, { system, audit, reading: await dashboard.reading(audit) })] : [];
}

function actsOf({ context }: Dashboard, { memory, state }: LookedAt, until: string): FollowUp["upcoming"] {
  if (!state) return [];
  const found = new Map(memory.findings.map(({ finding }) => [finding.key, finding]));
  return plan(state, { from: context.now, until }).map(({ at, act }) => ({
    ...{ audit: memory.audit.id, at, step: act.step, channel: act.channel },
    to: act.to.map((email) => namedBy(email, context)),
    about: namedBy(act.about, context),
    items: act.items.flatMap(({ key, ref }) => {
      const finding = found.get(key);
      return finding ? [{ ref, severity: finding.severity, message: finding.message }] : [];
    }),
  }));
}

/**
 * What is asked of somebody, on every system; and what waits for their decision, and for their review, on those they may see.
 * @param of.sees whether an audit is of one
 */
export async function showMyItems(
  dashboard: Dashboard,
  { by, sees }: { by: Asker; sees(audit: string): boolean },
): Promise<MyItems> {
  const { context } = dashboard;
  const open = openAudits(dashboard);
  const findings = open.flatMap((one) => findingsOf(context, one, sees(one.memory.audit.id) ? by : asSubject(by)));
  const isMine = (email: string | null) => email !== null && normalEmail(email) === normalEmail(by.email);
  const mine = findings.filter(({ answers_to: to, person }) => isMine(to?.email ?? null) || isMine(person?.email ?? null));
  const reviewed = open.filter(({ memory }) => memory.audit.state === "in-review" && sees(memory.audit.id));
  const lines = (await Promise.all(reviewed.map((audit) => lineOf(dashboard, audit)))).flat();
  return {
    items: mine.filter(({ standing }) => standing.is !== "settled"),
    to_decide: findings.filter(({ standing, may }) => standing.is === "explained" && may.decide),
    to_review: lines.filter(({ waits_for: waits }) => waits.some(({ who }) => isMine(who.email))),
    settled: mine.filter(({ standing }) => standing.is === "settled").length,
  };
}
