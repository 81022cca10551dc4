import { didYouMean } from "../core/did-you-mean.ts";
import { normalName } from "../model/identity.ts";
import type { Person, Place } from "../model/person.ts";

/** Unknown names a likely one is looked for: comparing with everybody takes time. */
const hinted = 20;

/**
 * Sets `manager` where exactly one person has the name in `reports_to`. @returns warnings: a name nobody or more than one person
 * has, once a name with the places; people who report to themselves in the end
 */
export function resolveManagers(people: readonly Person[]): string[] {
  const byName = groupBy(people, (person) => person.name);
  const unclear = new Map<string, Person[]>();
  for (const person of people) {
    if (person.reportsTo === null) continue;
    const name = normalName(person.reportsTo);
    const named = byName.get(name) ?? [];
    if (named.length === 1 && named[0]) person.manager = named[0].id;
    else unclear.set(name, [...(unclear.get(name) ?? []), person]);
  }
  const warnings = [...unclear].map(([name, reports], index) =>
    warningOf(reports, { named: byName.get(name) ?? [], byName: index < hinted ? byName : new Map() }),
  );
  return [...warnings, ...circles(people)];
}

interface Candidates {
  named: readonly Person[];
  byName: ReadonlyMap<string, readonly Person[]>;
}

function warningOf(reports: readonly Person[], { named, byName }: Candidates): string {
  const name = reports[0]?.reportsTo ?? "";
  const others = reports.length > 1 ? ` (and in ${reports.length - 1} more)` : "";
  const start = `${reports[0] ? placeText(reports[0], "reports_to") : ""}: reports_to ${JSON.stringify(name)}${others}`;
  if (named.length > 1) return `${start} may be ${named.map((person) => placeText(person, "name")).join(" or ")}: nobody taken`;
  const near = didYouMean(normalName(name), byName.keys());
  const [meant] = near === null ? [] : (byName.get(near) ?? []);
  return `${start} is nobody's name${meant ? `: did you mean ${near} (${placeText(meant, "name")})?` : ""}`;
}

/** Following `manager` from anybody ends, or goes round; each circle is named once. */
function circles(people: readonly Person[]): string[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const settled = new Set<Person>();
  const warnings: string[] = [];
  for (const start of people) {
    const way: Person[] = [];
    const onWay = new Set<Person>();
    let at: Person | undefined = start;
    while (at && !settled.has(at) && !onWay.has(at)) {
      way.push(at);
      onWay.add(at);
      at = at.manager === null ? undefined : byId.get(at.manager);
    }
    if (at && onWay.has(at)) warnings.push(circleText(way.slice(way.indexOf(at))));
    for (const person of way) settled.add(person);
  }
  return warnings;
}

function circleText(circle: readonly Person[]): string {
  const shown = circle.slice(0, 5).map((person) => `${person.name ?? person.id} (${placeText(person, "reports_to")})`);
  const more = circle.length > 5 ? [`${circle.length - 5} more`] : [];
  return `reports_to goes round in a circle: ${[...shown, ...more, circle[0]?.name ?? ""].join(" → ")}`;
}

/** Place of a person's key, else of the person. */
export function placeText({ places }: Person, key: string): string {
  const place: Place | undefined = places[key] ?? places[""];
  return place ? `${place.file}:${place.line}` : "";
}

function groupBy(people: readonly Person[], nameOf: (person: Person) => string | null): Map<string, Person[]> {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    const name = nameOf(person);
    if (name === null) continue;
    const key = normalName(name);
    const group = groups.get(key);
    if (group) group.push(person);
    else groups.set(key, [person]);
  }
  return groups;
}
