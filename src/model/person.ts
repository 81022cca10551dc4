/** Where a fact stands. `file` is relative to the roster's root; `line` counts from 1. */
export interface Place {
  file: string;
  line: number;
}

/** What the roster says of one person's seat on one Zendesk instance. `null` = the roster does not say. */
export interface ZendeskEntry {
  id: string | null;
  groups: string[] | null;
  role: string | null;
  alias: string | null;
}

/** The same for PagerDuty. */
export interface PagerdutyEntry {
  id: string | null;
  role: string | null;
  /** Schedules whose layers they stand in, by name or id. */
  rotations: string[] | null;
  alias: string | null;
}

/** One entry of the roster: somebody who should be there (or was: leavers stay until the file goes). */
export interface Person {
  /** The person's key: e-mail in lower case without `+tag`; where there is none, the name in lower case. Unique in a roster. */
  id: string;
  name: string | null;
  email: string | null;
  /** Other addresses of theirs. An account with one of these is a match and no finding. */
  aliases: string[];
  title: string | null;
  /** `reports_to` as written: a name. */
  reportsTo: string | null;
  /** `Person.id` of who `reportsTo` names; `null` where nobody or more than one has that name. */
  manager: string | null;
  region: string | null;
  workingHours: string | null;
  /** YYYY-MM-DD. Before this day the person is not expected anywhere. */
  startDate: string | null;
  /** YYYY-MM-DD, the last day. From the next day on the person has left. */
  endDate: string | null;
  calendly: string | null;
  pagerduty: PagerdutyEntry | null;
  /** By roster key: `main`, `us-federal`. No key = should have no seat there. */
  zendesk: Record<string, ZendeskEntry>;
  gitlab: { id: string | null; username: string | null } | null;
  slack: { id: string | null; username: string | null } | null;
  focuses: { name: string; percentage: number }[];
  /** Keys this version does not know, kept as read. */
  extra: Record<string, unknown>;
  /** Place of each key as a dotted path: `zendesk.main.role`; the person's own place under the empty path. */
  places: Record<string, Place>;
}

export interface Roster {
  /** Where it was read from, as a reader names it: `roster/`, `support-team.yaml`. */
  source: string;
  /** Commit id of git where the files are committed as read, else `sha256:` + hex of the content. */
  revision: string;
  /** Sorted by `id`. Leavers are entries too. */
  people: Person[];
  warnings: string[];
}

/** The place of a roster key, or of the nearest key above it, as `file:line@revision` (revision cut to 12 characters). */
export function rosterAt(roster: Roster, person: Person, path: string): string | null {
  for (let key = path; ; key = key.slice(0, Math.max(0, key.lastIndexOf(".")))) {
    const place = person.places[key];
    if (place) return `${place.file}:${place.line}@${shortRevision(roster.revision)}`;
    if (key === "") return null;
  }
}

export function shortRevision(revision: string): string {
  return revision.replace(/^sha256:/, "").slice(0, 12);
}
