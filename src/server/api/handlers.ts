import type { Answer, Asked } from "../../model/api/endpoints.ts";
import type { Recorded } from "../../model/api/finding.ts";
import { usageError } from "../../model/errors.ts";
import type { Context } from "../../operations/context.ts";
import { type Dashboard, isConfigured, openLooks, periodsOf } from "../../operations/dashboard.ts";
import { decide, type FindingCommand } from "../../operations/decide.ts";
import { listReading } from "../../operations/list-reading.ts";
import { allAccounts, showAccounts } from "../../operations/listed-accounts.ts";
import type { LookedAt } from "../../operations/look-at-audits.ts";
import { showAccessMap } from "../../operations/show-access-map.ts";
import { showActivity, showFinding } from "../../operations/show-activity.ts";
import { showAudit, showAudits } from "../../operations/show-audit.ts";
import { showCredentials } from "../../operations/show-credentials.ts";
import { showExemptions } from "../../operations/show-exemptions.ts";
import { findingsOf, namedBy, showFindings } from "../../operations/show-findings.ts";
import { showFollowUp, showMyItems } from "../../operations/show-follow-up.ts";
import { showOverview } from "../../operations/show-overview.ts";
import { showPeople, showPerson } from "../../operations/show-people.ts";
import { showSeats } from "../../operations/show-seats.ts";
import { startAudit } from "../../operations/start-audit.ts";
import { takeBack } from "../../operations/take-back.ts";
import type { AskedWork } from "../asked-work.ts";
import { actorOf, type Who } from "../who.ts";
import { auditHandlers } from "./audit-handlers.ts";
import type { Handlers, WholeLists } from "./mount.ts";
import { NotThere } from "./problem.ts";

export interface HandlersOptions {
  /** What a request works with: configuration, roster and store, at the time of the request. */
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  /** Readings that are asked for here. */
  asked: AskedWork;
}

/** What each call of the API does. */
export function handlersOf({ using, asked: work }: HandlersOptions): { handlers: Handlers; whole: WholeLists } {
  const looks = openLooks();
  const look = <T>(act: (dashboard: Dashboard) => Promise<T> | T) => using(async (context) => act(await looks.at(context)));
  const ofPeriod = <T>(period: string | undefined, show: (dashboard: Dashboard, period: string) => Promise<T>) =>
    look((dashboard) => show(dashboard, period ?? dashboard.period));
  const handlers: Handlers = {
    session: (_asked, who) => look((dashboard) => sessionOf(dashboard, who)),
    overview: ({ period }) => ofPeriod(period, showOverview),
    audits: ({ period }) => ofPeriod(period, async (dashboard, one) => ({ items: await showAudits(dashboard, one) })),
    audit: ({ system, period }) => look((dashboard) => showAudit(dashboard, auditOf(dashboard, `${system}/${period}`))),
    accounts: (asked) =>
      using(async (context) => {
        const page = isConfigured(context, asked.audit) ? await showAccounts(context, await context.store(), asked) : null;
        return page ?? nothingListed(context, asked.audit);
      }),
    changes: ({ system, period }) =>
      look(async (dashboard) => {
        const { context } = dashboard;
        const audit = auditOf(dashboard, `${system}/${period}`).memory.audit.id;
        const { summary, why } = await listReading(context, await context.store(), audit);
        return summary?.changes ?? missing(`comparison of ${audit}: ${why}`);
      }),
    people: (asked) => look((dashboard) => showPeople(dashboard, asked)),
    person: ({ id }, who) => look(async (dashboard) => (await showPerson(dashboard, id, who.email)) ?? missing(`person ${id}`)),
    accessMap: ({ period }) => ofPeriod(period, showAccessMap),
    credentials: (asked) => ofPeriod(asked.period, (dashboard, period) => showCredentials(dashboard, period, asked)),
    seats: ({ period }) => ofPeriod(period, showSeats),
    findings: (asked, who) =>
      look((dashboard) => showFindings(dashboard.context, wanted(dashboard, asked), { asked, by: who.email })),
    finding: ({ system, period, ref }, who) =>
      look((dashboard) => {
        const audit = auditOf(dashboard, `${system}/${period}`);
        return showFinding(dashboard, audit, { ref, by: who.email }) ?? missing(`finding ${ref} of ${system}/${period}`);
      }),
    myItems: (_asked, who) => look((dashboard) => showMyItems(dashboard, who.email)),
    exemptions: () => look(showExemptions),
    followUp: () => look(showFollowUp),
    activity: (asked) => look((dashboard) => showActivity(dashboard, asked)),
    answer: ({ audit, findings, kind, reason }, who) =>
      said(audit, { findings, command: answerOf(kind, { refs: findings.map(({ ref }) => ref), reason }), who }),
    decide: ({ audit, findings, kind, until, reason }, who) =>
      said(audit, { findings, command: decisionOf(kind, { refs: findings.map(({ ref }) => ref), until, reason }), who }),
    ...auditHandlers({ using, looks, asked: work, refuseClaimed }),
    takeBack: ({ audit, source }, who) =>
      using(async (context) => {
        auditOf(await looks.at(context), audit);
        const refs = new Set(await takeBack(context, audit, { source, speaker: speakerOf(who) }));
        const now = findingsOf(context, auditOf(await looks.at(context), audit), who.email);
        return { recorded: [], refusals: [], findings: now.filter(({ ref }) => refs.has(ref)), undo: null };
      }),
    running: () =>
      using(async (context) => {
        const items = await (await context.store()).live.running();
        return { items: items.filter(({ audit }) => isConfigured(context, audit)) };
      }),
    start: ({ system, period }, who) =>
      using(async (context) => {
        const audit = `${system}/${period}`;
        refuseClaimed(context);
        auditOf(await looks.at(context), audit);
        const { refusal } = await startAudit(context, audit, speakerOf(who));
        if (refusal !== null) throw usageError(refusal);
        const dashboard = await looks.at(context);
        return showAudit(dashboard, auditOf(dashboard, audit));
      }),
  };
  return { handlers, whole: { accounts: everyAccount } };

  async function* everyAccount(asked: Asked<"accounts">): AsyncGenerator<string> {
    const { context, store } = await using(async (opened) => {
      if (!isConfigured(opened, asked.audit)) missing(`audit ${asked.audit}`);
      return { context: opened, store: await opened.store() };
    });
    const all = await allAccounts(context, store, asked);
    if (all === null) await nothingListed(context, asked.audit);
    else yield* all;
  }

  /** Of an audit nothing can be listed of there is nothing to show; another one there is not. */
  async function nothingListed(context: Context, audit: string): Promise<Answer<"accounts">> {
    auditOf(await looks.at(context), audit);
    return { items: [], next: null, total: 0 };
  }

  function said(
    audit: string,
    { findings, command, who }: { findings: readonly { ref: string; version: string }[]; command: FindingCommand; who: Who },
  ): Promise<Recorded> {
    return using(async (context) => {
      if (isDecision(command)) refuseClaimed(context);
      const before = findingsOf(context, auditOf(await looks.at(context), audit), who.email);
      const foreign = before.filter(({ ref, may }) => command.refs.includes(ref) && !may.answer);
      if (foreign.length > 0) throw usageError(`${foreign.map(({ ref }) => ref).join(", ")}: not asked of you, nor about you`);
      const seen = new Map(findings.map(({ ref, version }) => [ref, version]));
      const { recorded, refusals, undo } = await decide(context, audit, { command, speaker: speakerOf(who), seen });
      const dashboard = await looks.at(context);
      const now = findingsOf(context, auditOf(dashboard, audit), who.email).filter(({ ref }) => seen.has(ref));
      return { recorded, refusals, findings: now, undo };
    });
  }
}

function isDecision({ verb }: FindingCommand): boolean {
  return verb === "accept" || verb === "reject" || verb === "reopen";
}

/** Who opened the link only says who they are, as on the command line: where that is not enough there, it is not here. */
function refuseClaimed({ config }: Context): void {
  if (config.decisionsOnCommandLine) return;
  throw usageError(
    "this is not decided here: decisions.command_line is false in rollcall.yaml, and who opened the link is only claimed",
    "do it in the audit's issue, where GitLab knows who you are",
  );
}

function speakerOf(who: Who) {
  return { email: who.email, actor: actorOf(who), via: "page" as const };
}

function sessionOf(dashboard: Dashboard, { email, roles, expiresAt }: Who) {
  const { config, now } = dashboard.context;
  const { id, name } = namedBy(email, dashboard.context);
  return {
    who: { email, name, roles: [...roles], person: id },
    expires_at: expiresAt,
    organization: config.organization,
    ...{ period: dashboard.period, periods: periodsOf(dashboard), time_zone: config.timeZone, now },
    systems: config.systems.map((system) => ({ id: system.id, name: system.name, platform: system.platform })),
  };
}

function auditOf({ audits }: Dashboard, id: string): LookedAt {
  return audits.get(id) ?? missing(`audit ${id}`);
}

function missing(what: string): never {
  throw new NotThere(what);
}

function wanted(
  { audits, period }: Dashboard,
  asked: { audit?: string | undefined; period?: string | undefined; system?: string | undefined },
): LookedAt[] {
  if (asked.audit !== undefined && !audits.has(asked.audit)) missing(`audit ${asked.audit}`);
  return [...audits.values()].filter(({ memory: { audit } }) => {
    if (asked.audit !== undefined) return audit.id === asked.audit;
    return audit.period === (asked.period ?? period) && (asked.system ?? audit.system) === audit.system;
  });
}

function answerOf(
  verb: "fixed" | "roster" | "explain",
  { refs, reason }: { refs: string[]; reason: string | null },
): FindingCommand {
  if (verb !== "explain") return { verb, refs, reason };
  if (!reason) throw usageError("an explanation needs words", "say why it is so");
  return { verb, refs, reason };
}

function decisionOf(
  verb: "accept" | "reject" | "reopen",
  { refs, until, reason }: { refs: string[]; until: string | null; reason: string },
): FindingCommand {
  if (verb !== "accept") return { verb, refs, reason };
  if (!until || !/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(Date.parse(until)))
    throw usageError("an acceptance needs its last day", "give it as until: 2027-03-31");
  return { verb, refs, until, reason };
}
