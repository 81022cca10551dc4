import type { ScimGroup, ScimUser } from "../../scim/data.ts";
import { type Colleague, plain } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

const operator = [{ value: "operator", display: "Operator", primary: true }];

async function remove(hands: Hands, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const groups = (await hands.rows<ScimGroup>("groups")).filter(({ members }) => members.some((member) => member.id === id));
  await hands.set("groups", ...groups.map((group) => ({ ...group, members: group.members.filter((one) => one.id !== id) })));
  await hands.remove("users", id);
}

const removed: Fix = async ({ subject }, hands) => {
  await remove(hands, subject.account);
  return "fixed";
};

function onUser(change: (user: ScimUser, person: Colleague | undefined) => Partial<ScimUser>): Fix {
  return async ({ subject }, hands) => {
    const user = await hands.row<ScimUser>("users", subject.account);
    if (user) await hands.set("users", { id: user.id, ...change(user, personOf(user, hands)) });
    return "fixed";
  };
}

function personOf({ id, userName }: ScimUser, { roster }: Hands): Colleague | undefined {
  return roster.people().find(({ lab }) => lab?.id === id) ?? roster.byEmail(userName);
}

const second: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const other = (await hands.rows<ScimUser>("users")).find(({ userName }) => person?.aliases?.includes(userName));
  await remove(hands, other?.id);
  return "fixed";
};

/** Out of whatever makes an administrator of them, and among the users, as the roster says from now on. */
const ordinary: Fix = async ({ subject }, hands) => {
  const id = subject.account ?? "";
  const groups = await hands.rows<ScimGroup>("groups");
  const others = (group: ScimGroup) => group.members.filter((one) => one.id !== id);
  const out = groups.filter(({ displayName }) => ["Directory admins", "Break glass"].includes(displayName));
  const users = groups.filter(({ displayName }) => displayName === "Lab users");
  const own = { id, kind: "User" as const };
  await hands.set("groups", ...out.map((group) => ({ ...group, members: others(group) })));
  await hands.set("groups", ...users.map((group) => ({ ...group, members: [...others(group), own] })));
  const person = hands.roster.people().find(({ lab }) => lab?.id === id);
  if (person) hands.roster.correct(person.email, ["lab", "groups"], ["Lab users"]);
  return "fixed";
};

/** The roster says what is so: every group they are in, those within which a group of theirs is too. */
const groupsAsTheyAre: Fix = async ({ subject }, hands) => {
  const user = await hands.row<ScimUser>("users", subject.account);
  const person = user && personOf(user, hands);
  const held = heldBy(subject.account ?? "", await hands.rows<ScimGroup>("groups"));
  if (person) hands.roster.correct(person.email, ["lab", "groups"], held);
  return "roster";
};

function heldBy(id: string, groups: readonly ScimGroup[]): string[] {
  const held = new Map<string, string>();
  const open = [id];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const group of groups) {
      if (held.has(group.id) || !group.members.some((member) => member.id === one)) continue;
      held.set(group.id, group.displayName);
      open.push(group.id);
    }
  }
  return [...held.values()].sort();
}

const numbered: Fix = async ({ subject }, hands) => {
  const user = await hands.row<ScimUser>("users", subject.account);
  const person = user && hands.roster.byEmail(plain(user.userName));
  if (user && person) hands.roster.correct(person.email, ["lab", "id"], user.id);
  return "roster";
};

const notHere: Fix = async ({ subject }, { roster }) => {
  roster.correct(subject.person ?? "", ["lab"], undefined);
  return "roster";
};

export const labFixes: Fixes = {
  "account-without-person": removed,
  "leaver-with-access": removed,
  "external-domain": removed,
  "duplicate-account": second,
  "unexpected-admin": ordinary,
  "role-mismatch": onUser(() => ({ roles: operator })),
  "group-mismatch": groupsAsTheyAre,
  "suspended-with-access": onUser(() => ({ active: true })),
  "name-mismatch": onUser((user, person) => (person ? { displayName: person.name } : user)),
  "email-mismatch": onUser((user, person) =>
    person ? { userName: person.email, emails: [{ value: person.email, type: "work", primary: true }] } : user,
  ),
  "id-missing": numbered,
  "id-mismatch": numbered,
  "person-without-account": notHere,
};
