import { HttpError } from "../../http/client.ts";
import type { GitlabRosterConfig } from "../../model/config.ts";
import { configurationError, credentialsError } from "../../model/errors.ts";
import { shortRevision } from "../../model/person.ts";

interface Asked {
  config: GitlabRosterConfig;
  /** Of what was asked; `null` where the commit itself was. */
  commit: string | null;
}

/** Asks, with GitLab's refusals put in words: what is not there, and which right is missing. */
export async function orInWords<T>(ask: () => Promise<T>, asked: Asked): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof HttpError ? inWords(error, asked) : error;
  }
}

function inWords(error: HttpError, { config, commit }: Asked): Error {
  const { status, body } = error;
  if (status === 401) {
    return credentialsError(
      error.message,
      "check roster.gitlab.token in rollcall.yaml: it may have expired, been revoked, or be of another GitLab",
      error,
    );
  }
  if (status === 403 && /insufficient_scope/.test(body)) {
    return credentialsError(
      "roster from GitLab: the token lacks the scope read_api",
      "make a token with the scope read_api",
      error,
    );
  }
  if (status === 403) {
    return credentialsError(
      `roster from GitLab: the token may not read the files of ${projectText(config)}: ${body || "403 Forbidden"}`,
      "give the token's user the role Reporter or higher there",
      error,
    );
  }
  // A page for people: what answers is no API, which the error says.
  if (status !== 404 || error.actor !== "platform") return error;
  if (/project not found/i.test(body)) return noProject(config, error);
  return commit === null ? noCommit(config, error) : noPath(config, { commit, error });
}

function noProject(config: GitlabRosterConfig, error: HttpError): Error {
  return configurationError(
    `roster from GitLab: there is no ${projectText(config)}, or this token may not see it`,
    "check roster.gitlab.project in rollcall.yaml, and that the token's user is a member there",
    error,
  );
}

function noCommit(config: GitlabRosterConfig, error: HttpError): Error {
  if (config.ref !== null) {
    return configurationError(
      `roster from GitLab: there is no branch, tag or commit ${JSON.stringify(config.ref)} in ${projectText(config)}`,
      "check roster.gitlab.ref in rollcall.yaml; without it the default branch is read",
      error,
    );
  }
  return configurationError(
    `roster from GitLab: ${projectText(config)} has no commit yet, or no repository: ${error.body}`,
    "check roster.gitlab.project in rollcall.yaml",
    error,
  );
}

/** The path is not in the commit. */
export function noPath(config: GitlabRosterConfig, { commit, error }: { commit: string; error?: HttpError }): Error {
  return configurationError(
    `roster from GitLab: there is no ${JSON.stringify(config.path)} in ${projectText(config)} at ${config.ref ?? "its default branch"} (${shortRevision(commit)})`,
    "check roster.gitlab.path in rollcall.yaml: a folder, or one .yaml, .yml or .csv file",
    error,
  );
}

function projectText({ project, url }: GitlabRosterConfig): string {
  return `project ${project} on ${url.host}`;
}
