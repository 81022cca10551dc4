import { ApiError } from "./errors.ts";

export type LimitName =
  | "authenticated_api"
  | "notes_create"
  | "issues_create"
  | "project_members_all"
  | "users_get_by_id"
  | "project_api"
  | "group_api"
  | "group_projects_api"
  | "group_invited_groups_api"
  | "repository_files"
  | "project_repositories_archive";

interface Limit {
  most: number;
  seconds: number;
}

/** GitLab.com's published limits, per user. */
const GITLAB_COM: Record<LimitName, Limit> = {
  authenticated_api: { most: 2000, seconds: 60 },
  notes_create: { most: 60, seconds: 60 },
  issues_create: { most: 200, seconds: 60 },
  project_members_all: { most: 60, seconds: 60 },
  users_get_by_id: { most: 300, seconds: 600 },
  project_api: { most: 400, seconds: 60 },
  group_api: { most: 400, seconds: 60 },
  group_projects_api: { most: 600, seconds: 60 },
  group_invited_groups_api: { most: 60, seconds: 60 },
  repository_files: { most: 500, seconds: 60 },
  project_repositories_archive: { most: 5, seconds: 60 },
};

/** Counts requests in fixed windows of the wall clock, as GitLab's throttles do. */
export class Limiter {
  readonly limits: Record<LimitName, Limit> = structuredClone(GITLAB_COM);
  readonly #now: () => Date;
  readonly #windows = new Map<string, { until: number; seen: number }>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** No limit is less than this: for tests that ask more in a minute than anybody would. */
  raise(most: number): void {
    for (const limit of Object.values(this.limits)) limit.most = Math.max(limit.most, most);
  }

  /** The edge throttle: headers for every answer; past it, 429 as plain text. */
  edge(userId: number | null): Record<string, string> {
    const { seen, until, most } = this.#count("authenticated_api", userId);
    const headers: Record<string, string> = {
      "RateLimit-Limit": String(most),
      "RateLimit-Name": "throttle_authenticated_api",
      "RateLimit-Observed": String(seen),
      "RateLimit-Remaining": String(Math.max(0, most - seen)),
      "RateLimit-Reset": String(until),
    };
    if (seen <= most) return headers;
    const wait = Math.max(1, Math.ceil(until - this.#now().getTime() / 1000));
    const reset = new Date(until * 1000).toUTCString();
    throw new ApiError(429, "Retry later\n", {
      ...headers,
      "RateLimit-ResetTime": reset,
      "Retry-After": String(wait),
      "Content-Type": "text/plain",
    });
  }

  /** The application's own limit of one endpoint: 429 as JSON, without any header. */
  application(name: LimitName, userId: number | null): void {
    const { seen, most } = this.#count(name, userId);
    if (seen > most)
      throw new ApiError(429, { message: { error: "This endpoint has been requested too many times. Try again later." } });
  }

  #count(name: LimitName, userId: number | null): { seen: number; until: number; most: number } {
    const { most, seconds } = this.limits[name];
    const now = this.#now().getTime() / 1000;
    const until = (Math.floor(now / seconds) + 1) * seconds;
    const key = `${name} ${userId ?? "nobody"}`;
    const window = this.#windows.get(key);
    const seen = window?.until === until ? window.seen + 1 : 1;
    this.#windows.set(key, { until, seen });
    return { seen, until, most };
  }
}
