import type { Asker } from "../core/may-decide.ts";
import { emailsOf, peopleOf } from "../core/people.ts";
import type { PeoplePage, PersonDetail, PersonOnSystem } from "../model/api/person.ts";
import type { Mark } from "../model/api/shapes.ts";
import type { SystemConfig } from "../model/config.ts";
import { normalEmail } from "../model/identity.ts";
import type { MatchedPerson } from "../model/matching.ts";
import { dayIn } from "../model/period.ts";
import { type Person, rosterAt } from "../model/person.ts";
import { auditsOf, type Dashboard } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { paged } from "./paged.ts";
import { accountShower } from "./show-accounts.ts";
import { credentialsOf } from "./show-credentials.ts";
import { findingsOf, hasWords } from "./show-findings.ts";
import { marksOf, unreadOf } from "./show-overview.ts";

type Line = PeoplePage["items"][number];

/** Everybody of the roster, with what is open about them in this period. */
export async function showPeople(
  dashboard: Dashboard,
  asked: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<PeoplePage> {
  const readings = await Promise.all(auditsOf(dashboard, dashboard.period).map((audit) => dashboard.reading(audit)));
  const systems = new Map<string, number>();
  for (const reading of readings)
    for (const { person, accounts } of reading?.scene.matching.people ?? [])
      if (accounts.length > 0) systems.set(person.id, (systems.get(person.id) ?? 0) + 1);
  const open = openByPerson(dashboard);
  const wanted = dashboard.context.roster.people.filter(({ name, email, title, region }) =>
    hasWords([name, email, title, region].join(" ").toLowerCase(), asked.q),
  );
  const { items, ...page } = paged(wanted, asked);
  const lineOf = lines(dashboard);
  return {
    ...page,
    items: items.map((person) => lineOf(person, { systems: systems.get(person.id) ?? 0, open: open.get(person.id) })),
  };
}

function openByPerson(dashboard: Dashboard): Map<string, Line["open"]> {
  const { byEmail } = peopleOf(dashboard.context.roster);
  const open = new Map<string, Line["open"]>();
  for (const audit of auditsOf(dashboard, dashboard.period)) {
    for (const { key, subjects, severity } of audit.state?.findings ?? []) {
      if (audit.standings.get(key)?.is === "settled") continue;
      const about = new Set(subjects.flatMap((email) => byEmail.get(normalEmail(email))?.id ?? []));
      for (const id of about) {
        const counts = open.get(id) ?? { ...nothing };
        counts[severity] += 1;
        open.set(id, counts);
      }
    }
  }
  return open;
}

const nothing: Line["open"] = { critical: 0, high: 0, medium: 0, low: 0 };

/** Makes the line of any person of the roster. */
function lines({ context: { config, roster, now } }: Dashboard) {
  const today = dayIn(now, config.timeZone);
  const skip = new Set(config.people.skip.map(({ email }) => normalEmail(email)));
  const byId = new Map(roster.people.map((person) => [person.id, person]));
  return (person: Person, { systems, open = nothing }: { systems: number; open?: Line["open"] | undefined }): Line => {
    const manager = (person.manager !== null && byId.get(person.manager)) || null;
    const { id, name, email, title, region, startDate, endDate } = person;
    return {
      ...{ id, name, email, title, region, systems, open },
      manager: manager && { id: manager.id, name: manager.name, email: manager.email },
      ...{ start_date: startDate, end_date: endDate },
      left: endDate !== null && endDate < today,
      skipped: emailsOf(person).some((one) => skip.has(one)),
    };
  };
}

/** Everything one person has, on every system, beside what the roster says. `null` = the roster has nobody of this id. */
export async function showPerson(dashboard: Dashboard, id: string, by: Asker): Promise<PersonDetail | null> {
  const { roster, config } = dashboard.context;
  const person = roster.people.find((one) => one.id === id);
  if (!person) return null;
  const place = roster.people.indexOf(person);
  const on = await Promise.all(config.systems.map((system) => onSystem(dashboard, system, { person, place, by })));
  const systems = on.filter(({ accounts }) => accounts.length > 0).length;
  return {
    ...lines(dashboard)(person, { systems, open: openByPerson(dashboard).get(id) }),
    aliases: person.aliases,
    roster_at: rosterAt(roster, person, ""),
    reports: roster.people
      .filter(({ manager }) => manager === id)
      .map((one) => ({ id: one.id, name: one.name, email: one.email })),
    on,
  };
}

async function onSystem(
  dashboard: Dashboard,
  system: SystemConfig,
  { person, place, by }: { person: Person; place: number; by: Asker },
): Promise<PersonOnSystem> {
  const audit = dashboard.audits.get(`${system.id}/${dashboard.period}`) ?? null;
  const reading = audit && (await dashboard.reading(audit));
  const matched = reading?.scene.matching.people.find((one) => one.person.id === person.id) ?? null;
  const refs = refsOf(audit);
  const credentials =
    audit && reading ? credentialsOf(dashboard, audit, reading).filter(({ owner }) => owner?.id === person.id) : [];
  return {
    ...{ system: system.id, name: system.name, audit: audit?.memory.audit.id ?? null, read_at: reading?.takenAt ?? null },
    mark: marksOf(dashboard, audit, reading)[place] as Mark,
    unread: unreadOf(reading?.sources ?? []),
    expectation: matched && expectationOf(dashboard, matched),
    accounts: reading && matched ? matched.accounts.map(accountShower(reading, refs)) : [],
    invitations: (matched?.invitations ?? []).map(({ invitation }) => ({
      ...{ id: invitation.id, email: invitation.email, created_at: invitation.createdAt, to: invitation.to ?? [] },
    })),
    credentials,
    findings: audit ? findingsAbout(dashboard, audit, { person, by }) : [],
  };
}

export function refsOf(audit: LookedAt | null): Map<string, string> {
  return new Map(audit?.memory.findings.map(({ finding }) => [finding.key, finding.ref]));
}

function findingsAbout(
  { context }: Dashboard,
  audit: LookedAt,
  { person, by }: { person: Person; by: Asker },
): PersonOnSystem["findings"] {
  const own = new Set(emailsOf(person));
  const about = new Set(
    (audit.state?.findings ?? [])
      .filter(({ subjects }) => subjects.some((email) => own.has(normalEmail(email))))
      .map(({ key }) => key),
  );
  return findingsOf(context, audit, by).filter(({ key }) => about.has(key));
}

function expectationOf({ context }: Dashboard, { person, expectation, expected }: MatchedPerson): PersonOnSystem["expectation"] {
  if (!expectation) return null;
  const { path, id, username, alias, role, groups, dues = [] } = expectation;
  return {
    expected,
    at: rosterAt(context.roster, person, path),
    ...{ id, username, alias, role, groups },
    dues: dues.map(({ entitlement, level }) => ({ name: entitlement, level: level?.name ?? null })),
  };
}
