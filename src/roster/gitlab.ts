import type { Problem } from "../core/problem.ts";
import type { GitlabRosterConfig } from "../model/config.ts";
import { RollcallError } from "../model/errors.ts";
import { type Repository, type RepositoryOptions, repository } from "./gitlab/api.ts";
import { archivedFiles } from "./gitlab/archive.ts";
import { checkedFile } from "./gitlab/file.ts";
import { noPath } from "./gitlab/refusals.ts";
import { wantedFiles } from "./gitlab/wanted.ts";
import type { NamedFile, RosterFiles } from "./roster-files.ts";

/**
 * The roster's files of a GitLab project, all at one commit: the branch is resolved first, and whatever is pushed afterwards is
 * not seen. A folder is read as list and archive, held against each other; a file alone.
 * Requests: 1 for the commit, then 1 for a file, or 1 for the archive and 1 for each 100 entries of the folder.
 * @throws configuration, credentials, later and platform errors that say nothing was audited; interrupted
 */
export async function readGitlabRoster(
  config: GitlabRosterConfig,
  options: RepositoryOptions & { problems: Problem[] },
): Promise<RosterFiles> {
  const from = repository(config, options);
  const form = formOf(config.path);
  try {
    const commit = await from.commit(options.signal);
    const at = { commit, config, ...options };
    const files = form === "folder" ? await folderAt(from, at) : [await fileAt(from, at)];
    const source = `${from.name}: ${config.path}${form === "folder" ? "/" : ""}`;
    return { files, form, source, revision: async () => commit };
  } catch (error) {
    throw unread(error);
  }
}

function formOf(path: string): RosterFiles["form"] {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.ya?ml$/i.test(path) ? "list" : "folder";
}

interface At {
  config: GitlabRosterConfig;
  commit: string;
  signal: AbortSignal;
  problems: Problem[];
}

async function folderAt(from: Repository, { config, commit, signal, problems }: At): Promise<NamedFile[]> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    const [rows, archive] = await Promise.all([from.tree(commit, either), from.archive(commit, either)]);
    // Git keeps no empty folders: a list of nothing is an older GitLab's word for "not there".
    if (rows.length === 0) throw noPath(config, { commit });
    const wanted = wantedFiles(rows, { folder: from.path, problems });
    return await archivedFiles(archive, { commit, folder: from.path, wanted, problems });
  } finally {
    // Where one of the two failed, the other is of no use.
    stop.abort();
  }
}

async function fileAt(from: Repository, { commit, signal, problems }: At): Promise<NamedFile> {
  return checkedFile(await from.file(commit, signal), { path: from.path, commit, problems });
}

function unread(error: unknown): unknown {
  if (!(error instanceof RollcallError) || error.actor === "interrupted") return error;
  const fix = error.fix === null ? "nothing was audited" : `${error.fix}; nothing was audited`;
  return new RollcallError(error.actor, error.message, fix, error);
}
