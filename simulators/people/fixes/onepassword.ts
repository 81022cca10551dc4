import type { Group, User } from "../../onepassword/data.ts";
import { type Colleague, plain } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

/** The group that is audited; another of its name was deleted. */
async function team(hands: Hands): Promise<Group> {
  const group = (await hands.rows<Group>("groups")).find(({ name, state }) => name === "Support" && state === "ACTIVE");
  if (!group) throw new Error("1Password has no group Support");
  return group;
}

async function takeOut(hands: Hands, user: string | undefined): Promise<void> {
  const { id, members } = await team(hands);
  await hands.set("groups", { id, members: members.filter((member) => member.user !== user) });
}

const removed: Fix = async ({ subject }, hands) => {
  await takeOut(hands, subject.account);
  return "fixed";
};

/** Something about a colleague is changed; whoever is none goes out of the group. */
function onUser(change: (person: Colleague, hands: Hands) => Partial<User>): Fix {
  return async (wrong, hands) => {
    const user = await hands.row<User>("users", wrong.subject.account);
    const person = user && hands.roster.byEmail(user.email);
    if (!user || !person) return removed(wrong, hands);
    await hands.set("users", { id: user.id, ...change(person, hands) });
    return "fixed";
  };
}

const added: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const users = await hands.rows<User>("users");
  const own = users.find(({ email, state }) => plain(email) === person?.email && state !== "DELETED");
  const id = own?.id ?? `NEWUSER${String(users.length).padStart(19, "X")}`;
  const { name, email } = person ?? { name: "", email: "" };
  if (!own)
    await hands.set("users", {
      id,
      name,
      email,
      type: "MEMBER",
      state: "ACTIVE",
      created_at: hands.now,
      last_auth_at: hands.now,
    });
  const group = await team(hands);
  if (!group.members.some(({ user }) => user === id))
    await hands.set("groups", { id: group.id, members: [...group.members, { user: id, role: "MEMBER" }] });
  return "fixed";
};

/** A plain member of the group, and of the account. */
const ordinary: Fix = async (wrong, hands) => {
  await onUser(() => ({ type: "MEMBER" }))(wrong, hands);
  const { id, members } = await team(hands);
  const rows = members.map((one) => (one.user === wrong.subject.account ? { ...one, role: "MEMBER" } : one));
  await hands.set("groups", { id, members: rows });
  return "fixed";
};

const second: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const other = (await hands.rows<User>("users")).find(({ email }) => person?.aliases?.includes(email));
  await takeOut(hands, other?.id);
  return "fixed";
};

const awake = onUser((_, { now }) => ({ state: "ACTIVE", last_auth_at: now }));

export const onepasswordFixes: Fixes = {
  "account-without-person": removed,
  "leaver-with-access": removed,
  "external-domain": removed,
  "duplicate-account": second,
  "entitlement-missing": added,
  "guest-with-access": ordinary,
  "unrecognised-role": ordinary,
  "unexpected-admin": ordinary,
  "pending-invitation": awake,
  "suspended-with-access": awake,
  "inactive-account": awake,
  "never-signed-in": awake,
  "name-mismatch": onUser(({ name }) => ({ name })),
};
