import { type Asker, asSubject } from "../../core/may-decide.ts";
import type { Answer, Asked } from "../../model/api/endpoints.ts";
import type { Finding, Recorded } from "../../model/api/finding.ts";
import { usageError } from "../../model/errors.ts";
import type { Context } from "../../operations/context.ts";
import { type Dashboard, isConfigured, type Looks, periodsOf } from "../../operations/dashboard.ts";
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
import type { SignInHandlers } from "../sign-in/handlers.ts";
import { actorOf, type Who } from "../who.ts";
import { auditHandlers } from "./audit-handlers.ts";
import type { Handlers, WholeLists } from "./mount.ts";
import { auditOf, missing } from "./there.ts";

export interface HandlersOptions {
  /** What a request works with, at its time: configuration, roster and store, as far as whoever asks may see. */
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  /** The same with every system: for what is asked of whoever asks. */
  usingAll: HandlersOptions["using"];
  looks: Looks;
  signIn: SignInHandlers;
  /** Readings that are asked for here. */
  asked: AskedWork;
}

/** What each call of the API does for one who asks. */
export function handlersOf({ using, usingAll, looks, signIn, asked: work }: HandlersOptions): {
  handlers: Handlers;
  whole: WholeLists;
} {
  const look = <T>(act: (dashboard: Dashboard) => Promise<T> | T) => using(async (context) => act(await looks.at(context)));
  const ofPeriod = <T>(period: string | undefined, show: (dashboard: Dashboard, period: string) => Promise<T>) =>
    look((dashboard) => show(dashboard, period ?? dashboard.period));
  const handlers: Handlers = {
    ...signIn,
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
    person: ({ id }, who) => look(async (dashboard) => (await showPerson(dashboard, id, who)) ?? missing(`person ${id}`)),
    accessMap: ({ period }) => ofPeriod(period, showAccessMap),
    credentials: (asked) => ofPeriod(asked.period, (dashboard, period) => showCredentials(dashboard, period, asked)),
    seats: ({ period }) => ofPeriod(period, showSeats),
    findings: (asked, who) => look((dashboard) => showFindings(dashboard.context, wanted(dashboard, asked), { asked, by: who })),
    finding: ({ system, period, ref }, who) =>
      at(`${system}/${period}`, who, async ({ context, by, sees }) => {
        const dashboard = await looks.at(context);
        const shown = showFinding(dashboard, auditOf(dashboard, `${system}/${period}`), { ref, by });
        if (shown && (sees || shown.may.answer)) return shown;
        return missing(sees ? `finding ${ref} of ${system}/${period}` : `audit ${system}/${period}`);
      }),
    async myItems(_asked, who) {
      const seen = await using(async ({ config }) => config);
      const sees = (audit: string) => isConfigured({ config: seen }, audit);
      return usingAll(async (context) => showMyItems(await looks.at(context), { by: who, sees }));
    },
    exemptions: () => look(showExemptions),
    followUp: () => look(showFollowUp),
    activity: (asked, who) => look((dashboard) => showActivity(dashboard, asked, who)),
    answer: ({ audit, findings, kind, reason }, who) =>
      said(audit, { findings, command: answerOf(kind, { refs: findings.map(({ ref }) => ref), reason }), who }),
    decide: ({ audit, findings, kind, until, reason }, who) =>
      said(audit, { findings, command: decisionOf(kind, { refs: findings.map(({ ref }) => ref), until, reason }), who }),
    ...auditHandlers({ using, looks, asked: work }),
    takeBack: ({ audit, source }, who) =>
      at(audit, who, async ({ context, by, sees, findings }) => {
        if (!sees && !(await findings()).some(({ may }) => may.answer)) missing(`audit ${audit}`);
        const refs = new Set(await takeBack(context, audit, { source, speaker: { ...speakerOf(who), isListed: by.isListed } }));
        return { recorded: [], refusals: [], findings: (await findings()).filter(({ ref }) => refs.has(ref)), undo: null };
      }),
    running: () =>
      using(async (context) => {
        const items = await (await context.store()).live.running();
        return { items: items.filter(({ audit }) => isConfigured(context, audit)) };
      }),
    start: ({ system, period }, who) =>
      using(async (context) => {
        const audit = `${system}/${period}`;
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

  /**
   * One audit as somebody may see it. Of a system that is not theirs to see there is nothing but what is asked of them: then they are
   * one of those who are asked, whatever they are elsewhere, and whoever `act`s for them looks that it is.
   */
  async function at<T>(audit: string, who: Who, act: (near: Near) => Promise<T>): Promise<T> {
    const sees = await using(async (context) => isConfigured(context, audit));
    const by = sees ? who : asSubject(who);
    return (sees ? using : usingAll)((context) => {
      const findings = async () => findingsOf(context, auditOf(await looks.at(context), audit), by);
      return act({ context, by, sees, findings });
    });
  }

  function said(
    audit: string,
    { findings: on, command, who }: { findings: readonly { ref: string; version: string }[]; command: FindingCommand; who: Who },
  ): Promise<Recorded> {
    return at(audit, who, async ({ context, by, sees, findings }) => {
      const before = await findings();
      const foreign = command.refs.filter((ref) => !before.some((one) => one.ref === ref && one.may.answer));
      if (!sees && foreign.length > 0) missing(`audit ${audit}`);
      const known = foreign.filter((ref) => before.some((one) => one.ref === ref));
      if (known.length > 0) throw usageError(`${known.join(", ")}: not asked of you, nor about you`);
      const seen = new Map(on.map(({ ref, version }) => [ref, version]));
      const speaker = { ...speakerOf(who), isListed: by.isListed };
      const { recorded, refusals, undo } = await decide(context, audit, { command, speaker, seen });
      return { recorded, refusals, findings: (await findings()).filter(({ ref }) => seen.has(ref)), undo };
    });
  }
}

/** What of an audit is somebody's to see. */
interface Near {
  context: Context;
  by: Asker;
  /** Whether they may see its system. */
  sees: boolean;
  /** As they stand now. */
  findings(): Promise<Finding[]>;
}

function speakerOf(who: Who) {
  return { email: who.email, actor: actorOf(who), via: "page" as const, isListed: who.isListed };
}

function sessionOf(dashboard: Dashboard, { email, name: said, roles, via, expiresAt }: Who) {
  const { config, now } = dashboard.context;
  const { id, name } = namedBy(email, dashboard.context);
  return {
    who: { email, name: name ?? said, roles: [...roles], person: id },
    via,
    expires_at: expiresAt,
    organization: config.organization,
    ...{ period: dashboard.period, periods: periodsOf(dashboard), time_zone: config.timeZone, now },
    systems: config.systems.map((system) => ({ id: system.id, name: system.name, platform: system.platform })),
  };
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
