import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiToken, CustomRole, Group, Membership, OauthClient, User } from "../../zendesk/data.ts";
import { type Colleague, plain } from "../roster-folder.ts";
import type { Fix, Fixes, Hands, Wrong } from "./hands.ts";

const blockOf = (wrong: Wrong) => (wrong.system === "zendesk-global" ? "main" : "us-federal");

/** A seat is given back by making the agent an end user. */
async function downgrade(hands: Hands, id: string | undefined): Promise<void> {
  const user = await hands.row<User>("users", id);
  if (user) await hands.set("users", { id: user.id, role: "end-user", role_type: null, custom_role_id: null });
}

const remove: Fix = async ({ subject }, hands) => {
  await downgrade(hands, subject.account);
  return "fixed";
};

/** What an account should be is asked of the roster. */
function onAccount(
  change: (at: { user: User; person: Colleague | undefined; hands: Hands; wrong: Wrong }) => object | Promise<object>,
): Fix {
  return async (wrong, hands) => {
    const user = await hands.row<User>("users", wrong.subject.account);
    if (!user) return "fixed";
    const person = personOf(user, { hands, block: blockOf(wrong) });
    await hands.set("users", { id: user.id, ...(await change({ user, person, hands, wrong })) });
    return "fixed";
  };
}

function personOf({ id, email }: User, { hands, block }: { hands: Hands; block: string }): Colleague | undefined {
  const people = hands.roster.people();
  return people.find(({ zendesk }) => String(zendesk?.[block]?.id) === id) ?? hands.roster.byEmail(plain(email ?? ""));
}

/** The role the roster names, as a seat; nobody's account becomes an end user's. */
const seated: Fix = onAccount(async ({ person, hands, wrong }) => {
  const wanted = person?.zendesk?.[blockOf(wrong)]?.role;
  const role = (await hands.rows<CustomRole>("customRoles")).find(({ name }) => name === wanted);
  if (!role) return { role: "end-user", role_type: null, custom_role_id: null };
  return { role: "agent", role_type: role.role_type, custom_role_id: role.id };
});

const groups: Fix = async (wrong, hands) => {
  const user = await hands.row<User>("users", wrong.subject.account);
  const person = user && personOf(user, { hands, block: blockOf(wrong) });
  const wanted = person?.zendesk?.[blockOf(wrong)]?.groups ?? [];
  const [all, memberships] = await Promise.all([hands.rows<Group>("groups"), hands.rows<Membership>("memberships")]);
  const last = memberships.reduce((highest, { id }) => Math.max(highest, Number(id)), 0);
  const own = memberships.filter(({ user_id }) => user_id === user?.id);
  const due = all.filter(({ name }) => wanted.includes(name)).map(({ id }) => id);
  await hands.remove("memberships", ...own.filter(({ group_id }) => !due.includes(group_id)).map(({ id }) => id));
  const missing = due.filter((id) => !own.some(({ group_id }) => group_id === id));
  const rows = missing.map((group_id, index) => ({ id: String(last + 1 + index), user_id: user?.id, group_id }));
  await hands.set("memberships", ...rows);
  return "fixed";
};

const signedIn = onAccount(({ hands }) => ({ last_login_at: hands.now }));

const second: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const users = await hands.rows<User>("users");
  const other = users.find(({ email, role }) => role !== "end-user" && person?.aliases?.includes(email ?? ""));
  await downgrade(hands, other?.id);
  return "fixed";
};

/** Somebody of the team goes on with the account; a light agent nobody knows does not. */
const unsuspended: Fix = async (wrong, hands) => {
  const user = await hands.row<User>("users", wrong.subject.account);
  if (!user || !personOf(user, { hands, block: blockOf(wrong) })) return remove(wrong, hands);
  await hands.set("users", { id: user.id, suspended: false, last_login_at: hands.now });
  return "fixed";
};

const numbered: Fix = async (wrong, hands) => {
  const user = await hands.row<User>("users", wrong.subject.account);
  const person = hands.roster.byEmail(plain(user?.email ?? ""));
  if (user && person) hands.roster.correct(person.email, ["zendesk", blockOf(wrong), "id"], BigInt(user.id));
  return "roster";
};

const verified: Fix = async (wrong, hands) => {
  const user = await hands.row<User>("users", wrong.subject.account);
  const person = user && personOf(user, { hands, block: blockOf(wrong) });
  const request = "https://gitlab.example/acme/requests/-/issues/499";
  const line = `- { email: ${person?.email}, verified: ${hands.day(0)}, request: ${request}, by: lee.okafor@acme.test }\n`;
  if (person) appendFileSync(join(hands.folder, "citizenship.yaml"), line);
  return "fixed";
};

const seatTakenOut: Fix = async (wrong, hands) => {
  hands.roster.correct(wrong.subject.person ?? "", ["zendesk", blockOf(wrong)], undefined);
  return "roster";
};

const tables: Record<string, string> = {
  "api-token": "apiTokens",
  "oauth-token": "oauthTokens",
  "oauth-client": "oauthClients",
};

function token({ subject }: Wrong): { table: string; id: string } {
  const [kind = "", id = ""] = (subject.credential ?? "").split(":");
  return { table: tables[kind] ?? "", id };
}

const revoked: Fix = async (wrong, hands) => {
  const { table, id } = token(wrong);
  await hands.remove(table, id);
  return "fixed";
};

/** A name of the form everybody agreed on, with a date to come; a token of an app has a date of its own. */
const renewed: Fix = async (wrong, hands) => {
  const { table, id } = token(wrong);
  if (table === "oauthTokens") {
    await hands.set(table, { id, expires_at: `${hands.day(120)}T00:00:00Z` });
    return "fixed";
  }
  const row = await hands.row<ApiToken & OauthClient>(table, id);
  const old = row?.description ?? row?.name ?? "";
  const link = /https:\/\/\S+/.exec(old)?.[0] ?? "https://gitlab.example/acme/requests/-/issues/98";
  const name = `Dana Whitfield - ${link} - ${hands.day(200)}`;
  if (row) await hands.set(table, { id, ...(table === "apiTokens" ? { description: name } : { name }) });
  return "fixed";
};

export const zendeskFixes: Fixes = {
  "account-without-person": remove,
  "person-without-account": seatTakenOut,
  "leaver-with-access": remove,
  "external-domain": remove,
  "duplicate-account": second,
  "light-agent-on-roster": seated,
  "role-mismatch": seated,
  "unexpected-admin": seated,
  "unrecognised-role": seated,
  "group-mismatch": groups,
  "name-mismatch": onAccount(({ user, person }) => ({ name: person?.name ?? user.name })),
  "email-mismatch": onAccount(({ user, person }) => ({ email: person?.email ?? user.email })),
  "id-missing": numbered,
  "id-mismatch": numbered,
  "inactive-account": signedIn,
  "never-signed-in": signedIn,
  "mfa-disabled": onAccount(() => ({ two_factor_auth_enabled: true })),
  "suspended-with-access": unsuspended,
  "citizenship-unverified": verified,
  "token-unowned": revoked,
  "token-owner-left": revoked,
  "token-unjustified": revoked,
  "token-expired": revoked,
  "token-unused": revoked,
  "token-expiring": renewed,
  "token-never-expires": renewed,
  "token-name-nonstandard": renewed,
};
