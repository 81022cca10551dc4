import type { Asker } from "../core/may-decide.ts";
import type { FindingDetail } from "../model/api/finding.ts";
import type { ActivityItem, ActivityPage } from "../model/api/lists.ts";
import type { AuditEvent } from "../model/event.ts";
import { compareText } from "../model/json.ts";
import { addDays } from "../model/period.ts";
import { eventWords } from "../reports/event-sentence.ts";
import { journalSentence } from "../reports/journal-sentence.ts";
import type { Context } from "./context.ts";
import { type Dashboard, isConfigured } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { paged } from "./paged.ts";
import { findingsOf, hasWords } from "./show-findings.ts";
import { refsOf } from "./show-people.ts";

export interface ActivityAsked {
  audit?: string | undefined;
  system?: string | undefined;
  kind?: string | undefined;
  actor?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Days for which what is of no audit is shown; the journal has it always. */
const journalDays = 90;

/** What happened, newest first; to those in charge also what is of no audit: who signed in, tokens made and revoked. */
export async function showActivity({ audits, context }: Dashboard, asked: ActivityAsked, by: Asker): Promise<ActivityPage> {
  const wanted = [...audits.values()].filter(({ memory: { audit } }) => {
    return (asked.audit ?? audit.id) === audit.id && (asked.system ?? audit.system) === audit.system;
  });
  const ofNone = by.inCharge && asked.audit === undefined && asked.system === undefined ? await journaled(context) : [];
  const items = [...wanted.flatMap((audit) => itemsOf(audit)), ...ofNone]
    .filter(({ kind, actor }) => (asked.kind ?? kind) === kind && (asked.actor ?? actor) === actor)
    .filter(({ sentence, actor, reason, refs }) => hasWords([sentence, actor, reason, ...refs].join(" ").toLowerCase(), asked.q));
  return paged(items.sort(newestFirst), asked);
}

async function journaled(context: Context): Promise<ActivityItem[]> {
  const { journal } = await context.store();
  const since = addDays(context.now.slice(0, 10), -journalDays);
  const items: ActivityItem[] = [];
  for (let before: string | undefined; ; ) {
    const page = await journal.page({ before, limit: 1000 });
    const recent = page.items.filter(({ at }) => at >= since);
    for (const { id, at, kind, actor, payload } of recent) {
      const audit = typeof payload.audit === "string" ? payload.audit : null;
      if (audit !== null && !isConfigured(context, audit)) continue;
      const sentence = journalSentence(kind, payload);
      items.push({ ...{ id, at, audit, kind, actor, sentence }, reason: null, refs: [], where: null });
    }
    if (page.next === null || recent.length < page.items.length) return items;
    before = page.next;
  }
}

function itemsOf(looked: LookedAt): ActivityItem[] {
  const refs = refsOf(looked);
  const { id: audit, issue } = looked.memory.audit;
  return looked.memory.events.map((event) => {
    const { sentence, reason, keys } = eventWords(event);
    return {
      ...{ id: `${audit}#${event.n}`, at: event.at, audit, kind: event.kind, actor: event.actor, sentence, reason },
      refs: keys.flatMap((key) => refs.get(key) ?? []),
      where: placeOf(event) ?? issue?.url ?? null,
    };
  });
}

function placeOf(event: AuditEvent): string | null {
  return event.kind === "act-made" ? event.where : null;
}

function newestFirst(a: ActivityItem, b: ActivityItem): number {
  return Date.parse(b.at) - Date.parse(a.at) || compareText(a.audit ?? "", b.audit ?? "") || numberOf(b) - numberOf(a);
}

/** Of an event, in its audit; what is of the journal has none. */
function numberOf({ id }: ActivityItem): number {
  return Number(/#(\d+)$/.exec(id)?.[1] ?? 0);
}

/** One finding with everything that was said and done about it, oldest first; `null` = the audit has none of this ref. */
export function showFinding({ context }: Dashboard, audit: LookedAt, of: { ref: string; by: Asker }): FindingDetail | null {
  const finding = findingsOf(context, audit, of.by).find(({ ref }) => ref === of.ref.toUpperCase());
  if (!finding) return null;
  const about = audit.memory.events.filter((event) => eventWords(event).keys.includes(finding.key));
  const history = about.map((event) => {
    const { sentence, reason } = eventWords(event);
    return { at: event.at, actor: event.actor, what: sentence, words: reason, where: placeOf(event) };
  });
  return { ...finding, history };
}
