import type { Budget } from "./budget.ts";
import { createHttpClient, type HttpClient, type HttpOptions } from "./client.ts";

export interface GitlabClientOptions
  extends Pick<HttpOptions, "name" | "rate" | "clock" | "slots" | "onFailure" | "timeoutMs" | "maxBodyBytes"> {
  /** Address of the GitLab as a person opens it; a path in it stays. */
  url: URL | string;
  /** A personal, project or group access token, or an OAuth token. */
  token: string;
}

/** A client for GitLab's REST API v4: tracker, roster and platforms all come here. Paths are below `/api/v4/`. */
export function gitlabClient({ url, token, ...options }: GitlabClientOptions): HttpClient {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, "")}/api/v4/`;
  return createHttpClient({
    ...options,
    base,
    // Its lists are short and many: a question a group and a project.
    concurrency: 10,
    authorizer: { headers: async () => ({ Authorization: `Bearer ${token}` }) },
    readBudget: readGitlabBudget,
    secrets: [token],
  });
}

/**
 * What GitLab says is left of its requests a minute. `RateLimit-Reset` is a time by GitLab's clock in epoch seconds, hence the
 * difference to its `Date` is what counts here.
 */
export function readGitlabBudget(headers: Headers, now: number): Budget | null {
  const remaining = whole(headers.get("ratelimit-remaining"));
  if (remaining === null) return null;
  const reset = whole(headers.get("ratelimit-reset"));
  const answeredAt = Date.parse(headers.get("date") ?? "");
  const skew = Number.isNaN(answeredAt) ? 0 : now - answeredAt;
  return { limit: whole(headers.get("ratelimit-limit")), remaining, resetAt: reset === null ? null : reset * 1000 + skew };
}

function whole(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
