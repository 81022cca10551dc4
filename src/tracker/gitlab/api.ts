import { z } from "zod";
import { type Clock, type HttpClient, type SendOptions, type Slots, systemClock } from "../../http/client.ts";
import { gitlabClient } from "../../http/gitlab-client.ts";
import { linkPages } from "../../http/paging.ts";
import type { GitlabTrackerConfig } from "../../model/config.ts";
import { answer, optional, parsed, rows } from "./ask.ts";
import { notePace, notesPerMinute } from "./note-pace.ts";
import { type IssueRef, issuePath, projectPath } from "./paths.ts";
import type { GitlabIssue, GitlabMember, GitlabNote, GitlabProject, GitlabUser } from "./shapes.ts";
import * as shapes from "./shapes.ts";
import { type TalkApi, talkApi } from "./talk-api.ts";

export interface GitlabApi extends TalkApi {
  me(signal: AbortSignal): Promise<GitlabUser>;
  /** `null` where GitLab does not tell. */
  tokenScopes(signal: AbortSignal): Promise<string[] | null>;
  /** @param project path or number; `null` where there is none, or none for this token. A renamed one is found by its old path. */
  project(project: string, signal: AbortSignal): Promise<GitlabProject | null>;
  members(project: string, signal: AbortSignal): Promise<GitlabMember[]>;
  /** `null` where the project has no issue template of that name. */
  template(project: string, of: { name: string; signal: AbortSignal }): Promise<string | null>;
  /** All issues with the label, in any state, oldest first. */
  issues(project: string, of: { label: string; signal: AbortSignal }): Promise<GitlabIssue[]>;
  issue(ref: IssueRef, signal: AbortSignal): Promise<GitlabIssue | null>;
  createIssue(project: string, of: { body: Record<string, unknown>; signal: AbortSignal }): Promise<GitlabIssue>;
  updateIssue(ref: IssueRef, of: { body: Record<string, unknown>; signal: AbortSignal }): Promise<GitlabIssue>;
  /** Comments or activity of an issue, newest first, a page at a time. */
  notes(ref: IssueRef, of: { only: "comments" | "activity"; signal: AbortSignal }): AsyncGenerator<GitlabNote[]>;
  comment(ref: IssueRef, of: { body: string; signal: AbortSignal }): Promise<void>;
  editComment(ref: IssueRef, of: { note: number; body: string; signal: AbortSignal }): Promise<void>;
  /** @returns the Markdown that links to the file */
  upload(project: string, of: { name: string; content: string; signal: AbortSignal }): Promise<string>;
}

export interface GitlabDeps {
  /** Share of what GitLab's headers say is left, 0 < rate ≤ 1. */
  rate: number;
  /** Of all requests of a run together. */
  slots?: Slots | null;
  clock?: Clock;
  /** Comments written a minute at most; left out = what GitLab is known to take. */
  notesPerMinute?: number;
}

/** GitLab REST API v4 (docs.gitlab.com/api/rest), as far as the audit issue needs it. */
export function gitlabApi(config: GitlabTrackerConfig, deps: GitlabDeps): GitlabApi {
  const client = clientOf(config, deps);
  const turn = notePace(deps.notesPerMinute ?? notesPerMinute(config.url), deps.clock ?? systemClock);
  const one = <T>(shape: z.ZodType<T>, path: string, options: SendOptions) => answer(client, shape, { path, ...options });
  return {
    ...talkApi(client, turn),
    me: (signal) => one(shapes.user, "user", { signal }),
    tokenScopes: async (signal) =>
      (await optional(client, shapes.ownToken, { path: "personal_access_tokens/self", signal, none: [401, 403, 404] }))?.scopes ??
      null,
    project: (project, signal) => optional(client, shapes.project, { path: projectPath(project), signal }),
    members: (project, signal) => rows(client, shapes.member, { path: `${projectPath(project)}/members/all`, signal }),
    template: async (project, { name, signal }) => {
      const path = `${projectPath(project)}/templates/issues/${encodeURIComponent(name)}`;
      return (await optional(client, shapes.template, { path, signal }))?.content ?? null;
    },
    issues: (project, { label, signal }) => {
      // Descriptions may have a MiB each: smaller pages stay within what is taken as one answer.
      const query = { labels: label, state: "all", order_by: "created_at", sort: "asc", per_page: "50" };
      return rows(client, shapes.issue, { path: `${projectPath(project)}/issues`, query, signal });
    },
    issue: (ref, signal) => optional(client, shapes.issue, { path: issuePath(ref), signal }),
    createIssue: (project, { body, signal }) =>
      one(shapes.issue, `${projectPath(project)}/issues`, { method: "POST", json: body, signal }),
    updateIssue: (ref, { body, signal }) =>
      one(shapes.issue, issuePath(ref), { method: "PUT", json: body, signal, repeatable: true }),
    notes: (ref, { only, signal }) => notes(client, { path: `${issuePath(ref)}/notes`, only, signal }),
    comment: async (ref, { body, signal }) => {
      await turn(signal);
      await client.send(`${issuePath(ref)}/notes`, { method: "POST", json: { body }, signal });
    },
    editComment: async (ref, { note, body, signal }) => {
      await client.send(`${issuePath(ref)}/notes/${note}`, { method: "PUT", json: { body }, signal, repeatable: true });
    },
    upload: async (project, { name, content, signal }) => {
      const form = new FormData();
      form.append("file", new Blob([content], { type: "text/csv" }), name);
      const options: SendOptions = { method: "POST", body: form, signal, repeatable: true };
      return (await one(shapes.upload, `${projectPath(project)}/uploads`, options)).markdown;
    },
  };
}

function clientOf({ url, token }: GitlabTrackerConfig, { rate, clock, slots = null }: GitlabDeps): HttpClient {
  return gitlabClient({ name: "GitLab", url, token: token.reveal(), rate, slots, ...(clock ? { clock } : {}) });
}

async function* notes(client: HttpClient, asked: { path: string; only: "comments" | "activity"; signal: AbortSignal }) {
  const { path, only, signal } = asked;
  const query = { activity_filter: `only_${only}`, order_by: "created_at", sort: "desc", per_page: "100" };
  for await (const page of linkPages(client, { path, query, signal })) yield parsed(z.array(shapes.note), page, path);
}
