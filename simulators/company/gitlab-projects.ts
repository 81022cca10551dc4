import { LEVELS } from "../gitlab/shapes.ts";
import type { Seed } from "../gitlab/state.ts";
import { made, OPS_GROUP, OpsGroup } from "./gitlab-projects-group.ts";
import { plantProjectFaults } from "./gitlab-projects-plants.ts";
import type { CompanySystem } from "./system.ts";

const token = "glpat-example-projects-audit";
const top = "acme";

/** The group with one of every fault, and what only looks like one. */
export function makeOpsGroup(): OpsGroup {
  const at = new OpsGroup();
  plantProjectFaults(at);
  return at;
}

/** Twenty projects with nothing wrong, for benchmarks. */
export function makeLargeOpsGroup(): OpsGroup {
  const at = new OpsGroup();
  for (let index = 0; index < 20; index += 1) at.project(`${OPS_GROUP}/project-${index}`);
  for (const { settings } of at.projects)
    for (const rule of settings?.protectedBranches ?? []) rule.push = [at.level(LEVELS.none)];
  return at;
}

/** Who may, as the configuration says it. */
const seeded = { merge: "maintainer, acme/release-managers", push: 'acme-bot, "deploy key #9"' };
/** Naming nobody by name, so that nobody is looked up. */
export const rolesOnly = { merge: "maintainer", push: "no one" };

/** The group as a system of the company, on the company's own GitLab. The token is of a bot that is Maintainer there. */
export function opsGroupSystem(at: OpsGroup, { merge, push } = seeded): CompanySystem {
  return {
    system: at.system,
    planted: at.planted,
    env: { GITLAB_PROJECTS_TOKEN: token },
    seed: (gitlab) => seed(at, gitlab),
    entry: ({ gitlab }) => `  ${at.system}:
    platform: gitlab-projects
    name: GitLab projects
    url: ${gitlab}
    auth: { token: "\${GITLAB_PROJECTS_TOKEN}" }
    group: ${OPS_GROUP}
    merge: [${merge}]
    push: [${push}]
`,
  };
}

function seed(at: OpsGroup, gitlab: Seed): void {
  const auditor = at.user("group_8101_bot_5a6b7c8d9e0f1a2b", "projects-audit");
  const [ops] = at.groups;
  ops?.members.push({
    userId: auditor.id,
    accessLevel: LEVELS.maintainer,
    createdAt: made,
    expiresAt: null,
    createdById: null,
  });
  const acme = gitlab.groups.find(({ path }) => path === top);
  if (acme) acme.protectedBranches = at.topRules;
  gitlab.users.push(...at.users);
  gitlab.groups.push(...at.groups);
  gitlab.projects.push(...at.projects);
  gitlab.tokens.push({
    id: 8_100_001,
    name: "projects-audit",
    value: token,
    userId: auditor.id,
    scopes: ["read_api"],
    expiresAt: null,
    revoked: false,
    createdAt: made,
  });
}
