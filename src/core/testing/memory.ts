import type { Decision } from "../../model/answer.ts";
import type { AuditEvent, EventContent, Said } from "../../model/event.ts";
import type { Exemption } from "../../model/exemption.ts";
import type { Finding } from "../../model/finding.ts";
import type { DoneAct } from "../../model/follow-up.ts";
import type { AuditMemory, RememberedFinding, StoredAudit } from "../../model/memory.ts";
import type { FollowUpSource } from "../follow-up-state.ts";
import { dana, dora, kim, lee, monday, opal } from "./follow-up.ts";
import { person, roster } from "./scene.ts";

/** Builders for what is remembered of an audit, with the team of `follow-up.ts`. */
export const recorded = "2026-11-20T06:00:00Z";

/** About Dana's account, which she is asked about. */
export function aFinding(number = 1, more: Partial<Finding> = {}): Finding {
  return {
    key: `zendesk-global/role-mismatch/account:${number}`,
    ref: `F${number}`,
    check: "role-mismatch",
    severity: "high",
    account: { id: String(number), name: "Dana W", email: dana, url: null },
    person: { email: dana, name: "Dana Whitfield" },
    credential: null,
    resource: null,
    expected: "Staff",
    observed: "Lead",
    message: "has another role",
    roster_at: null,
    source: "users",
    fixes: [],
    answers_to: { email: dana },
    change: "new",
    exempt: null,
    ...more,
  };
}

export function aRemembered(number = 1, more: Partial<RememberedFinding> = {}): RememberedFinding {
  return {
    finding: aFinding(number),
    foundAt: recorded,
    sightings: [],
    carried: { steps: [], decisions: [] },
    ...more,
  };
}

export interface MemoryParts {
  audit?: Partial<StoredAudit>;
  findings?: RememberedFinding[];
  events?: (EventContent & { at?: string })[];
}

/** Recorded on the 20th, followed up since Monday; what else happened comes after. */
export function aMemory({ audit = {}, findings = [aRemembered()], events = [] }: MemoryParts = {}): AuditMemory {
  const all: (EventContent & { at?: string })[] = [
    { kind: "audit-opened", period: "FY27-Q4", at: recorded },
    {
      kind: "snapshot-taken",
      snapshot: 1,
      status: "complete",
      findings: findings.length,
      counts: { accounts: 340 },
      at: recorded,
    },
    { kind: "follow-up-started", by: lee, since: monday, at: monday },
    ...events,
  ];
  return {
    audit: {
      ...{ id: "zendesk-global/FY27-Q4", system: "zendesk-global", period: "FY27-Q4", state: "following-up" },
      ...{ openedAt: recorded, issue: null, dueAt: null },
      ...audit,
    },
    findings,
    events: all.map((event, index): AuditEvent => ({ actor: "root@host", at: monday, ...event, n: index + 1 })),
    unconfirmed: [],
    last: { whole: null, complete: null },
  };
}

export function saidEvent(source: string, more: Partial<Said> = {}): EventContent {
  return { kind: "said", said: { source, digest: null, answers: [], decisions: [], refusals: [], ...more } };
}

export function acceptance(at: string, until: string, more: Partial<Decision> = {}): Decision {
  return { kind: "accept", by: lee, at, until, reason: "covers for the lead", ...more };
}

export function actEvent(act: Partial<DoneAct> & Pick<DoneAct, "step" | "at">): EventContent {
  const whole: DoneAct = { id: `${act.step} ${act.at}`, about: dana, to: [dana], items: [], ...act };
  return { kind: "act-made", act: whole, sent: "yes", where: null };
}

/** The team of the follow-up's builders as a roster: Dana reports to Kim, and has an alias. */
export const team = roster([
  person({ aliases: ["dw@acme.test"], manager: kim }),
  person({ email: kim, name: "Kim Okafor" }, null),
  person({ email: lee, name: "Lee Marsh", manager: opal }, null),
  person({ email: opal, name: "Opal Quist" }, null),
]);

export function aSource(more: Partial<FollowUpSource> = {}): FollowUpSource {
  const contact = (email: string) => ({ email, name: null, gitlab: null, slack: null });
  return {
    config: {
      people: { auditor: contact(lee), opsManager: contact(opal), deputy: contact(dora), skip: [] },
      pauses: { weekends: false, holidays: [], absences: [] },
      followUp: {},
      timeZone: "UTC",
      fiscalYearStarts: "february",
    },
    system: { id: "zendesk-global", followUp: {} },
    roster: team,
    exemptions: [],
    asksAlways: null,
    slack: true,
    now: monday,
    ...more,
  };
}

export function anExemption(more: Partial<Exemption> = {}): Exemption {
  return {
    ...{ from: "file", key: null, system: "zendesk-global", check: "role-mismatch" },
    ...{ account: null, person: null, match: null, credential: null },
    ...{ reason: "cover", approver: kim, until: "2027-03-01", at: "exemptions.yaml:3" },
    ...more,
  };
}
