import { createHttpClient, type HttpClient } from "../../http/client.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Project } from "../../model/project.ts";
import type { Connection, ConnectOptions, Identity, Platform } from "../platform.ts";
import { readGitlabBudget } from "./budget.ts";
import { normaliseGitlabProjects, settleGitlabProjects } from "./normalise.ts";
import { gitlabProjectsNotes } from "./notes.ts";
import { explained } from "./refusals.ts";
import { type GitlabProjectsSettings, gitlabProjectsSettings } from "./settings.ts";
import { gitlabProjectsListings } from "./sources.ts";

/**
 * Settings of the projects of a GitLab group and its subgroups.
 * What the API cannot tell: who of those with a role is meant (roles of people are the audit `gitlab`), whether a code owner stands
 * in CODEOWNERS, what push rules and merge request pipelines ask for besides.
 */
export const gitlabProjects: Platform = {
  id: "gitlab-projects",
  name: "GitLab projects",
  settings: gitlabProjectsSettings,
  facts: () => ({
    projects: { mode: "all", sources: ["projects"] },
    // Where one endpoint was refused the other still tells; each project stands for itself.
    approvals: { mode: "each", sources: ["approval-settings", "approvals"] },
    branches: { mode: "each", sources: ["protected-branches"] },
  }),
  asksAlways: "auditor",
  connect: (system, options) => connect(system, options),
  settle: settleGitlabProjects,
  normalise: normaliseGitlabProjects,
  expectation: () => null,
  counts({ projects = [] }) {
    const of = (state: Project["state"]) => projects.filter((project) => project.state === state).length;
    return { projects: projects.length, archived: of("archived"), marked_for_deletion: of("marked-for-deletion") };
  },
  notes: gitlabProjectsNotes,
};

function connect(system: SystemConfig, options: ConnectOptions): Connection {
  const settings = system.settings as GitlabProjectsSettings;
  const token = settings.auth.token.reveal();
  const base = new URL(settings.url);
  base.pathname = `${base.pathname.replace(/\/$/, "")}/api/v4/`;
  const client = createHttpClient({
    name: system.id,
    base,
    authorizer: { headers: async () => ({ "PRIVATE-TOKEN": token }) },
    readBudget: readGitlabBudget,
    rate: options.rate,
    ...(options.clock ? { clock: options.clock } : {}),
    secrets: [token],
    onFailure: ({ reason, retryIn }) => {
      if (retryIn !== null) options.onFailure?.(`${reason}; asking again in ${Math.ceil(retryIn / 1000)} s`);
    },
  });
  return {
    listings: gitlabProjectsListings(client, settings),
    whoAmI: (signal) => whoAmI(explained(client, settings), signal),
  };
}

async function whoAmI(client: HttpClient, signal: AbortSignal): Promise<Identity> {
  const me = (await client.send("/user", { signal })).json() as { name?: unknown; username?: unknown } | null;
  const self = await client.send("/personal_access_tokens/self", { signal, ok: [200, 401, 403, 404] });
  const scopes = self.status === 200 ? (self.json() as { scopes?: unknown } | null)?.scopes : null;
  return {
    who: `${String(me?.name ?? "?")} @${String(me?.username ?? "?")}`,
    scopes: Array.isArray(scopes) ? scopes.map(String) : null,
  };
}
