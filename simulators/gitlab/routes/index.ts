import type { Fault } from "../../kit/faults.ts";
import { callerOf, checkScope } from "../auth.ts";
import { ApiError } from "../errors.ts";
import type { Limiter } from "../limits.ts";
import { bodyParams, queryParams } from "../params.ts";
import type { World } from "../state.ts";
import type { Answer, Route } from "./context.ts";
import { groupAccessRoutes } from "./group-access.ts";
import { groupProjectRoutes } from "./group-projects.ts";
import { issueRoutes } from "./issues.ts";
import { noteRoutes } from "./notes.ts";
import { projectSettingRoutes } from "./project-settings.ts";
import { projectRoutes } from "./projects.ts";
import { repositoryRoutes } from "./repository.ts";
import { uploadRoutes } from "./uploads.ts";
import { userRoutes } from "./users.ts";

export interface RawRequest {
  method: string;
  /** With the server's own origin, whatever the Host header said. */
  address: URL;
  headers: Headers;
  body: Buffer;
  /** A fault of a list, for the route that has one. */
  fault: Fault | null;
}

const ROUTES: Route[] = [
  ...userRoutes,
  ...projectRoutes,
  ...issueRoutes,
  ...noteRoutes,
  ...uploadRoutes,
  ...groupProjectRoutes,
  ...projectSettingRoutes,
  ...groupAccessRoutes,
  ...repositoryRoutes,
];
const PREFIX = "/api/v4";

/** Answers one request below `/api/v4`: token, throttle, scope, route, and GitLab's own errors. */
export async function answerApi(world: World, limiter: Limiter, request: RawRequest): Promise<Answer> {
  let throttle: Record<string, string> = {};
  try {
    const caller = callerOf(world, request.headers);
    throttle = caller === null ? {} : limiter.edge(caller.user.id);
    const found = findRoute(request);
    if (caller !== null)
      checkScope(caller, { method: request.method, ...(found.route.scopes ? { scopes: found.route.scopes } : {}) });
    const { address, method, headers, body, fault } = request;
    const params = {
      ...queryParams(address.searchParams),
      ...(await bodyParams(body, headers.get("content-type") ?? "")),
      ...found.params,
    };
    const answer = await found.route.handle({ world, method, address, params, caller, limiter, fault });
    return { ...answer, headers: { ...throttle, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body, headers: { ...throttle, ...error.headers } };
  }
}

/** Whether there is such a call, for the test that holds this against the official document. */
export function isServed(method: string, path: string): boolean {
  return ROUTES.some((route) => route.method === method && matched(route.path.split("/"), path.split("/")) !== null);
}

/** `HEAD` is `GET` without the body; the server leaves that out. */
function findRoute({ method, address }: RawRequest): { route: Route; params: Record<string, string> } {
  const asked = segments(address.pathname.slice(PREFIX.length));
  let other = false;
  for (const route of ROUTES) {
    const params = matched(route.path.split("/"), asked);
    if (params === null) continue;
    if (route.method === (method === "HEAD" ? "GET" : method)) return { route, params };
    other = true;
  }
  throw other ? new ApiError(405, { error: "405 Not Allowed" }) : new ApiError(404, { error: "404 Not Found" });
}

function segments(path: string): string[] {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    throw new ApiError(400, { error: "400 Bad Request" });
  }
}

function matched(pattern: string[], asked: string[]): Record<string, string> | null {
  if (pattern.length !== asked.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = asked[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
