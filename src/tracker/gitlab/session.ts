import { HttpError } from "../../http/client.ts";
import type { GitlabTrackerConfig } from "../../model/config.ts";
import { configurationError, credentialsError } from "../../model/errors.ts";
import { type GitlabApi, type GitlabDeps, gitlabApi } from "./api.ts";
import type { GitlabMember, GitlabProject, GitlabUser } from "./shapes.ts";

/** The label every audit issue has: the issue is found among those with it. */
export const rollcallLabel = "rollcall";

/** One tracker's GitLab: what does not change while a run lasts is asked once. */
export interface Session {
  api: GitlabApi;
  config: GitlabTrackerConfig;
  /** "GitLab acme/support-ops/audits". */
  name: string;
  /** @throws configuration error where it is missing, archived or has no issues */
  project(signal: AbortSignal): Promise<GitlabProject>;
  me(signal: AbortSignal): Promise<GitlabUser>;
  /** Inherited and invited members too, of the configured project. */
  members(signal: AbortSignal): Promise<GitlabMember[]>;
  /** Note and its `updated_at` → when it was edited: GitLab is asked once. */
  edits: Map<string, string | null>;
}

export function openSession(config: GitlabTrackerConfig, deps: GitlabDeps): Session {
  const api = gitlabApi(config, deps);
  const project = once(async (signal) => usable(await api.project(config.project, signal), config));
  return {
    api,
    config,
    name: `GitLab ${config.project}`,
    project,
    me: once((signal) => api.me(signal)),
    members: once(async (signal) => api.members((await project(signal)).id, signal)),
    edits: new Map(),
  };
}

/** Asks once and remembers the answer; a failure is not remembered. */
function once<T>(ask: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let answer: Promise<T> | null = null;
  return (signal) => {
    answer ??= ask(signal).catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

function usable(project: GitlabProject | null, config: GitlabTrackerConfig): GitlabProject {
  const where = `project ${config.project} on ${config.url.host}`;
  if (!project) {
    throw configurationError(
      `GitLab: there is no ${where}, or this token may not see it`,
      "check tracker.gitlab.project in rollcall.yaml, and that the token's user is a member there",
    );
  }
  if (project.issues_enabled === false || project.issues_access_level === "disabled") {
    throw configurationError(`GitLab: issues are switched off in ${where}`, "switch them on, or name another project");
  }
  if (project.archived)
    throw configurationError(`GitLab: ${where} is archived, so nothing can be written`, "name another project");
  return project;
}

/**
 * A write, with a refusal put in words. `what` completes "could not …".
 * @throws credentials error where GitLab refuses
 */
export async function writing<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof HttpError && error.status === 403) throw refused(what, error);
    throw error;
  }
}

function refused(what: string, error: HttpError): Error {
  if (/insufficient_scope/.test(error.body)) {
    return credentialsError(
      `GitLab: could not ${what}: the token lacks the scope api`,
      "make a token with the scope api: read_api reads only",
      error,
    );
  }
  return credentialsError(
    `GitLab: could not ${what}: ${error.body || "403 Forbidden"}`,
    "give the token's user the role Planner, Reporter or higher in the project; where the discussion is locked, unlock it",
    error,
  );
}
