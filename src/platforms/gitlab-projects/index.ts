import type { SystemConfig } from "../../model/config.ts";
import type { Project } from "../../model/project.ts";
import { connectGitlab } from "../gitlab/connect.ts";
import { whoIs } from "../gitlab/who.ts";
import type { Connection, ConnectOptions, Platform } from "../platform.ts";
import { normaliseGitlabProjects, settleGitlabProjects } from "./normalise.ts";
import { gitlabProjectsNotes } from "./notes.ts";
import { explained } from "./refusals.ts";
import { restsOn } from "./rests-on.ts";
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
  restsOn,
  notes: gitlabProjectsNotes,
};

function connect(system: SystemConfig, options: ConnectOptions): Connection {
  const settings = system.settings as GitlabProjectsSettings;
  const client = connectGitlab(settings, { ...options, name: system.id });
  return {
    listings: gitlabProjectsListings(client, settings),
    whoAmI: (signal) => whoIs(explained(client, settings), signal),
  };
}
