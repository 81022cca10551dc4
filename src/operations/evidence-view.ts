import type { ChainedEvent } from "../core/chain.ts";
import { lookbackOf, lookbackScene } from "../core/lookback.ts";
import { isThere } from "../core/recheck.ts";
import type { AuditEvent } from "../model/event.ts";
import type {
  EvidenceAccount,
  EvidenceCredential,
  EvidenceEvent,
  EvidenceExemption,
  EvidenceFinding,
  EvidenceView,
} from "../model/evidence-view.ts";
import type { Exemption } from "../model/exemption.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { RememberedFinding } from "../model/memory.ts";
import { rosterAt } from "../model/person.ts";
import type { AuditView } from "../model/report.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import { compareSeverity } from "../model/severity.ts";
import { eventWords } from "../reports/event-sentence.ts";
import { standingText } from "../reports/findings.ts";
import type { KeptReading } from "../store/evidence.ts";
import { standingOf } from "./list-findings.ts";
import type { LookedAt } from "./look-at-audits.ts";

/** Everything kept of an audit, as its evidence is made from. */
export interface EvidenceFacts {
  organization: string;
  timeZone: string;
  looked: LookedAt;
  chain: readonly ChainedEvent[];
  readings: readonly KeptReading[];
  /** The last reading of all sources that has its rows still. */
  whole: { reading: KeptReading; view: AuditView; scene: Scene; exemptions: readonly Exemption[] };
  /** ISO 8601: of the reading those findings were compared with; `null` = there is none, or it was of the same audit. */
  absentAt: string | null;
  rollcall: string;
}

/** The one view the reports of an audit's evidence are made from. Pure. */
export function evidenceView(facts: EvidenceFacts): EvidenceView {
  const { looked, chain, readings, whole } = facts;
  const { audit, events } = looked.memory;
  const { reading, view, scene } = whole;
  const refs = new Map(looked.memory.findings.map(({ finding }) => [finding.key, finding.ref]));
  const review = events.findLast((event) => event.kind === "reviewed");
  return {
    organization: facts.organization,
    ...{ audit: audit.id, system: audit.system, period: audit.period, state: audit.state, issue: audit.issue },
    ...{ name: view.name, platform: view.audit.platform, status: reading.status, openedAt: audit.openedAt },
    sealedAt: chain.at(-1)?.at ?? audit.openedAt,
    rollcall: facts.rollcall,
    roster: { source: scene.roster.source, revision: scene.roster.revision, people: scene.roster.people.length },
    review: review?.kind === "reviewed" ? review.review : null,
    listedAt: reading.takenAt,
    sources: reading.sources,
    ...{ counts: view.audit.counts, checks: view.audit.checks },
    findings: findingsIn(facts),
    accounts: { [Symbol.iterator]: () => accountsOf(view, scene) },
    accountCount: view.accounts.length,
    credentials: credentialsOf(view, scene),
    readings: readings.map(({ n, scope, takenAt, status, sources }) => ({
      ...{ n, scope, takenAt, status, sources },
      by: byOf(events, n),
    })),
    exemptions: whole.exemptions.filter(({ system }) => system === null || system === audit.system).map(exemptionOf),
    events: events.map((event) => eventOf(event, refs)),
  };
}

function findingsIn({ looked, readings, whole, absentAt, timeZone }: EvidenceFacts): EvidenceFinding[] {
  const followed = new Map(looked.state?.findings.map((one) => [one.key, one]));
  const scene = lookbackScene(whole.scene);
  const numbers = new Map(readings.map(({ takenAt, n }) => [takenAt, n]));
  return looked.memory.findings
    .toSorted((a, b) => compareSeverity(a.finding.severity, b.finding.severity))
    .map((one): EvidenceFinding => {
      const { finding, foundAt } = one;
      const standing = looked.standings.get(finding.key);
      const { answers = [], decisions = [] } = followed.get(finding.key) ?? {};
      const since = finding.change === "new" ? absentAt : null;
      return {
        ...{ finding, foundAt, answers: [...answers], decisions: [...decisions] },
        stands: standingText(standingOf(standing)),
        settled: standing?.is === "settled",
        proof: proofOf(one, numbers),
        lookback: lookbackOf(finding, { foundAt, absentAt: since, timeZone }, scene),
      };
    });
}

/** The reading that showed it gone. */
function proofOf(one: RememberedFinding, readings: ReadonlyMap<string, number>): EvidenceFinding["proof"] {
  const seen = one.sightings.at(-1);
  if (!seen || isThere(one)) return null;
  const reading = readings.get(seen.at);
  return reading === undefined ? null : { at: seen.at, reading };
}

/** Who had a reading made: whoever the event of it names. */
export function byOf(events: readonly AuditEvent[], n: number): string {
  const event = events.find((one) => (one.kind === "snapshot-taken" || one.kind === "rechecked") && one.snapshot === n);
  return event?.actor ?? "";
}

function* accountsOf({ accounts, audit }: AuditView, scene: Scene): Generator<EvidenceAccount> {
  const refs = refsBy(audit.findings, ({ account }) => account?.id);
  for (const one of accounts) yield accountOf(one, { scene, refs });
}

function accountOf(
  { account, person, by }: MatchedAccount,
  { scene, refs }: { scene: Scene; refs: ReadonlyMap<string, string[]> },
): EvidenceAccount {
  const { id, name, username, email, kind, class: its, role, admin, seated, suspended, mfa, createdAt, lastSignIn } = account;
  return {
    ...{ id, name, username, email, kind, class: its, admin, seated, suspended, mfa, createdAt, lastSignIn },
    level: role?.name ?? role?.id ?? its,
    grants: account.grants.map(({ entitlement, level }) => {
      const title = entitlement.name ?? entitlement.id;
      return level ? `${title} (${level.name})` : title;
    }),
    person: person && { name: person.person.name, email: person.person.email, title: person.person.title },
    matchedBy: by,
    rosterAt: person && rosterAt(scene.roster, person.person, person.expectation?.path ?? ""),
    findings: refs.get(id) ?? [],
  };
}

function credentialsOf({ audit }: AuditView, { credentials }: Scene): EvidenceCredential[] {
  const refs = refsBy(audit.findings, ({ credential }) => credential?.id);
  return credentials.map(({ credential, owner, ownerHint }: OwnedCredential) => {
    const { id, kind, name, scopes, active, createdAt, expiresAt, lastUsedAt } = credential;
    const by = owner?.email ?? owner?.name ?? ownerHint;
    return { ...{ id, kind, name, scopes, active, createdAt, expiresAt, lastUsedAt }, owner: by, findings: refs.get(id) ?? [] };
  });
}

function refsBy(
  findings: AuditView["audit"]["findings"],
  idOf: (finding: AuditView["audit"]["findings"][number]) => string | undefined,
): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  for (const finding of findings) {
    const id = idOf(finding);
    if (id !== undefined) refs.set(id, [...(refs.get(id) ?? []), finding.ref]);
  }
  return refs;
}

function exemptionOf({ system, check, key, account, person, match, credential, ...exemption }: Exemption): EvidenceExemption {
  const what = key ?? account ?? person ?? match ?? credential ?? "";
  const { reason, approver, until, at } = exemption;
  return { covers: `${system ?? "every system"}, ${check ?? "every check"}: ${what}`, reason, approver, until, at };
}

function eventOf(event: AuditEvent, refs: ReadonlyMap<string, string>): EvidenceEvent {
  const { sentence = event.kind, reason = null, keys = [] } = eventWords(event) ?? {};
  return { ...{ n: event.n, at: event.at, actor: event.actor, sentence, reason }, refs: keys.map((key) => refs.get(key) ?? key) };
}
