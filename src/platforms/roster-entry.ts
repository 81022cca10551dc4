import { z } from "zod";
import { idText } from "../core/setting-types.ts";
import type { SystemConfig } from "../model/config.ts";
import { configurationError } from "../model/errors.ts";
import type { Expectation } from "../model/matching.ts";
import type { Person } from "../model/person.ts";

const text = z.union([z.string(), z.number()]).transform(String);

/** A block of an entry that only this system reads: `training: { id: 4711, role: Learner, groups: [Basics] }`. */
const block = z.strictObject({
  id: idText.nullish(),
  username: text.nullish(),
  alias: text.nullish(),
  role: text.nullish(),
  groups: z.union([z.array(text), text.transform((one) => [one])]).nullish(),
});

const nothing = { id: null, username: null, alias: null, role: null, groups: null };
const logins = ["pagerduty", "gitlab", "slack"] as const;
const notBlocks = "name email aliases title reports_to region start_date end_date working_hours calendly focuses zendesk".split(
  " ",
);

/**
 * What the roster says of a person here. Without `roster_key` everyone is expected and nothing more is said of them; with one, those
 * who have that block: `zendesk.main` for an export in place of the API, or a key of this system's own.
 * @throws configuration error where the block is none
 */
export function rosterEntry(person: Person, { rosterKey: key }: SystemConfig): Expectation | null {
  if (key === null) return { path: "", ...nothing };
  if (key.startsWith("zendesk.")) {
    const seat = person.zendesk[key.slice("zendesk.".length)];
    return seat ? { path: key, username: null, ...seat } : null;
  }
  const login = logins.find((one) => one === key);
  if (login) return person[login] && { path: key, ...nothing, ...pick(person[login]) };
  return key in person.extra ? ownBlock(person, key) : null;
}

function pick(login: { id: string | null; username?: string | null }): Pick<Expectation, "id" | "username"> {
  return { id: login.id, username: login.username ?? null };
}

function ownBlock(person: Person, key: string): Expectation {
  const read = block.safeParse(person.extra[key]);
  if (!read.success) {
    const { file, line } = person.places[key] ?? { file: "the roster", line: 1 };
    const at = read.error.issues[0]?.path.join(".");
    throw configurationError(
      `${file}:${line}: ${key}${at ? `.${at}` : ""}: expected keys id, username, alias, role, groups, or {} where there is nothing to say`,
      "correct the roster",
    );
  }
  const { id, username, alias, role, groups } = read.data;
  return {
    path: key,
    id: id ?? null,
    username: username ?? null,
    alias: alias ?? null,
    role: role ?? null,
    groups: groups ?? null,
  };
}

/** The system's own key of the roster, so that nobody is told it is unknown. @throws configuration error for one that is no block */
export function ownRosterKey({ rosterKey: key, id, at }: SystemConfig): string | null {
  if (key === null || key.startsWith("zendesk.") || logins.some((one) => one === key)) return null;
  if (key.includes(".") || notBlocks.includes(key)) {
    throw configurationError(
      `${at}: systems.${id}.roster_key: expected zendesk.<key>, ${logins.join(", ")}, or a key of your own, found ${JSON.stringify(key)}`,
      "correct rollcall.yaml",
    );
  }
  return key;
}
