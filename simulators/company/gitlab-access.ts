import { LEVELS } from "../gitlab/shapes.ts";
import type { Seed } from "../gitlab/state.ts";
import type { Clock } from "./clock.ts";
import { GitlabAccess, groupIds, idOf, seatEngineer } from "./gitlab-access-groups.ts";
import { plantGitlabFaults } from "./gitlab-access-plants.ts";
import { addGitlabTokens } from "./gitlab-access-tokens.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

/** The token of the audit: an Owner's, who may read and nothing else. */
const ownerToken = "glpat-example-owner-read";
/** The same person's, with a scope that is not enough. */
const narrowToken = "glpat-example-owner-read-user";

/** The groups of the company's people: whoever has left elsewhere has left here. */
export function makeGitlabAccess(people: readonly RosterPerson[], clock: Clock): GitlabAccess {
  const at = new GitlabAccess(clock);
  const { support, emergencies, community, managers, vendors, escalations } = groupIds;
  const forManagers = { groupId: managers, accessLevel: LEVELS.maintainer, expiresAt: null };
  at.group(support, "acme/support", {
    name: "Support",
    sharedWith: [{ groupId: vendors, accessLevel: LEVELS.maintainer, expiresAt: null }],
  });
  at.group(emergencies, "acme/emergencies", { name: "Emergencies", sharedWith: [forManagers] });
  at.group(community, "acme-support", { name: "Support | Community" });
  at.group(managers, "acme/managers", { name: "Managers" });
  at.group(vendors, "acme-vendors", { name: "Vendors @all" });
  at.group(escalations, "acme/support/escalations", { name: "Escalations" });
  at.configured = ["acme/support", "acme/emergencies", "acme-support"];
  at.entitlements = `      Support Engineer: { acme/support: developer, acme-support: reporter }
      Support Engineering Manager: { Acme/Support: developer, acme/emergencies: 40, acme-support: Reporter }
      Support Operations Manager: { acme/support: owner, acme/emergencies: owner, acme-support: owner }
`;
  seatOperations(at, people);
  for (const index of cast.managers) seatManager(at, people[index]);
  for (const person of plantGitlabFaults(at, people.slice(cast.managers.length + 4))) seatEngineer(at, person);
  addGitlabTokens(at, people);
  return at;
}

/** Five groups of 60 members, for benchmarks: the team in each of them, and others to make up the number. */
export function makeLargeGitlabAccess(people: readonly RosterPerson[], clock: Clock): GitlabAccess {
  const at = new GitlabAccess(clock);
  const team = people.slice(0, 60);
  for (const [index, person] of team.entries()) person.gitlab ??= { id: 4200 + index, username: `agent${index}` };
  for (let number = 0; number < 5; number += 1) {
    const [id, path] = [201 + number, `acme-team-${number}`];
    at.group(id, path, { name: `Team ${number}` });
    at.configured.push(path);
    for (const [index, person] of team.entries())
      at.join(id, idOf(person), { level: index === cast.opsManager ? LEVELS.owner : LEVELS.developer });
    for (let other = team.length; other < 60; other += 1)
      at.join(id, at.user({ name: `Member ${other}`, username: `member-${number}-${other}` }), { level: LEVELS.guest });
    for (let project = 0; project < 4; project += 1) at.project(2010 + number * 4 + project, `${path}/tool-${project}`, []);
  }
  return at;
}

/** The ops manager owns everything from above; the other two own each group. */
function seatOperations(at: GitlabAccess, people: readonly RosterPerson[]): void {
  const { support, emergencies, community, vendors } = groupIds;
  const [manager, auditor, deputy, head] = people;
  if (!manager || !auditor || !deputy || !head) throw new Error("the company has no operations team");
  for (const group of [community, vendors]) at.join(group, idOf(manager), { level: LEVELS.owner });
  for (const person of [auditor, deputy])
    for (const group of [support, emergencies, community]) at.join(group, idOf(person), { level: LEVELS.owner });
  // Nobody to be bothered about, whatever they may do.
  at.join(support, idOf(head), { level: LEVELS.owner, expiresAt: at.clock.day(2) });
}

/** A manager has emergencies through the managers' group. */
function seatManager(at: GitlabAccess, person: RosterPerson | undefined): void {
  if (!person) throw new Error("a manager is missing");
  at.join(groupIds.managers, idOf(person), { level: LEVELS.maintainer });
  seatEngineer(at, person);
}

/** The groups as a system of the company. They live on the company's GitLab, and the audit's token is the ops manager's. */
export function gitlabAccessSystem(at: GitlabAccess, people: readonly RosterPerson[]): CompanySystem {
  return {
    system: at.system,
    planted: at.planted,
    env: { GL_OWNER_TOKEN: ownerToken },
    seed: (gitlab) => seedInto(gitlab, { at, ownerId: people[cast.opsManager]?.gitlab?.id ?? 0 }),
    entry: (context) => `  ${at.system}:
    platform: gitlab
    name: GitLab.com
    url: ${context.gitlab}
    auth: { token: "\${GL_OWNER_TOKEN}" }
    groups: [${at.configured.join(", ")}]
    admins: [${context.admins}]
${at.entitlements ? `    entitlements:\n${at.entitlements}` : ""}${at.owned ? serviceAccounts(at, context) : ""}`,
  };
}

function seedInto(gitlab: Seed, { at, ownerId }: { at: GitlabAccess; ownerId: number }): void {
  const { clock } = at;
  for (const [index, user] of gitlab.users.entries()) {
    const seen = clock.ago(1 + (user.id % 60));
    gitlab.users[index] = { lastLoginAt: seen, lastActivityOn: seen.slice(0, 10), ...user, ...at.changed.get(user.id) };
  }
  gitlab.users.push(...at.users);
  gitlab.groups.push(...at.groups);
  gitlab.projects.push(...at.projects);
  const own = { userId: ownerId, createdAt: clock.ago(30), expiresAt: null, revoked: false };
  gitlab.tokens.push(
    { ...own, id: 4, name: "Rollcall", value: ownerToken, scopes: ["read_api"] },
    { ...own, id: 5, name: "Rollcall, as it was", value: narrowToken, scopes: ["read_user"] },
  );
  const acme = gitlab.groups.find(({ id }) => id === groupIds.acme);
  const member = { userId: ownerId, accessLevel: LEVELS.owner, createdAt: clock.ago(900), expiresAt: null, createdById: null };
  if (acme && !acme.members.some(({ userId }) => userId === ownerId)) acme.members.push(member);
  for (const change of at.rosterChanges) change();
}
