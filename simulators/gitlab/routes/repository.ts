import { createHash } from "node:crypto";
import { archive, archiveName } from "../archive.ts";
import { bend } from "../bend.ts";
import { ApiError, forbidden, notFound } from "../errors.ts";
import { paginate } from "../paging.ts";
import { flag, oneOf, requiredText, text } from "../params.ts";
import { levelOf } from "../permissions.ts";
import { type Commit, idOf, push, type Repository, resolve, treeOf } from "../repository.ts";
import { LEVELS, type Project } from "../shapes.ts";
import { pageByPath } from "../tree-paging.ts";
import { type Answer, type Context, ok, projectOfRequest, type Route, userOf } from "./context.ts";

/** Only the files may be read with the scope for cloning. */
const fileScopes = ["api", "read_api", "read_repository"];

export const repositoryRoutes: Route[] = [
  { method: "GET", path: "/projects/:id/repository/commits", handle: (context) => reading(context, commits) },
  { method: "GET", path: "/projects/:id/repository/commits/:sha", handle: (context) => reading(context, oneCommit) },
  { method: "GET", path: "/projects/:id/repository/branches", handle: (context) => reading(context, branches) },
  { method: "GET", path: "/projects/:id/repository/tree", handle: (context) => reading(context, tree) },
  { method: "GET", path: "/projects/:id/repository/archive", handle: (context) => reading(context, archived) },
  { method: "GET", path: "/projects/:id/repository/archive.tar.gz", handle: (context) => reading(context, archived) },
  {
    method: "GET",
    path: "/projects/:id/repository/files/:file_path",
    handle: (context) => reading(context, file),
    scopes: fileScopes,
  },
  {
    method: "GET",
    path: "/projects/:id/repository/files/:file_path/raw",
    handle: (context) => reading(context, raw),
    scopes: fileScopes,
  },
];

interface Reading {
  context: Context;
  project: Project;
  repository: Repository;
  defaultBranch: string;
}

/** Guests of a private project see the project, and none of its files. */
function reading(context: Context, answer: (reading: Reading) => Answer): Answer {
  const project = projectOfRequest(context);
  const { world } = context;
  if (project.visibility !== "public" && levelOf(world, project, userOf(context)) < LEVELS.reporter) throw forbidden();
  const { repository } = project;
  if (!repository) throw notFound("Repository");
  try {
    return answer({ context, project, repository, defaultBranch: "main" });
  } finally {
    pushPending(repository);
  }
}

/** What somebody pushes while another one is reading. */
function pushPending(repository: Repository): void {
  const { pending } = repository;
  if (!pending) return;
  pending.after -= 1;
  if (pending.after > 0) return;
  delete repository.pending;
  push(repository, pending);
}

function commitAt({ repository, defaultBranch }: Reading, ref: string | undefined): Commit | null {
  return resolve(repository, ref ?? defaultBranch, defaultBranch);
}

/** Newest first. With a path, those that changed something below it. */
function commits(reading: Reading): Answer {
  const { context, repository } = reading;
  const { params } = context;
  const path = text(params, "path") ?? "";
  const found: Commit[] = [];
  for (let at = commitAt(reading, text(params, "ref_name")); at; ) {
    const parent = repository.commits[at.parents[0] ?? ""] ?? null;
    if (path === "" || idsBelow(at, path) !== idsBelow(parent, path)) found.push(at);
    at = parent;
  }
  const page = bend(paginate(found, params, context.address), context.fault, context.address);
  return ok(
    page.rows.map((commit) => commitEntity(reading, commit)),
    page.headers,
  );
}

function idsBelow(commit: Commit | null, path: string): string {
  const below = Object.entries(commit?.files ?? {}).filter(([each]) => each === path || each.startsWith(`${path}/`));
  return below.map(([each, blob]) => `${each} ${idOf(blob)}`).join("\n");
}

function oneCommit(reading: Reading): Answer {
  const { params } = reading.context;
  const commit = commitAt(reading, requiredText(params, "sha"));
  if (!commit) throw notFound("Commit");
  const stats = flag(params, "stats") === false ? {} : { stats: { additions: 1, deletions: 1, total: 2 } };
  const more = { status: null, project_id: reading.project.id, last_pipeline: null };
  return ok({ ...(commitEntity(reading, commit) as object), ...stats, ...more });
}

function commitEntity({ project, context }: Reading, commit: Commit): unknown {
  const { id, message, parents, author, createdAt } = commit;
  return {
    id,
    short_id: id.slice(0, 8),
    created_at: createdAt,
    parent_ids: parents,
    title: message.split("\n")[0],
    message,
    author_name: author.name,
    author_email: author.email,
    authored_date: createdAt,
    committer_name: author.name,
    committer_email: author.email,
    committed_date: createdAt,
    trailers: {},
    extended_trailers: {},
    web_url: `${context.world.url}/${project.path}/-/commit/${id}`,
  };
}

function branches(reading: Reading): Answer {
  const { context, repository, defaultBranch, project } = reading;
  const page = paginate(Object.entries(repository.branches), context.params, context.address);
  const rows = page.rows.map(([name, id]) => ({
    name,
    commit: commitEntity(reading, repository.commits[id] as Commit),
    merged: false,
    protected: name === defaultBranch,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: false,
    default: name === defaultBranch,
    web_url: `${context.world.url}/${project.path}/-/tree/${name}`,
  }));
  return ok(rows, page.headers);
}

function tree(reading: Reading): Answer {
  const { context } = reading;
  const { params, address, fault } = context;
  const commit = commitAt(reading, text(params, "ref"));
  if (!commit) throw notFound("Tree");
  const recursive = flag(params, "recursive") ?? false;
  const rows = treeOf(commit, { path: text(params, "path") ?? "", recursive });
  if (!rows) throw notFound("invalid revision or path");
  const how = oneOf(params, "pagination", ["legacy", "keyset", "none"] as const);
  if (how === "none" && recursive) return ok(rows);
  const page = how === "keyset" ? pageByPath(rows, params, address) : paginate(rows, params, address);
  const bent = bend(page, fault, address);
  return ok(bent.rows, bent.headers);
}

function archived(reading: Reading): Answer {
  const { context, project } = reading;
  const { params, limiter } = context;
  limiter.application("project_repositories_archive", userOf(context)?.id ?? null);
  const commit = commitAt(reading, text(params, "sha"));
  const options = {
    project: project.path.split("/").at(-1) ?? "",
    path: text(params, "path") ?? "",
    lfs: flag(params, "include_lfs_blobs") ?? true,
  };
  const bytes = commit && archive(commit, options);
  if (!commit || !bytes) throw notFound("File");
  return ok(bytes, {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename="${archiveName(commit, options)}.tar.gz"`,
    "Content-Transfer-Encoding": "binary",
  });
}

function file(reading: Reading): Answer {
  const { commit, path, ref, content, blobId } = fileOf(reading);
  const bytes = Buffer.from(content);
  return ok({
    file_name: path.split("/").at(-1),
    file_path: path,
    size: bytes.length,
    encoding: "base64",
    content: bytes.toString("base64"),
    content_sha256: createHash("sha256").update(bytes).digest("hex"),
    ref,
    blob_id: blobId,
    commit_id: commit.id,
    last_commit_id: commit.id,
    execute_filemode: false,
  });
}

function raw(reading: Reading): Answer {
  const { content, blobId, commit } = fileOf(reading);
  return ok(Buffer.from(content), { "X-Gitlab-Blob-Id": blobId, "X-Gitlab-Commit-Id": commit.id });
}

function fileOf(reading: Reading) {
  const { params, limiter } = reading.context;
  limiter.application("repository_files", userOf(reading.context)?.id ?? null);
  const ref = requiredText(params, "ref");
  const path = requiredText(params, "file_path");
  const commit = commitAt(reading, ref);
  if (!commit) throw notFound("Commit");
  const blob = commit.files[path];
  if (!blob || blob.mode === "160000") throw notFound("File");
  if (path.includes("..")) throw new ApiError(400, { error: "file_path should be a valid file path" });
  return { commit, path, ref, content: blob.content, blobId: idOf(blob) };
}
