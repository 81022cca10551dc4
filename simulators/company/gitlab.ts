import { type Label, LEVELS, type Member, type Project, type Token, type User } from "../gitlab/shapes.ts";
import type { Seed } from "../gitlab/state.ts";
import { zendeskGlobalTemplate } from "./gitlab-template.ts";

/** What GitLab needs to know of a person. Those without a `gitlab` block have no account there. */
export interface GitlabPerson {
  name: string;
  email: string;
  gitlab?: { id?: number; username: string };
  /** Only those with a seat on the federal instance are members of the federal project. */
  zendesk?: { "us-federal"?: unknown };
}

export interface GitlabCompany {
  people: GitlabPerson[];
  auditor: GitlabPerson;
  opsManager: GitlabPerson;
  /** Usernames of people who have an account but are no members of the audits project; default: the last person's. */
  outsiders?: string[];
}

export const AUDITS_PROJECT = "acme/support-ops/audits";
export const FEDERAL_PROJECT = "acme/federal/audits";

/** Everything here is made up; the tokens only look like ones. `person` gives the token of any user by username. */
export const GITLAB_TOKENS = {
  bot: "glpat-example-audit-bot-api",
  readOnly: "glpat-example-audit-bot-read",
  guest: "glpat-example-guest-api",
  stranger: "glpat-example-person-stranger.example",
  person: (username: string): string => `glpat-example-person-${username}`,
};

const BOT_ID = 9_000_001;
const GUEST_ID = 9_000_002;
const STRANGER_ID = 9_000_003;
const MADE = "2024-02-05T09:00:00.000Z";

/** Users, groups, projects and tokens of the company's GitLab. Auditor and ops manager own the groups; the others are Reporters. */
export function gitlabSeed({ people, auditor, opsManager, outsiders }: GitlabCompany): Seed {
  const staff = uniqueUsers([auditor, opsManager, ...people]);
  const leaders = new Set([auditor.gitlab?.id, opsManager.gitlab?.id]);
  const outside = outsiders ?? [staff.findLast((user) => !leaders.has(user.id))?.username];
  const inside = staff.filter((user) => !outside.includes(user.username));
  const users = [...staff, ...others()];
  return {
    users,
    groups: [
      { id: 71, name: "Acme", path: "acme", members: [] },
      { id: 72, name: "Support Operations", path: "acme/support-ops", members: leaderRows(leaders) },
      { id: 73, name: "Federal", path: "acme/federal", members: leaderRows(leaders) },
    ],
    projects: [auditsProject(inside), federalProject(uniqueUsers(people.filter((person) => person.zendesk?.["us-federal"])))],
    tokens: [...ownTokens(), ...users.filter((user) => !user.bot).map(personToken)],
  };
}

function uniqueUsers(people: GitlabPerson[]): User[] {
  const users = new Map<number, User>();
  for (const { gitlab, name, email } of people) {
    if (gitlab?.id === undefined || users.has(gitlab.id)) continue;
    users.set(gitlab.id, account(gitlab.id, gitlab.username, { name, email }));
  }
  return [...users.values()];
}

/** The bot, a guest, and accounts that are nobody of ours, some with names made to hurt. */
function others(): User[] {
  const bot = account(BOT_ID, "project_501_bot_0e1f2a3b4c5d6e7f", { name: "audit-bot", email: "audit-bot@example.test" });
  return [
    { ...bot, bot: true },
    account(GUEST_ID, "guest.example", { name: "Gia Guest", email: "gia.guest@example.test" }),
    account(STRANGER_ID, "stranger.example", { name: "Sam Stranger", email: "sam.stranger@example.test" }),
    account(9_000_004, "close", { name: "/close", email: "close@example.test" }),
    account(9_000_005, "everyone", { name: "@all <script>alert(1)</script>", email: "everyone@example.test" }),
    account(9_000_006, "here", { name: "| #1 ~bug %now", email: "here@example.test" }),
  ];
}

function account(id: number, username: string, { name, email }: { name: string; email: string }): User {
  return { id, username, name, state: "active", bot: false, email, createdAt: MADE };
}

function member(userId: number, accessLevel: number): Member {
  return { userId, accessLevel, createdAt: MADE, expiresAt: null, createdById: null };
}

function leaderRows(leaders: Set<number | undefined>): Member[] {
  return [...leaders].filter((id) => id !== undefined).map((id) => member(id, LEVELS.owner));
}

/** Support people are Reporters there: they tick and comment. */
function auditsProject(inside: User[]): Project {
  const members = [
    ...inside.map((user) => member(user.id, LEVELS.reporter)),
    member(BOT_ID, LEVELS.maintainer),
    member(GUEST_ID, LEVELS.guest),
  ];
  const templates = [{ name: "Zendesk Global", content: zendeskGlobalTemplate() }];
  return { ...emptyProject(501, AUDITS_PROJECT), members, templates };
}

/** All but one of those it is about can see it. */
function federalProject(cleared: User[]): Project {
  const members = [member(BOT_ID, LEVELS.maintainer), ...cleared.slice(0, -1).map((user) => member(user.id, LEVELS.reporter))];
  return { ...emptyProject(502, FEDERAL_PROJECT), members };
}

function emptyProject(id: number, path: string): Project {
  return {
    id,
    name: "audits",
    path,
    formerPaths: [],
    visibility: "private",
    issuesEnabled: true,
    archived: false,
    createdAt: MADE,
    members: [],
    labels: labels(id * 10),
    templates: [],
    uploads: [],
    issues: [],
    lastIid: 0,
  };
}

function labels(firstId: number): Label[] {
  const rows: [string, string][] = [
    ["Access audit", "#0033cc"],
    ["rollcall", "#5843ad"],
    ["Zendesk", "#69d100"],
  ];
  return rows.map(([name, color], index) => ({ id: firstId + index, name, description: null, color }));
}

function ownTokens(): Token[] {
  return [
    token(1, GITLAB_TOKENS.bot, { userId: BOT_ID, scopes: ["api"] }),
    token(2, GITLAB_TOKENS.readOnly, { userId: BOT_ID, scopes: ["read_api"] }),
    token(3, GITLAB_TOKENS.guest, { userId: GUEST_ID, scopes: ["api"] }),
  ];
}

function personToken(user: User): Token {
  return token(1_000_000 + user.id, GITLAB_TOKENS.person(user.username), { userId: user.id, scopes: ["api"] });
}

function token(id: number, value: string, { userId, scopes }: { userId: number; scopes: string[] }): Token {
  return {
    id,
    name: value.slice("glpat-example-".length),
    value,
    userId,
    scopes,
    expiresAt: null,
    revoked: false,
    createdAt: MADE,
  };
}
