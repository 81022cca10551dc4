import { aliasedApart, castingOf, nextOf } from "./casting.ts";
import type { OnepasswordAccount } from "./onepassword.ts";
import type { RosterPerson } from "./roster.ts";

/** The zero time of the language `op` is written in: they never signed in. */
const never = "0001-01-01T00:00:00Z";

/**
 * One of every fault the group can have, each on a person of its own, and what only looks like one.
 * @returns the people who are left, to be in the group without a fault
 */
export function plantOnepasswordFaults(at: OnepasswordAccount, people: readonly RosterPerson[]): RosterPerson[] {
  const { leavers, starting, here } = castingOf(people, at.clock);
  const { aliased, rest } = aliasedApart(here);
  const next = nextOf(() => rest.pop(), "1Password");
  const [leaver, suspendedLeaver] = leavers;
  if (leaver) at.plantAccount("leaver-with-access", at.seat(leaver));
  if (suspendedLeaver) at.plantAccount("leaver-with-access", at.seat(suspendedLeaver, { state: "SUSPENDED" }));
  plantAliased(at, aliased);
  plantMembers(at, next);
  plantStrangers(at);
  plantInvitations(at, { next, starting });
  addLookAlikes(at, next);
  return rest;
}

/** The first has both addresses as users, the second only the other one, which is no fault. */
function plantAliased(at: OnepasswordAccount, [twice, other, ...more]: readonly RosterPerson[]): void {
  if (!twice || !other) throw new Error("nobody in the company has a second address");
  at.seat(twice);
  at.seat(twice, { email: twice.aliases?.[0] ?? "" });
  at.plant("duplicate-account", `person:${twice.email}`);
  at.seat(other, { email: other.aliases?.[0] ?? "" });
  for (const person of more) at.seat(person);
}

function plantMembers(at: OnepasswordAccount, next: () => RosterPerson): void {
  const missing = (person: RosterPerson) => at.plant("entitlement-missing", `person:${person.email}+resource:${at.group.id}`);
  // One is in the account and not in the group, one is nowhere.
  const elsewhere = next();
  at.user({ name: elsewhere.name, email: elsewhere.email });
  missing(elsewhere);
  missing(next());
  at.plantAccount("suspended-with-access", at.seat(next(), { state: "SUSPENDED", last_auth_at: at.clock.ago(300) }));
  at.plantAccount("unexpected-admin", at.seat(next(), {}, "MANAGER"));
  at.plantAccount("never-signed-in", at.seat(next(), { last_auth_at: never, created_at: at.clock.ago(60) }));
  at.plantAccount("inactive-account", at.seat(next(), { last_auth_at: at.clock.ago(200) }));
  at.plantAccount("name-mismatch", at.seat(next(), { name: "Bobby" }));
  at.plantAccount("unrecognised-role", at.seat(next(), {}, "OBSERVER"));
  at.plantAccount("unrecognised-role", at.seat(next(), { type: "ROBOT" }));
  at.plantAccount("guest-with-access", at.seat(next(), { type: "GUEST" }));
}

function plantStrangers(at: OnepasswordAccount): void {
  at.plantAccount("account-without-person", at.member({ name: "Casey Unknown", email: "casey.unknown@acme.test" }));
  const guest = at.member({ name: "Jordan Contractor", email: "jordan@partner.example", type: "GUEST" });
  for (const check of ["external-domain", "account-without-person", "guest-with-access"]) at.plantAccount(check, guest);
  const service = { type: "SERVICE_ACCOUNT", name: "Deploy robot" };
  const unowned = at.member({ ...service, email: "deploy@1passwordserviceaccounts.example" });
  at.unowned = unowned.id;
  at.plantAccount("service-account-unowned", unowned);
}

function plantInvitations(
  at: OnepasswordAccount,
  { next, starting }: { next: () => RosterPerson; starting: readonly RosterPerson[] },
): void {
  const invited = { state: "PENDING", last_auth_at: never };
  at.plantAccount("pending-invitation", at.seat(next(), { ...invited, created_at: at.clock.ago(40) }));
  const stranger = { name: "Old Friend", email: "old.friend@acme.test", created_at: at.clock.ago(90) };
  at.plantAccount("pending-invitation", at.member({ ...stranger, ...invited }));
  // Invited last week, and a new colleague who starts soon.
  at.seat(next(), { ...invited, created_at: at.clock.ago(5) });
  const [soon] = starting;
  if (soon) at.seat(soon, { ...invited, created_at: at.clock.ago(2) });
}

/** Things that look wrong and are not. None of them may become a finding. */
function addLookAlikes(at: OnepasswordAccount, next: () => RosterPerson): void {
  for (const state of ["TRANSFER_PENDING", "TRANSFER_STARTED", "RECOVERY_STARTED", "RECOVERY_ACCEPTED"])
    at.seat(next(), { state });
  at.seat(next(), { last_auth_at: never, created_at: at.clock.ago(3) });
  const shouting = next();
  at.seat(shouting, { email: shouting.email.toUpperCase() });
  const tagged = next();
  at.seat(tagged, { email: tagged.email.replace("@", "+1password@") });
  const decomposed = next();
  at.seat(decomposed, { name: ` ${decomposed.name.normalize("NFD").replace(" ", "  ")}` });
  // The robot somebody answers for has the address of one of the team, who is there besides.
  const maker = next();
  at.seat(maker);
  const robot = at.member({ name: "Backup robot", email: maker.email, type: "SERVICE_ACCOUNT", last_auth_at: never });
  at.owned = robot.id;
  at.member({ name: "Gone Already", email: "gone.already@acme.test", state: "DELETED" });
}
