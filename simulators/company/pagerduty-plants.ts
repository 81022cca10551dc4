import { aliasedApart, castingOf, nextOf } from "./casting.ts";
import type { PagerdutyAccount } from "./pagerduty.ts";
import { plantRotations } from "./pagerduty-rotations.ts";
import type { RosterPerson } from "./roster.ts";

export type Next = () => RosterPerson;

/**
 * One of every fault PagerDuty can have, each on a person of its own, and what only looks like one.
 * @returns the people who are left, to be seated without a fault
 */
export function plantPagerdutyFaults(at: PagerdutyAccount, people: readonly RosterPerson[]): RosterPerson[] {
  const { leavers, here } = castingOf(people, at.clock);
  const { aliased, rest } = aliasedApart(here);
  const next = nextOf(() => rest.shift(), "PagerDuty");
  const [leaver, invited] = leavers;
  if (leaver) at.plantAccount("leaver-with-access", at.seat(leaver));
  if (invited) at.plantAccount("leaver-with-access", at.seat(invited, { invitation_sent: true }));
  plantAliased(at, aliased);
  plantIdentity(at, next);
  plantRights(at, next);
  plantRotations(at, { next, ...(leaver ? { leaver } : {}) });
  addLookAlikes(at, next);
  return rest;
}

/** The first has both addresses as accounts, the second only the other one, which is no fault. */
function plantAliased(at: PagerdutyAccount, [twice, other, ...more]: readonly RosterPerson[]): void {
  if (!twice || !other) throw new Error("nobody in the company has a second address");
  at.seat(twice);
  at.user({ name: twice.name, email: twice.aliases?.[0] ?? "" });
  at.plant("duplicate-account", `person:${twice.email}`);
  at.seat(other, { email: other.aliases?.[0] ?? "" });
  for (const person of more) at.seat(person);
}

function plantIdentity(at: PagerdutyAccount, next: Next): void {
  at.plant("person-without-account", `person:${next().email}`);
  at.plantAccount("pending-invitation", at.seat(next(), { invitation_sent: true }));
  at.plantAccount("name-mismatch", at.seat(next(), { name: "Bobby" }));
  const moved = next();
  at.plantAccount("email-mismatch", at.seat(moved, { email: `former.${moved.email}` }));

  const unnumbered = next();
  at.plantAccount("id-missing", at.seat(unnumbered));
  unnumbered.pagerduty = {};

  const misnumbered = next();
  at.plantAccount("id-mismatch", at.seat(misnumbered));
  misnumbered.pagerduty = { id: "PNOSUCH" };

  const owner = at.seat(next());
  const claimant = next();
  at.plantAccount("id-mismatch", at.seat(claimant));
  claimant.pagerduty = { id: owner.id };

  const outsider = at.user({ name: "Jordan Contractor", email: "jordan@partner.example" });
  at.plantAccount("external-domain", outsider);
}

function plantRights(at: PagerdutyAccount, next: Next): void {
  at.plantAccount("role-mismatch", at.seat(next(), { role: "user" }));
  const observer = next();
  at.plantAccount("role-mismatch", at.seat(observer));
  observer.pagerduty = { ...observer.pagerduty, role: "Observer" };
  at.plantAccount("unexpected-admin", at.seat(next(), { role: "admin" }));
  at.plantAccount("unexpected-admin", at.user({ name: "Integration Owner", email: "integration@acme.test", role: "admin" }));
  at.plantAccount("unrecognised-role", at.seat(next(), { role: "incident_commander" }));

  const unowned = at.user({ name: "Nightly bridge", email: "nightly-bridge@acme.test" });
  at.unowned = unowned.id;
  at.plantAccount("service-account-unowned", unowned);
}

/** Things that look wrong and are not. None of them may become a finding. */
function addLookAlikes(at: PagerdutyAccount, next: Next): void {
  const shouting = next();
  at.seat(shouting, { email: shouting.email.toUpperCase() });
  const tagged = next();
  at.seat(tagged, { email: tagged.email.replace("@", "+pager@") });
  const decomposed = next();
  at.seat(decomposed, { name: ` ${decomposed.name.normalize("NFD").replace(" ", "  ")}` });
  const manager = next();
  at.seat(manager, { role: "user" });
  manager.pagerduty = { ...manager.pagerduty, role: "Manager" };
  // Nobody here knows this name, and an invitation of theirs is not ours to chase.
  at.user({ name: "Casey Unknown", email: "casey.unknown@acme.test", invitation_sent: true });
}
