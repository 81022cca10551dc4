import { LEVELS } from "../gitlab/shapes.ts";
import { castingOf, nextOf } from "./casting.ts";
import { type GitlabAccess, groupIds, idOf, seatEngineer } from "./gitlab-access-groups.ts";
import type { RosterPerson } from "./roster.ts";

type Next = () => RosterPerson;

const { support, community, vendors, escalations } = groupIds;

/**
 * One of every fault who is in a group can have, each on a person of its own, and what only looks like one.
 * @returns the people who are left, to be seated without a fault
 */
export function plantGitlabFaults(at: GitlabAccess, people: readonly RosterPerson[]): RosterPerson[] {
  const { leavers, here: rest } = castingOf(people, at.clock);
  const next = nextOf(() => rest.pop(), "GitLab");
  const [leaver] = leavers;
  if (leaver) at.plantAccount("leaver-with-access", at.join(support, idOf(leaver), { level: LEVELS.developer }));
  plantStrangers(at);
  plantIdentities(at, next);
  plantLevels(at, next);
  plantEnds(at, next);
  plantStates(at, next);
  plantInvitations(at, next);
  addLookAlikes(at, next);
  return rest;
}

/** Strangers: one directly, one with a name made to hurt through an invited group. */
function plantStrangers(at: GitlabAccess): void {
  const casey = at.user({ name: "Casey Unknown", username: "casey.unknown" });
  at.plantAccount("account-without-person", at.join(support, casey, { level: LEVELS.guest }));
  const vendor = at.user({ name: "@all | <b>/close</b>", username: "jordan.vendor", publicEmail: "jordan@partner.example" });
  at.plantAccount("account-without-person", at.join(vendors, vendor, { level: LEVELS.developer }));
}

function plantIdentities(at: GitlabAccess, next: Next): void {
  const renamed = seatEngineer(at, next());
  at.change(renamed, { name: "Bobby" });
  at.plantAccount("name-mismatch", renamed);

  const nameless = next();
  at.plantAccount("id-missing", seatEngineer(at, nameless));
  at.rosterChanges.push(() => delete nameless.gitlab?.id);

  const wrong = next();
  at.plantAccount("id-mismatch", seatEngineer(at, wrong));
  at.rosterChanges.push(() => Object.assign(wrong.gitlab ?? {}, { id: 777_777 }));

  const twice = next();
  seatEngineer(at, twice);
  const second = at.user({ name: twice.name, username: "second.account", publicEmail: twice.email.toUpperCase() });
  at.join(community, second, { level: LEVELS.reporter });
  at.plantPerson("duplicate-account", twice);
}

function plantLevels(at: GitlabAccess, next: Next): void {
  const owner = idOf(next());
  at.join(support, owner, { level: LEVELS.owner });
  at.plantAccount("unexpected-admin", at.join(community, owner, { level: LEVELS.reporter }));

  const absent = next();
  at.join(community, idOf(absent), { level: LEVELS.reporter });
  at.plantPerson("entitlement-missing", absent, support);

  const lower = next();
  at.join(support, idOf(lower), { level: LEVELS.reporter });
  at.join(community, idOf(lower), { level: LEVELS.reporter });
  at.plantPerson("entitlement-missing", lower, support);

  const higher = idOf(next());
  at.join(support, higher, { level: LEVELS.maintainer });
  at.join(community, higher, { level: LEVELS.reporter });
  at.plantAccount("entitlement-excess", higher, support);

  // As a Developer of its own, and at the level that counts through the invited group.
  const through = seatEngineer(at, next());
  at.join(vendors, through, { level: LEVELS.maintainer });
  at.plantAccount("entitlement-excess", through, support);

  const elsewhere = seatEngineer(at, next());
  at.join(groupIds.emergencies, elsewhere, { level: LEVELS.guest });
  at.plantAccount("entitlement-excess", elsewhere, groupIds.emergencies);

  const unheard = idOf(next());
  at.join(support, unheard, { level: LEVELS.developer });
  at.join(community, unheard, { level: 35 });
  at.plantAccount("unrecognised-role", unheard);
  at.plantAccount("entitlement-excess", unheard, community);
}

function plantEnds(at: GitlabAccess, next: Next): void {
  for (const days of [10, -3]) {
    const ending = idOf(next());
    at.join(support, ending, { level: LEVELS.developer, expiresAt: at.clock.day(days) });
    at.join(community, ending, { level: LEVELS.reporter });
    at.plantAccount("membership-expiring", ending, support);
  }
}

function plantStates(at: GitlabAccess, next: Next): void {
  for (const state of ["blocked", "deactivated", "banned"] as const) {
    const shut = seatEngineer(at, next());
    at.change(shut, { state });
    at.plantAccount("suspended-with-access", shut);
  }
  const idle = seatEngineer(at, next());
  at.change(idle, { lastLoginAt: at.clock.ago(200), lastActivityOn: at.clock.day(-120) });
  at.plantAccount("inactive-account", idle);
}

function plantInvitations(at: GitlabAccess, next: Next): void {
  const waiting = next();
  at.join(support, idOf(waiting), { level: LEVELS.developer, awaiting: true, createdAt: at.clock.ago(40) });
  at.join(community, idOf(waiting), { level: LEVELS.reporter });
  at.plantAccount("pending-invitation", idOf(waiting));
  const invite = (email: string, { days, ends }: { days: number; ends?: number }) => ({
    email,
    accessLevel: LEVELS.developer,
    createdAt: at.clock.ago(days),
    expiresAt: ends === undefined ? null : at.clock.day(ends),
  });
  const invited = next();
  at.join(community, idOf(invited), { level: LEVELS.reporter });
  at.groupOf(support).invitations = [
    invite("old.friend@partner.example", { days: 90 }),
    // Asked last week, in capitals; and one that ran out before anybody answered.
    invite(invited.email.toUpperCase(), { days: 5 }),
    invite("too.late@partner.example", { days: 60, ends: -20 }),
  ];
  at.plant("pending-invitation", "account:old.friend@partner.example");
}

/** Things that look wrong and are not. None of them may become a finding. */
function addLookAlikes(at: GitlabAccess, next: Next): void {
  const { clock } = at;
  const moved = seatEngineer(at, next());
  at.change(moved, { username: "a.new.handle" });
  const decomposed = next();
  at.change(seatEngineer(at, decomposed), { name: ` ${decomposed.name.normalize("NFD").replace(" ", "  ")}` });
  const custom = idOf(next());
  at.join(support, custom, { level: LEVELS.developer, memberRole: { id: 12, name: "Security reviewer" } });
  at.join(community, custom, { level: LEVELS.reporter, expiresAt: clock.day(60) });
  // Signs in rarely, and works every day.
  at.change(seatEngineer(at, next()), { lastLoginAt: clock.ago(200), lastActivityOn: clock.day(-1) });
  // A membership of their own ends soon; the same level through the invited group stays.
  const kept = idOf(next());
  at.join(support, kept, { level: LEVELS.developer, expiresAt: clock.day(5) });
  at.join(vendors, kept, { level: LEVELS.developer });
  at.join(community, kept, { level: LEVELS.reporter });
  // Below an audited group, not in it.
  at.join(escalations, at.user({ name: "Sub Group Only", username: "subgroup.only" }), { level: LEVELS.owner });
}
