import { randomBytes } from "node:crypto";
import { applyChanges } from "../apply.ts";
import { callerOf } from "../auth.ts";
import { issueEntity, noteEntity } from "../entities.ts";
import { ApiError, forbidden, notFound, unauthorized } from "../errors.ts";
import { updateIssue } from "../issues.ts";
import type { Limiter } from "../limits.ts";
import { createNote, type NoteResult } from "../notes.ts";
import { html } from "../pages/html.ts";
import { issuePage } from "../pages/issue.ts";
import { listPage } from "../pages/list.ts";
import { bodyParams, flag, integer, type Params, requiredInteger, requiredText, text } from "../params.ts";
import { canEditNote, canReadIssue, canReadProject, canUpdateIssue } from "../permissions.ts";
import type { Issue, Project, User } from "../shapes.ts";
import { issueByIid, projectByPath, timestamp, userById, type World } from "../state.ts";
import { withBox } from "../tasks.ts";
import type { Answer } from "./context.ts";
import type { RawRequest } from "./index.ts";
import { webDownload } from "./uploads.ts";

const ISSUES = /^\/(.+)\/-\/(?:issues|work_items)(?:\/(\d+)(?:\/(tick|comment|reply|close|reopen))?)?\/?$/;
const UPLOAD = /^\/-\/project\/(\d+)\/uploads\/([0-9a-f]{32})\/([^/]+)$/;

/** GitLab for people: pages, files, and what a person does on an issue with the mouse. */
export async function answerWeb(world: World, limiter: Limiter, request: RawRequest): Promise<Answer> {
  try {
    return await route(world, limiter, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body, headers: error.headers };
  }
}

async function route(world: World, limiter: Limiter, request: RawRequest): Promise<Answer> {
  const path = decodeURI(request.address.pathname);
  if (path === "/users/sign_in") return signIn(world, request);
  const user = viewer(world, request.headers);
  if (path === "/") return home(world, user);
  const upload = UPLOAD.exec(path);
  if (upload !== null)
    return webDownload(world, user, { project: Number(upload[1]), secret: upload[2] ?? "", filename: upload[3] ?? "" });
  const [, projectPath, iid, action] = ISSUES.exec(path) ?? [];
  const project = projectPath === undefined ? undefined : projectByPath(world, projectPath);
  if (project === undefined || !canReadProject(world, project, user)) return refuse(user);
  if (project.path.toLowerCase() !== projectPath?.toLowerCase())
    return redirect(path.replace(`/${projectPath}`, `/${project.path}`));
  if (iid === undefined) return pageAnswer((nonce) => listPage({ world, project, user, nonce }));
  const issue = issueByIid(project, Number(iid));
  if (issue === undefined || !canReadIssue(world, issue, user)) return refuse(user);
  if (action === undefined) return pageAnswer((nonce) => issuePage({ world, issue, user, nonce }));
  if (request.method !== "POST") throw notFound();
  if (user === null) throw unauthorized();
  // One limit, whichever way somebody comments.
  if (action === "comment" || action === "reply") limiter.application("notes_create", user.id);
  return act(world, request, { project, issue, user, action });
}

/** The person of the request: by their own token, by the session cookie, or whom the browser is signed in as. */
function viewer(world: World, headers: Headers): User | null {
  const caller = callerOf(world, headers) ?? callerOf(world, cookieHeaders(headers));
  if (caller !== null) return caller.user;
  return world.browserUserId === null ? null : (userById(world, world.browserUserId) ?? null);
}

function cookieHeaders(headers: Headers): Headers {
  const value = /(?:^|;\s*)_gitlab_session=([^;]+)/.exec(headers.get("cookie") ?? "")?.[1];
  return new Headers(value === undefined ? {} : { "private-token": decodeURIComponent(value) });
}

/** Whoever is signed in starts at the first project they may see. */
function home(world: World, user: User | null): Answer {
  const first = world.projects.find((project) => canReadProject(world, project, user));
  return first === undefined ? refuse(user) : redirect(`/${first.path}/-/issues`);
}

function refuse(user: User | null): Answer {
  if (user === null) return redirect("/users/sign_in");
  throw notFound();
}

function redirect(to: string): Answer {
  return { status: 302, body: "", headers: { Location: encodeURI(to) } };
}

async function signIn(world: World, request: RawRequest): Promise<Answer> {
  if (request.method !== "POST") {
    const form = html`<!doctype html><meta charset="utf-8"><title>Sign in · GitLab (simulated)</title><form method="post"><label>Token <input name="token" type="password" required></label> <button>Sign in</button></form>`;
    return { status: 200, body: form.text, headers: { "Content-Type": "text/html; charset=utf-8" } };
  }
  const token = requiredText(await bodyParams(request.body, request.headers.get("content-type") ?? ""), "token");
  if (callerOf(world, new Headers({ "private-token": token })) === null) throw unauthorized();
  const cookie = `_gitlab_session=${encodeURIComponent(token)}; HttpOnly; SameSite=Lax; Path=/`;
  return { status: 302, body: "", headers: { Location: "/", "Set-Cookie": cookie } };
}

function pageAnswer(render: (nonce: string) => string): Answer {
  const nonce = randomBytes(12).toString("base64");
  const policy = `default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'`;
  return {
    status: 200,
    body: render(nonce),
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy },
  };
}

interface Act {
  project: Project;
  issue: Issue;
  user: User;
  action: string;
}

async function act(world: World, request: RawRequest, { project, issue, user, action }: Act): Promise<Answer> {
  const type = request.headers.get("content-type") ?? "";
  const params = await bodyParams(request.body, type);
  const body = perform(world, params, { project, issue, user, action });
  if (type.startsWith("application/json") || request.headers.get("private-token") !== null) return { status: 200, body };
  return { status: 303, body: "", headers: { Location: `/${project.path}/-/issues/${issue.iid}` } };
}

function perform(world: World, params: Params, { issue, user, action }: Act): unknown {
  if (action === "tick") return tick(world, params, { issue, user });
  if (action === "close" || action === "reopen") {
    updateIssue(world, issue, { author: user, changes: { stateEvent: action } });
    return issueEntity(world, issue);
  }
  const inReplyTo = action === "reply" ? requiredText(params, "discussion_id") : undefined;
  const body = requiredText(params, "body");
  const result = createNote(world, issue, { author: user, body, ...(inReplyTo === undefined ? {} : { inReplyTo }) });
  return written(world, issue, result);
}

function written(world: World, issue: Issue, { note, messages }: NoteResult): unknown {
  return note === null ? { summary: messages } : noteEntity(world, issue, { note });
}

/** Sets one box, named by its line (from 1) and that line's text: where that is not there any more the tick is refused. */
function tick(world: World, params: Params, { issue, user }: { issue: Issue; user: User }): unknown {
  const line = requiredInteger(params, "line") - 1;
  const noteId = integer(params, "note_id");
  const note = noteId === undefined ? null : issue.notes.find((each) => each.id === noteId);
  if (note === undefined) throw notFound();
  const may = note === null ? canUpdateIssue(world, issue, user) : canEditNote(world, issue, { note, user });
  if (!may) throw forbidden();
  const source = (note === null ? (issue.description ?? "") : note.body).replaceAll("\r", "");
  const expected = text(params, "line_source");
  const after = withBox(source, line, flag(params, "checked") ?? true);
  if (after === null || (expected !== undefined && source.split("\n")[line] !== expected)) {
    throw new ApiError(409, {
      errors: [
        "Someone edited this issue at the same time you did. Please check out the issue and make sure your changes will not unintentionally remove theirs.",
      ],
    });
  }
  if (note === null) applyChanges(world, issue, { author: user, changes: { description: after } });
  else Object.assign(note, { body: after, updatedAt: timestamp(world), editedAt: timestamp(world) });
  return issueEntity(world, issue);
}
