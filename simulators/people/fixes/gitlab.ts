import { type Group, LEVELS, type Member, type Project, type User } from "../../gitlab/shapes.ts";
import type { Colleague } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

/** What each title is due, by group: the baseline the company wrote down. */
const due: Record<string, Record<string, number>> = {
  "Support Engineer": { "acme/support": LEVELS.developer, "acme-support": LEVELS.reporter },
  "Support Engineering Manager": {
    "acme/support": LEVELS.developer,
    "acme/emergencies": LEVELS.maintainer,
    "acme-support": LEVELS.reporter,
  },
};

const audited = ["acme/support", "acme/emergencies", "acme-support"];

/** Groups through which people come into the audited ones. */
const through = ["acme-vendors"];

async function leave(hands: Hands, user: number, paths: readonly string[] = [...audited, ...through]): Promise<void> {
  const groups = (await hands.rows<Group>("groups")).filter(({ path }) => paths.includes(path));
  const change = groups.filter(({ members }) => members.some(({ userId }) => userId === user));
  const rows = change.map(({ id, members }) => ({ id, members: members.filter(({ userId }) => userId !== user) }));
  await hands.set("groups", ...rows);
}

const removed: Fix = async ({ subject }, hands) => {
  await leave(hands, Number(subject.account));
  return "fixed";
};

async function personOf(hands: Hands, id: number): Promise<Colleague | undefined> {
  const user = await hands.row<User>("users", String(id));
  const people = hands.roster.people();
  return (
    people.find(({ gitlab }) => Number(gitlab?.id) === id) ?? people.find(({ gitlab }) => gitlab?.username === user?.username)
  );
}

/** Exactly what the title is due: no more through another group, no less, without an end and without waiting for anybody. */
async function level(hands: Hands, user: number, title: string): Promise<void> {
  const groups = await hands.rows<Group>("groups");
  const given = due[title] ?? {};
  await leave(hands, user, [...through, ...audited.filter((path) => given[path] === undefined)]);
  const rows = groups.flatMap(({ id, path, members }) => {
    const wanted = given[path];
    if (wanted === undefined || !audited.includes(path)) return [];
    const others = members.filter(({ userId }) => userId !== user);
    const createdAt = members.find(({ userId }) => userId === user)?.createdAt ?? hands.now;
    const member: Member = { userId: user, accessLevel: wanted, createdAt, expiresAt: null, createdById: null };
    return [{ id, members: [...others, member] }];
  });
  await hands.set("groups", ...rows);
}

const levelled: Fix = async ({ subject }, hands) => {
  const listed = subject.person === undefined ? undefined : hands.roster.byEmail(subject.person);
  const id = Number(subject.account ?? listed?.gitlab?.id);
  const person = listed ?? (await personOf(hands, id));
  if (person) await level(hands, id, person.title);
  else await leave(hands, id);
  return "fixed";
};

/** An address nobody answered from is not invited any more; one of the team is let in. */
const answered: Fix = async (wrong, hands) => {
  const { account = "" } = wrong.subject;
  if (!account.includes("@")) return levelled(wrong, hands);
  const groups = (await hands.rows<Group>("groups")).filter(({ invitations = [] }) => invitations.length > 0);
  const rows = groups.map(({ id, invitations = [] }) => ({
    id,
    invitations: invitations.filter(({ email }) => email !== account),
  }));
  await hands.set("groups", ...rows);
  return "fixed";
};

const second: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const users = await hands.rows<User>("users");
  const other = users.find(
    ({ publicEmail, id }) => publicEmail?.toLowerCase() === person?.email && id !== Number(person?.gitlab?.id),
  );
  if (other) await leave(hands, other.id);
  return "fixed";
};

const awake: Fix = async ({ subject }, hands) => {
  const seen = { lastLoginAt: hands.now, lastActivityOn: hands.now.slice(0, 10) };
  await hands.set("users", { id: Number(subject.account), state: "active", ...seen });
  return "fixed";
};

const renamed: Fix = async ({ subject }, hands) => {
  const person = await personOf(hands, Number(subject.account));
  if (person) await hands.set("users", { id: Number(subject.account), name: person.name });
  return "fixed";
};

const numbered: Fix = async ({ subject }, hands) => {
  const person = await personOf(hands, Number(subject.account));
  if (person) hands.roster.correct(person.email, ["gitlab", "id"], BigInt(subject.account ?? 0));
  return "roster";
};

const revoked: Fix = async ({ subject }, hands) => {
  const id = Number(subject.credential?.split(":")[1]);
  const projects = await hands.rows<Project>("projects");
  const owner = projects.find(({ accessTokens = [] }) => accessTokens.some((token) => token.id === id));
  const tokens = owner?.accessTokens?.map((token) => (token.id === id ? { ...token, revoked: true } : token));
  if (owner) await hands.set("projects", { id: owner.id, accessTokens: tokens });
  return "fixed";
};

export const gitlabFixes: Fixes = {
  "account-without-person": removed,
  "leaver-with-access": removed,
  "service-account-unowned": removed,
  "duplicate-account": second,
  "unexpected-admin": levelled,
  "unrecognised-role": levelled,
  "entitlement-missing": levelled,
  "entitlement-excess": levelled,
  "membership-expiring": levelled,
  "pending-invitation": answered,
  "suspended-with-access": awake,
  "inactive-account": awake,
  "name-mismatch": renamed,
  "id-missing": numbered,
  "id-mismatch": numbered,
  "token-unowned": revoked,
  "token-owner-left": revoked,
  "token-unjustified": revoked,
  "token-name-nonstandard": revoked,
  "token-unused": revoked,
  "token-expiring": revoked,
  "token-never-expires": revoked,
};
