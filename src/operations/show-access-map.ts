import type { AccessMap } from "../model/api/audit.ts";
import type { MatchedPerson } from "../model/matching.ts";
import { dayIn } from "../model/period.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Reading } from "./readings.ts";
import { marksOf, unreadOf } from "./show-overview.ts";

/** People by systems: who has what where, and how far it goes. */
export async function showAccessMap(dashboard: Dashboard, period: string): Promise<AccessMap> {
  const { roster, config, now } = dashboard.context;
  const today = dayIn(now, config.timeZone);
  const systems = await Promise.all(
    config.systems.map(async ({ id, name }) => {
      const audit = dashboard.audits.get(`${id}/${period}`) ?? null;
      const reading = audit && (await dashboard.reading(audit));
      return {
        ...{ system: id, name, audit: audit?.memory.audit.id ?? null },
        unread: unreadOf(reading?.sources ?? []),
        marks: marksOf(dashboard, audit, reading),
        ...levelsOf(dashboard, reading),
        strangers: reading?.accountsRead
          ? reading.scene.matching.accounts.filter(({ person, account }) => person === null && account.kind === "person").length
          : null,
      };
    }),
  );
  return {
    period,
    people: roster.people.map(({ id, name, title, region, endDate }) => {
      return { id, name, title, region, left: endDate !== null && endDate < today };
    }),
    systems,
  };
}

/** Each person's level as an index into the words there are; -1 = none. */
function levelsOf({ context }: Dashboard, reading: Reading | null): { level_of: number[]; levels: string[] } {
  const people = new Map(reading?.scene.matching.people.map((one) => [one.person.id, one]));
  const levels = new Map<string, number>();
  const level_of = context.roster.people.map(({ id }) => {
    const matched = people.get(id);
    const word = matched && levelWord(matched);
    if (!word) return -1;
    if (!levels.has(word)) levels.set(word, levels.size);
    return levels.get(word) ?? -1;
  });
  return { level_of, levels: [...levels.keys()] };
}

/** The highest level they hold, else their role, else the platform's class. */
function levelWord({ accounts }: MatchedPerson): string | null {
  const [first] = accounts;
  if (!first) return null;
  const grants = accounts.flatMap(({ account }) => account.grants).flatMap(({ level }) => level ?? []);
  const highest = grants.toSorted((a, b) => b.value - a.value)[0];
  const { role, class: its } = first.account;
  return highest?.name ?? role?.name ?? role?.id ?? its;
}
