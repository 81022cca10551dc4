import type { z } from "zod";
import type { Clock, HttpClient, HttpResponse, Slots } from "../../http/client.ts";
import { gitlabClient } from "../../http/gitlab-client.ts";
import { linkPages } from "../../http/paging.ts";
import { tellWaits } from "../../http/tell-waits.ts";
import type { GitlabRosterConfig } from "../../model/config.ts";
import { platformError } from "../../model/errors.ts";
import { orInWords } from "./refusals.ts";
import { type FileRow, shapes, type TreeRow } from "./shapes.ts";

export interface RepositoryOptions {
  /** Share of what GitLab's headers say is left, 0 < rate ≤ 1. */
  rate: number;
  signal: AbortSignal;
  /** Of all requests of a run together. */
  slots?: Slots | null;
  clock?: Clock;
  /** Told of every retry and wait, for progress. */
  onWait?(reason: string): void;
}

/** A project's repository, as far as a roster needs it. `commit` is a full id: nothing is read by the name of a branch. */
export interface Repository {
  /** "GitLab acme/support-ops/team". */
  name: string;
  /** The roster's path in it. */
  path: string;
  /** The commit the configured branch or tag is at now. */
  commit(signal: AbortSignal): Promise<string>;
  /** Everything below the path. */
  tree(commit: string, signal: AbortSignal): Promise<TreeRow[]>;
  /** The same as tar.gz; files kept in Git LFS as their pointers. */
  archive(commit: string, signal: AbortSignal): Promise<HttpResponse>;
  file(commit: string, signal: AbortSignal): Promise<FileRow>;
}

/** Pages of a folder, 100 entries each: a list that goes on beyond is none of people. */
const mostPages = 1000;
const mebibyte = 2 ** 20;

/** GitLab REST API v4, "Repositories", "Commits" and "Repository files" (docs.gitlab.com/api). */
export function repository(config: GitlabRosterConfig, options: RepositoryOptions): Repository {
  const client = clientOf(config, options);
  const { path, ref } = config;
  const base = `projects/${encodeURIComponent(config.project)}/repository`;
  const asked = <T>(ask: () => Promise<T>, commit: string | null) => orInWords(ask, { config, commit });
  return {
    name: `GitLab ${config.project}`,
    path,
    commit: (signal) =>
      asked(async () => {
        const at = `${base}/commits/${encodeURIComponent(ref ?? "HEAD")}`;
        return parsed(shapes.commit, await client.send(at, { query: { stats: "false" }, signal })).id;
      }, null),
    tree: (commit, signal) => asked(() => allRows(client, { path: `${base}/tree`, at: { commit, path }, signal }), commit),
    archive: (commit, signal) =>
      asked(() => {
        const query = { sha: commit, include_lfs_blobs: "false", ...(path === "" ? {} : { path }) };
        return client.send(`${base}/archive.tar.gz`, { query, binary: true, signal });
      }, commit),
    file: (commit, signal) =>
      asked(async () => {
        const at = `${base}/files/${encodeURIComponent(path)}`;
        return parsed(shapes.file, await client.send(at, { query: { ref: commit }, signal }));
      }, commit),
  };
}

async function allRows(
  client: HttpClient,
  { path, at, signal }: { path: string; at: { commit: string; path: string }; signal: AbortSignal },
): Promise<TreeRow[]> {
  const query = { ref: at.commit, path: at.path, recursive: "true", pagination: "keyset", per_page: "100" };
  const rows = new Map<string, TreeRow>();
  for await (const page of linkPages(client, { path, query, pageCap: mostPages, signal })) {
    for (const row of page) {
      const entry = inShape(shapes.row, row, path);
      if (rows.has(entry.path))
        throw platformError(`${clientName}: its list of files names ${JSON.stringify(entry.path)} twice`, again);
      rows.set(entry.path, entry);
    }
  }
  return [...rows.values()];
}

const clientName = "roster from GitLab";
const again = "run again; if it stays, report this line as a bug";

function clientOf({ url, token }: GitlabRosterConfig, { rate, clock, slots = null, onWait }: RepositoryOptions): HttpClient {
  return gitlabClient({
    name: clientName,
    url,
    token: token.reveal(),
    rate,
    slots,
    // GitLab packs the archive while we wait.
    timeoutMs: 120_000,
    maxBodyBytes: 128 * mebibyte,
    ...(clock ? { clock } : {}),
    onFailure: tellWaits(onWait),
  });
}

function parsed<T>(shape: z.ZodType<T>, response: HttpResponse): T {
  return inShape(shape, response.json(), response.url.pathname);
}

function inShape<T>(shape: z.ZodType<T>, value: unknown, path: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue ? `${issue.path.join(".") || "the answer"}: ${issue.message}` : "unknown shape";
  throw platformError(
    `${clientName}: ${path} answered something its documentation does not allow: ${where}`,
    "check that roster.gitlab.url is the address of a GitLab; if it is, report this line as a bug",
  );
}
