import { gzipSync } from "node:zlib";
import { json, type Loopback, listen } from "../../../http/testing/loopback.ts";
import type { GitlabRosterConfig, RosterConfig } from "../../../model/config.ts";
import { RollcallError } from "../../../model/errors.ts";
import type { Roster } from "../../../model/person.ts";
import { Secret } from "../../../model/secret.ts";
import { loadRoster } from "../../load.ts";
import { blobId } from "../blob-id.ts";
import { paxOf, tarOf, type Written } from "./tar.ts";

export const commit = "0123456789abcdef0123456789abcdef01234567";
export const token = "glpat-example-roster-token";

export interface Row {
  id: string;
  path: string;
  type: string;
  mode: string;
}

/** What a project answers, as right or wrong as a test wants it. */
export interface Answers {
  commit: unknown;
  /** Pages of the list. */
  tree: unknown[][];
  /** Compressed where it is a list of entries. */
  archive: readonly Written[] | Uint8Array;
  archiveType: string;
  file: unknown;
}

export function blobRow(path: string, content: string | Uint8Array, over: Partial<Row> = {}): Row {
  return { id: blobId(Buffer.from(content), commit), path, type: "blob", mode: "100644", ...over };
}

/** Everything as it is when nothing is wrong: these files below `roster`. */
export function rightAnswers(files: Record<string, string>): Answers {
  const rows = Object.entries(files).map(([path, content]) => blobRow(path, content));
  return {
    commit: { id: commit, short_id: "0123456", title: "Change" },
    tree: [rows],
    archive: archiveOf(files),
    archiveType: "application/octet-stream",
    file: null,
  };
}

export function archiveOf(files: Record<string, string>, of = commit): Written[] {
  return [
    { name: "pax_global_header", type: "g", content: paxOf({ comment: of }) },
    { name: "team-0123/", type: "5" },
    ...Object.entries(files).map(([path, content]) => ({ name: `team-0123/${path}`, content })),
  ];
}

/** A GitLab that gives these answers, whoever asks. */
export function serving(answers: Answers): Promise<Loopback> {
  return listen((response, { path }) => {
    const { pathname, searchParams } = new URL(path, "http://x");
    const page = Number(searchParams.get("page_token") ?? "0");
    if (pathname.endsWith("/repository/tree")) {
      const next = page + 1 < answers.tree.length ? { Link: `<${path}&page_token=${page + 1}>; rel="next"` } : {};
      return json(response, answers.tree[page] ?? [], { headers: next as Record<string, string> });
    }
    if (pathname.endsWith("/archive.tar.gz")) {
      const { archive } = answers;
      const bytes = archive instanceof Uint8Array ? archive : gzipSync(tarOf(archive));
      return response.writeHead(200, { "Content-Type": answers.archiveType, "Content-Length": bytes.length }).end(bytes);
    }
    return json(response, pathname.includes("/repository/files/") ? answers.file : answers.commit);
  });
}

export async function rosterAt(
  base: URL,
  over: Partial<GitlabRosterConfig> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Roster> {
  const gitlab = { url: base, project: "acme/team", path: "roster", ref: null, token: new Secret(token), ...over };
  const remote = { rate: 1, signal };
  return loadRoster({ gitlab } satisfies RosterConfig, { allowEmpty: false, root: "/", remote });
}

/** The error that reading the roster ends with. */
export async function refusalAt(base: URL, over: Partial<GitlabRosterConfig> = {}): Promise<RollcallError> {
  const error: unknown = await rosterAt(base, over).catch((thrown: unknown) => thrown);
  if (error instanceof RollcallError) return error;
  throw error instanceof Error ? error : new Error("the roster was not refused");
}

export const dana = "name: Dana\nemail: dana@acme.test\n";
export const lee = "name: Lee\nemail: lee@acme.test\n";
export const files = { "roster/dana.yaml": dana, "roster/lee.yml": lee };

/** A project with these files, where something is otherwise. */
export function project(change: (right: Answers) => Partial<Answers> = () => ({}), of: Record<string, string> = files) {
  const right = rightAnswers(of);
  return serving({ ...right, ...change(right) });
}
