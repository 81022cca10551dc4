import { castingOf, nextOf } from "./casting.ts";
import type { RosterPerson } from "./roster.ts";
import { labGroups, labRoles, type ScimDirectory } from "./scim-directory.ts";

interface Team {
  people: readonly RosterPerson[];
  /** Those who may have an account here. */
  rest: readonly RosterPerson[];
  /** Those with a second address. */
  aliased: readonly RosterPerson[];
}

type Next = () => RosterPerson;

/**
 * One of every fault a directory can have, each on a person of its own, and what only looks like one.
 * @returns the people who are left, to be seated without a fault
 */
export function plantScimFaults(at: ScimDirectory, { people, rest, aliased }: Team): RosterPerson[] {
  const { leavers, starting } = castingOf(people, at.clock);
  const left = rest.filter((one) => ![...leavers, ...starting, ...aliased].includes(one));
  const next = nextOf(() => left.shift(), "its directory");
  plantLeavers(at, leavers);
  plantPresence(at, next, aliased);
  plantIdentity(at, next);
  plantRights(at, next);
  addLookAlikes(at, next, starting);
  return left;
}

/** One is still active, one was switched off and never removed, one is gone although the roster's entry still has the block. */
function plantLeavers(at: ScimDirectory, [active, off, gone]: readonly RosterPerson[]): void {
  if (!active || !off || !gone) throw new Error("too few people have left the company");
  for (const [person, isActive] of [
    [active, true],
    [off, false],
  ] as const) {
    at.plantAccount("leaver-with-access", at.seat(person, labGroups.users, { active: isActive }));
    delete person.lab;
  }
  gone.lab = { id: at.id(), role: labRoles.operator.display, groups: [...labGroups.users] };
}

function plantPresence(at: ScimDirectory, next: Next, [twice]: readonly RosterPerson[]): void {
  at.plantAccount("account-without-person", at.user({ displayName: "Casey Unknown", email: "casey.unknown@acme.test" }));
  const stranger = at.user({ displayName: "Jordan Contractor", email: "jordan@partner.example" });
  for (const check of ["external-domain", "account-without-person"]) at.plantAccount(check, stranger);

  const missing = next();
  missing.lab = { id: at.id(), role: labRoles.operator.display, groups: [...labGroups.users] };
  at.plantPerson("person-without-account", missing);

  if (!twice) throw new Error("nobody in the company has a second address");
  const { roles } = at.seat(twice, labGroups.users);
  const second = at.user({ displayName: twice.name, email: twice.aliases?.[0] ?? "", roles });
  at.join(second, labGroups.users);
  at.plantPerson("duplicate-account", twice);

  const unowned = at.user({ displayName: "Nightly bridge", email: "nightly-bridge@acme.test" });
  at.unowned = unowned.id;
  at.plantAccount("service-account-unowned", unowned);
}

function plantIdentity(at: ScimDirectory, next: Next): void {
  at.plantAccount("name-mismatch", at.seat(next(), labGroups.users, { displayName: "Bobby" }));

  const moved = next();
  const former = `former.${moved.email}`;
  at.plantAccount("email-mismatch", at.seat(moved, labGroups.users, { userName: former, emails: [{ value: former }] }));

  const unnumbered = next();
  at.plantAccount("id-missing", at.seat(unnumbered, labGroups.users));
  if (unnumbered.lab) delete unnumbered.lab.id;

  const misnumbered = next();
  at.plantAccount("id-mismatch", at.seat(misnumbered, labGroups.users));
  if (misnumbered.lab) misnumbered.lab.id = "00000000-dead-4000-8000-00000000beef";
}

function plantRights(at: ScimDirectory, next: Next): void {
  at.plantAccount("role-mismatch", at.seat(next(), labGroups.users, { roles: [labRoles.reader] }));
  at.plantAccount("suspended-with-access", at.seat(next(), labGroups.users, { active: false }));

  const outside = next();
  at.plantAccount("group-mismatch", at.seat(outside, labGroups.users));
  outside.lab?.groups.push("Lab operators");

  // Through the night shift they are operators, too; the roster knows of the shift only.
  const nested = next();
  at.plantAccount("group-mismatch", at.seat(nested, labGroups.night));
  if (nested.lab) nested.lab.groups = ["Night shift"];

  // Administrator by a group within the administrators' group.
  at.plantAccount("unexpected-admin", at.seat(next(), labGroups.glass));
}

/** Things that look wrong and are not. None of them may become a finding. */
function addLookAlikes(at: ScimDirectory, next: Next, [soon]: readonly RosterPerson[]): void {
  const shouting = next();
  at.seat(shouting, labGroups.users, {
    userName: shouting.email.toUpperCase(),
    emails: [{ value: shouting.email.toUpperCase() }],
  });
  const bare = next();
  // Neither address nor display name: the login is one, and the name stands in its parts.
  const user = at.seat(bare, labGroups.users, { emails: [], name: partsOf(bare.name) });
  delete user.displayName;
  const decomposed = next();
  const formatted = ` ${decomposed.name.normalize("NFD").replace(" ", "  ")}`;
  at.seat(decomposed, labGroups.users, { displayName: "", name: { formatted } });
  const login = next();
  at.seat(login, labGroups.night, { userName: login.slack.username, emails: [{ value: login.email }] });
  // Nothing is said of whether they are active: neither suspended nor in order.
  const silent = at.seat(next(), labGroups.users);
  delete silent.active;
  const both = next();
  at.join(at.seat(both, labGroups.night), ["Lab operators"]);
  if (soon) soon.lab = { id: at.id(), role: labRoles.operator.display, groups: [...labGroups.users] };
  at.owned = at.user({ displayName: "Badge reader", email: "badge-reader@acme.test", roles: [] }).id;
}

function partsOf(name: string): { givenName: string; familyName: string } {
  const [givenName = "", ...more] = name.split(" ");
  return { givenName, familyName: more.join(" ") };
}
