import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyRepository, push, type Repository } from "../gitlab/repository.ts";
import { LEVELS, type Project } from "../gitlab/shapes.ts";
import type { Seed } from "../gitlab/state.ts";
import type { Clock } from "./clock.ts";
import { cast } from "./people.ts";
import { type RosterPerson, rosterCsv, rosterFiles } from "./roster.ts";

/** The project that holds the roster, and the token that may read it and nothing more. */
export const TEAM_PROJECT = "acme/support-ops/team";
export const ROSTER_TOKEN = "glpat-example-roster-reader";

const BOT_ID = 9_000_011;
const GUEST_ID = 9_000_012;
const MADE = "2024-02-05T09:00:00.000Z";

/** The roster as it lies in the company's folder, in git: two commits, between which somebody was changed. @returns their ids, oldest first */
export function seedTeam(seed: Seed, people: readonly RosterPerson[], { clock, path }: { clock: Clock; path: string }): string[] {
  const repository = emptyRepository();
  const now = filesOf(people, path);
  const mover = people.findLast(({ zendesk, end_date }) => zendesk.main && !end_date);
  const before = filesOf(
    people.map((person) => (person === mover ? beforeTheMove(person) : person)),
    path,
  );
  const author = { name: people[cast.opsManager]?.name ?? "", email: people[cast.opsManager]?.email ?? "" };
  const readme = "# Team\n\nOne file a person in `roster/`: who should have access to what.\n";
  const commits = [
    push(repository, {
      branch: "main",
      message: "Add the roster",
      author,
      at: clock.ago(40),
      files: { "README.md": readme, ...before },
    }),
    push(repository, { branch: "main", message: "Move somebody to another group", author, at: clock.ago(2), files: now }),
  ];
  seed.users.push(bot(BOT_ID, "project_591_bot_roster"), bot(GUEST_ID, "project_591_bot_guest"));
  seed.projects.push(team(repository));
  seed.tokens.push(
    token(91, ROSTER_TOKEN, { userId: BOT_ID, scopes: ["read_api"] }),
    token(92, "glpat-example-roster-clone", { userId: BOT_ID, scopes: ["read_repository"] }),
    token(93, "glpat-example-roster-guest", { userId: GUEST_ID, scopes: ["read_api"] }),
  );
  return commits;
}

/** Somebody ordinary, who came into another group between the two commits. */
function beforeTheMove(person: RosterPerson): RosterPerson {
  const { main } = person.zendesk;
  return main ? { ...person, zendesk: { ...person.zendesk, main: { ...main, groups: main.groups.slice(1) } } } : person;
}

function filesOf(people: readonly RosterPerson[], path: string): Record<string, string> {
  if (path.endsWith(".csv")) return { [path]: rosterCsv(people) };
  return Object.fromEntries(Object.entries(rosterFiles(people)).map(([name, text]) => [`${path}/${name}`, text]));
}

/** rollcall.yaml once more, with the roster read from GitLab. @returns its path */
export function writeGitlabRosterConfig(
  config: string,
  { folder, url, path }: { folder: string; url: string; path: string },
): string {
  const roster = `roster: { gitlab: { url: ${url}, project: ${TEAM_PROJECT}, path: ${path}, token: "\${GL_ROSTER_TOKEN}" } }`;
  const written = join(folder, "rollcall-gitlab-roster.yaml");
  writeFileSync(
    written,
    readFileSync(config, "utf8").replace(/^roster: .*$/m, () => roster),
  );
  return written;
}

function team(repository: Repository): Project {
  const row = (userId: number, accessLevel: number) => ({
    userId,
    accessLevel,
    createdAt: MADE,
    expiresAt: null,
    createdById: null,
  });
  return {
    id: 591,
    name: "team",
    path: TEAM_PROJECT,
    formerPaths: [],
    visibility: "private",
    issuesEnabled: true,
    archived: false,
    createdAt: MADE,
    members: [row(BOT_ID, LEVELS.reporter), row(GUEST_ID, LEVELS.guest)],
    labels: [],
    templates: [],
    uploads: [],
    issues: [],
    lastIid: 0,
    repository,
  };
}

function bot(id: number, username: string): Seed["users"][number] {
  return { id, username, name: "roster-reader", state: "active", bot: true, email: `${username}@example.test`, createdAt: MADE };
}

function token(id: number, value: string, { userId, scopes }: { userId: number; scopes: string[] }): Seed["tokens"][number] {
  return { id, name: "roster", value, userId, scopes, expiresAt: null, revoked: false, createdAt: MADE };
}
