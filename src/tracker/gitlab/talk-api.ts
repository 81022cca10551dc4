import { z } from "zod";
import type { HttpClient, HttpResponse } from "../../http/client.ts";
import { linkPages } from "../../http/paging.ts";
import { configurationError } from "../../model/errors.ts";
import { answer, optional, parsed } from "./ask.ts";
import { type IssueRef, issuePath } from "./paths.ts";
import type { GitlabDiscussion, GitlabSaid } from "./shapes.ts";
import * as shapes from "./shapes.ts";

/** A listing to its end. */
export interface Discussions {
  rows: GitlabDiscussion[];
  /** It changed while it was read: pages that counted differently, a row that came twice. */
  moved: boolean;
}

/** What people say in an issue. Replies of threads are in the discussions only (docs.gitlab.com/api/discussions). */
export interface TalkApi {
  discussions(ref: IssueRef, of: { perPage: number; signal: AbortSignal }): Promise<Discussions>;
  openThread(ref: IssueRef, of: { body: string; signal: AbortSignal }): Promise<GitlabDiscussion>;
  /** `null` where the thread is gone. */
  reply(ref: IssueRef, of: { thread: string; body: string; signal: AbortSignal }): Promise<GitlabSaid | null>;
  /** Nothing where it is there already, or its note is gone. */
  thumb(ref: IssueRef, of: { note: string; signal: AbortSignal }): Promise<void>;
  /** ISO 8601 times of a note's emoji. */
  awardedAt(ref: IssueRef, of: { note: number; signal: AbortSignal }): Promise<string[]>;
}

/** @param turn waits until one more comment may be written */
export function talkApi(client: HttpClient, turn: (signal: AbortSignal) => Promise<void>): TalkApi {
  return {
    discussions: (ref, of) => discussions(client, `${issuePath(ref)}/discussions`, of),
    openThread: async (ref, { body, signal }) => {
      await turn(signal);
      return answer(client, shapes.discussion, { path: `${issuePath(ref)}/discussions`, method: "POST", json: { body }, signal });
    },
    reply: async (ref, { thread, body, signal }) => {
      const path = `${issuePath(ref)}/discussions/${encodeURIComponent(thread)}/notes`;
      await turn(signal);
      const response = await client.send(path, { method: "POST", json: { body }, signal, ok: [404] });
      return isGone(response) ? null : parsed(shapes.said, response.json(), path);
    },
    thumb: async (ref, { note, signal }) => {
      const path = `${issuePath(ref)}/notes/${encodeURIComponent(note)}/award_emoji`;
      const json = { name: "thumbsup" };
      // "404 Award Emoji … has already been taken" and "404 Not found": given, or nothing to give it to.
      isGone(await client.send(path, { method: "POST", json, signal, repeatable: true, ok: [404] }));
    },
    awardedAt: async (ref, { note, signal }) => {
      const path = `${issuePath(ref)}/notes/${note}/award_emoji`;
      const given = await optional(client, z.array(shapes.award), { path, query: { per_page: "100" }, signal });
      return (given ?? []).map(({ created_at }) => created_at);
    },
  };
}

async function discussions(
  client: HttpClient,
  path: string,
  { perPage, signal }: { perPage: number; signal: AbortSignal },
): Promise<Discussions> {
  const totals = new Set<number>();
  const byId = new Map<string, GitlabDiscussion>();
  let count = 0;
  const query = { per_page: String(perPage) };
  for await (const page of linkPages(client, { path, query, signal, expect: (total) => totals.add(total) })) {
    for (const row of parsed(z.array(shapes.discussion), page, path)) {
      byId.set(row.id, row);
      count += 1;
    }
  }
  // What this token may not see is counted but not listed, so fewer rows than counted prove nothing.
  const [total = count] = totals;
  return { rows: [...byId.values()], moved: totals.size > 1 || byId.size < count || count > total };
}

/** @throws configuration error where not the thread or note is gone but all of it */
function isGone(response: HttpResponse): boolean {
  if (response.status !== 404) return false;
  if (!/\bproject not found\b/i.test(response.text)) return true;
  throw configurationError(
    "GitLab: the project of the audit issue is gone, or this token may not see it any more",
    "check tracker.gitlab.project in rollcall.yaml, and that the token's user is a member there",
  );
}
