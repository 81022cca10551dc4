import type { Invitation, Member } from "../../calendly/data.ts";
import { type Colleague, plain } from "../roster-folder.ts";
import type { Fix, Fixes, Hands } from "./hands.ts";

const removed: Fix = async ({ subject }, hands) => {
  await hands.remove("members", subject.account ?? "");
  return "fixed";
};

function onMember(change: (member: Member, person: Colleague | undefined) => Partial<Member>): Fix {
  return async ({ subject }, hands) => {
    const member = await hands.row<Member>("members", subject.account);
    if (member) await hands.set("members", { id: member.id, ...change(member, hands.roster.byEmail(member.email)) });
    return "fixed";
  };
}

const second: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const other = (await hands.rows<Member>("members")).find(({ email }) => person?.aliases?.includes(email));
  if (other) await hands.remove("members", other.id);
  return "fixed";
};

async function join(hands: Hands, person: Colleague): Promise<void> {
  const number = String((await hands.rows("members")).length + 1).padStart(13, "9");
  const slug = person.calendly?.split("/").at(-1) || `user-${number}`;
  const { name, email } = person;
  await hands.set("members", {
    id: `USR${number}`,
    membership: `MEM${number}`,
    name,
    email,
    slug,
    role: "user",
    created_at: hands.now,
  });
}

const joined: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const members = await hands.rows<Member>("members");
  if (person && !members.some(({ email }) => plain(email) === person.email)) await join(hands, person);
  return "fixed";
};

/** Somebody of the team accepts; anybody else's invitation is taken back. */
const answered: Fix = async ({ subject }, hands) => {
  const invitation = await hands.row<Invitation>("invitations", subject.account);
  const person = hands.roster.byEmail(invitation?.email ?? "");
  if (invitation) await hands.remove("invitations", invitation.id);
  if (person) await join(hands, person);
  return "fixed";
};

const linked: Fix = async ({ subject }, hands) => {
  const person = hands.roster.byEmail(subject.person ?? "");
  const page = (await hands.rows<Member>("members")).find(({ email }) => plain(email) === person?.email)?.slug;
  if (person && page) hands.roster.correct(person.email, ["calendly"], `https://calendly.com/${page}`);
  return "roster";
};

export const calendlyFixes: Fixes = {
  "account-without-person": removed,
  "leaver-with-access": removed,
  "external-domain": removed,
  "duplicate-account": second,
  "unexpected-admin": onMember(() => ({ role: "user" })),
  "unrecognised-role": onMember(() => ({ role: "user" })),
  "name-mismatch": onMember((member, person) => ({ name: person?.name ?? member.name })),
  "person-without-account": joined,
  "pending-invitation": answered,
  "link-missing": linked,
  "link-not-main-page": linked,
  "link-mismatch": linked,
};
