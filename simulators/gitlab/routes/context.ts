import type { Fault } from "../../kit/faults.ts";
import type { Caller } from "../auth.ts";
import { bend } from "../bend.ts";
import { ApiError, forbidden, notFound, unauthorized } from "../errors.ts";
import type { Limiter } from "../limits.ts";
import { paginate } from "../paging.ts";
import { type Params, requiredInteger, requiredText } from "../params.ts";
import { canReadIssue, canReadProject } from "../permissions.ts";
import type { Issue, Note, Project, User } from "../shapes.ts";
import { issueByIid, projectById, projectByPath, type World } from "../state.ts";

/** One request on its way through a route. */
export interface Context {
  world: World;
  method: string;
  address: URL;
  params: Params;
  caller: Caller | null;
  limiter: Limiter;
  fault: Fault | null;
}

export interface Answer {
  status: number;
  /** JSON value; text and bytes go out as they are. */
  body: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  /** `/projects/:id/issues/:issue_iid`, below `/api/v4`. */
  path: string;
  handle(context: Context): Answer | Promise<Answer>;
  /** Scopes of which one is enough to read; `api` and `read_api` where left out. */
  scopes?: string[];
}

export function ok(body: unknown, headers: Record<string, string> = {}): Answer {
  return { status: 200, body, headers };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** One page of rows, with the headers. */
export function listed<T>(context: Context, rows: T[], entity: (row: T) => unknown): Answer {
  const page = bend(paginate(rows, context.params, context.address), context.fault, context.address);
  return ok(page.rows.map(entity), page.headers);
}

export function userOf(context: Context): User | null {
  return context.caller?.user ?? null;
}

export function signedIn(context: Context): User {
  const user = userOf(context);
  if (user === null) throw unauthorized();
  return user;
}

/** The project of `:id`. No access looks like no project; a former path answers 301 to GET and 405 to everything else. */
export function projectOfRequest(context: Context): Project {
  const { world } = context;
  const id = requiredText(context.params, "id");
  const project = /^\d+$/.test(id) ? projectById(world, Number(id)) : projectByPath(world, id);
  if (project === undefined || !canReadProject(world, project, userOf(context))) throw notFound("Project");
  if (!/^\d+$/.test(id) && project.path.toLowerCase() !== id.toLowerCase()) throw moved(context, project);
  return project;
}

function moved({ method, address, params }: Context, project: Project): ApiError {
  if (method !== "GET" && method !== "HEAD") {
    return new ApiError(405, { message: "Non GET methods are not allowed for moved projects" });
  }
  const to = new URL(address);
  to.pathname = to.pathname.replace(/(\/projects\/)[^/]+/, `$1${project.id}`);
  if (to.searchParams.has("id")) to.searchParams.set("id", String(params.id));
  return new ApiError(301, `This resource has been moved permanently to ${to.href}.`, { Location: to.href });
}

/** The issue of `:issue_iid` as the reader may see it; `named` endpoints say "404 Issue Not Found". */
export function issueOfRequest(context: Context, project: Project, named = false): Issue {
  const issue = issueByIid(project, requiredInteger(context.params, "issue_iid"));
  if (issue === undefined || !canReadIssue(context.world, issue, userOf(context))) throw notFound(named ? "Issue" : undefined);
  return issue;
}

/** For writing, GitLab finds the issue first and refuses then: an issue that cannot be seen is 403, not 404. */
export function issueToChange(context: Context, project: Project): Issue {
  const issue = issueByIid(project, requiredInteger(context.params, "issue_iid"));
  if (issue === undefined) throw notFound();
  if (!canReadIssue(context.world, issue, userOf(context))) throw forbidden();
  return issue;
}

export function noteOfRequest(context: Context, issue: Issue): Note {
  const id = requiredInteger(context.params, "note_id");
  const note = issue.notes.find((each) => each.id === id);
  if (note === undefined) throw notFound();
  return note;
}
