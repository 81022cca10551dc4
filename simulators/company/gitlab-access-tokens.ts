import type { AccessToken } from "../gitlab/access-shapes.ts";
import { LEVELS } from "../gitlab/shapes.ts";
import { type GitlabAccess, groupIds } from "./gitlab-access-groups.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";

const { support, community } = groupIds;

/** Access tokens of groups and projects, each with a user of its own, one of every fault they can have, and other machines. */
export function addGitlabTokens(at: GitlabAccess, people: readonly RosterPerson[]): void {
  const { clock } = at;
  const dana = people[cast.opsManager]?.name ?? "";
  const leaver = people.find(({ end_date }) => end_date !== undefined && end_date < clock.day(0))?.name ?? "";
  addMachines(at, dana);
  const named = (who: string) => `${who} - https://gitlab.example/acme/requests/-/issues/90 - ${clock.day(200)}`;
  const project: AccessToken[] = [];
  const token = (name: string, given: Partial<AccessToken> = {}, ...checks: string[]) => {
    const made = accessToken(at, name, given);
    project.push(made);
    for (const check of checks) at.plant(check, `credential:access-token:${made.id}`);
  };
  token(named(dana));
  token(named(dana), { expiresAt: clock.day(10) }, "token-expiring");
  token(named(dana), { expiresAt: null }, "token-never-expires");
  token(named(dana), { lastUsedAt: clock.ago(200) }, "token-unused");
  token(named(dana), { lastUsedAt: null, createdAt: clock.ago(60) }, "token-unused");
  token(named("Casey Nobody"), {}, "token-unowned");
  token(named(leaver), {}, "token-owner-left");
  token(`${dana} - nightly build`, {}, "token-unjustified");
  // Made last week and not needed yet; revoked; past its end: none of them is anybody's trouble.
  token(named(dana), { lastUsedAt: null, createdAt: clock.ago(7) });
  token("ci", { revoked: true });
  token("old ci", { expiresAt: clock.day(-30) });
  at.project(601, "acme/support/tools", project);
  const rest = accessToken(at, "renovate | @all", { userId: Number(at.owned) });
  for (const check of ["token-unjustified", "token-name-nonstandard"]) at.plant(check, `credential:access-token:${rest.id}`);
  at.project(602, "acme/support/escalations/runbooks", [rest], { archived: true });
  at.project(603, "acme/support/gone", [accessToken(at, "x", { expiresAt: null })], { markedForDeletionOn: clock.day(3) });
  at.project(604, "acme-support/kb", []);
}

/** A bot with an owner; one only its token gives away, made by a person; and a service account nobody answers for. */
function addMachines(at: GitlabAccess, dana: string): void {
  const { clock } = at;
  const link = "https://gitlab.example/acme/requests/-/issues/91";
  const bot = at.user({ name: "sync", username: `group_${support}_bot_0e1f2a3b4c5d6e7f`, bot: true });
  at.owned = String(at.join(support, bot, { level: LEVELS.maintainer, expiresAt: clock.day(6) }));
  const vouched = accessToken(at, `Target - sync ${link}`, { userId: bot });
  const maker = at.groupOf(community).members[0]?.userId ?? null;
  const quiet = at.user({ name: "Release bot", username: "release-train", bot: true });
  at.join(community, quiet, { level: LEVELS.developer, createdById: maker });
  at.plantAccount("service-account-unowned", quiet);
  const service = at.user({ name: "Nightly", username: `service_account_group_${community}_9f8e7d6c5b4a`, bot: true });
  at.unowned = String(at.join(support, service, { level: LEVELS.guest }));
  at.plantAccount("service-account-unowned", service);
  at.groupOf(support).accessTokens = [vouched];
  at.groupOf(community).accessTokens = [accessToken(at, `${dana} - ${link} - ${clock.day(100)}`, { userId: quiet })];
}

function accessToken(at: GitlabAccess, name: string, given: Partial<AccessToken>): AccessToken {
  const id = at.id(7000);
  return {
    id,
    name,
    userId: 9_200_000 + id,
    scopes: ["read_api"],
    accessLevel: LEVELS.reporter,
    createdAt: at.clock.ago(200),
    lastUsedAt: at.clock.ago(2),
    expiresAt: at.clock.day(150),
    revoked: false,
    ...given,
  };
}
