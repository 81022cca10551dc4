import { createHash } from "node:crypto";

/** What a commit holds at one path. */
export interface Blob {
  /** 120000 is a symbolic link, its content where it leads; 160000 a submodule, its content a commit id. */
  mode: "100644" | "120000" | "160000";
  content: string;
  /** The content in Git LFS; then `content` is the pointer. */
  lfs?: string;
}

export interface Commit {
  id: string;
  parents: string[];
  message: string;
  author: { name: string; email: string };
  createdAt: string;
  files: Record<string, Blob>;
}

/** Files of a project with their history. Ids are git's own: whoever computes them from what was read gets the same. */
export interface Repository {
  branches: Record<string, string>;
  commits: Record<string, Commit>;
  /** Pushed by somebody else once this many answers were given. */
  pending?: Push & { after: number };
}

export interface Push {
  branch: string;
  message: string;
  author: { name: string; email: string };
  at: string;
  /** `null` deletes; plain text is a file. */
  files: Record<string, string | Blob | null>;
}

export function emptyRepository(): Repository {
  return { branches: {}, commits: {} };
}

/** Adds one commit to a branch, which begins with it where it is new. @returns the commit's id */
export function push(to: Repository, { branch, message, author, at, files }: Push): string {
  const parent = to.branches[branch];
  const now = { ...(parent === undefined ? {} : to.commits[parent]?.files) };
  for (const [path, content] of Object.entries(files)) {
    if (content === null) delete now[path];
    else now[path] = typeof content === "string" ? { mode: "100644", content } : content;
  }
  const parents = parent === undefined ? [] : [parent];
  const seconds = Math.floor(Date.parse(at) / 1000);
  const who = `${author.name} <${author.email}> ${seconds} +0000`;
  const lines = [`tree ${treeId(now)}`, ...parents.map((id) => `parent ${id}`), `author ${who}`, `committer ${who}`, "", message];
  const id = objectId("commit", Buffer.from(`${lines.join("\n")}\n`));
  to.commits[id] = { id, parents, message, author, createdAt: at, files: now };
  to.branches[branch] = id;
  return id;
}

/** The commit a name stands for: a branch, `HEAD`, or an id of which at least seven digits are given. */
export function resolve(of: Repository, ref: string, defaultBranch: string): Commit | null {
  const named = of.branches[ref === "HEAD" ? defaultBranch : ref];
  if (named !== undefined) return of.commits[named] ?? null;
  if (!/^[0-9a-f]{7,40}$/.test(ref)) return null;
  const [only, ...others] = Object.values(of.commits).filter(({ id }) => id.startsWith(ref));
  return only && others.length === 0 ? only : null;
}

export interface TreeEntry {
  id: string;
  name: string;
  type: "tree" | "blob" | "commit";
  path: string;
  mode: string;
}

/** What stands in a folder, with everything below it where asked for, in git's order; `null` where there is no such folder. */
export function treeOf({ files }: Commit, { path, recursive }: { path: string; recursive: boolean }): TreeEntry[] | null {
  const below = path === "" ? files : within(files, path);
  if (Object.keys(below).length === 0) return null;
  return entriesOf(below, path, recursive);
}

function entriesOf(files: Record<string, Blob>, at: string, recursive: boolean): TreeEntry[] {
  return names(files).flatMap((name) => {
    const path = at === "" ? name : `${at}/${name}`;
    const blob = files[name];
    if (blob) {
      const id = idOf(blob);
      return [{ id, name, type: blob.mode === "160000" ? ("commit" as const) : ("blob" as const), path, mode: blob.mode }];
    }
    const inside = within(files, name);
    const tree: TreeEntry = { id: treeId(inside), name, type: "tree", path, mode: "040000" };
    return recursive ? [tree, ...entriesOf(inside, path, true)] : [tree];
  });
}

export function idOf({ mode, content }: Blob): string {
  return mode === "160000" ? content : objectId("blob", Buffer.from(content));
}

function treeId(files: Record<string, Blob>): string {
  const rows = names(files).map((name) => {
    const blob = files[name];
    const [mode, id] = blob ? [blob.mode, idOf(blob)] : ["40000", treeId(within(files, name))];
    return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
  });
  return objectId("tree", Buffer.concat(rows));
}

/** Names right here, as git orders them: a folder as if it ended in a slash. */
function names(files: Record<string, Blob>): string[] {
  const here = new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""));
  const key = (name: string) => Buffer.from(files[name] ? name : `${name}/`);
  return [...here].sort((a, b) => Buffer.compare(key(a), key(b)));
}

function within(files: Record<string, Blob>, folder: string): Record<string, Blob> {
  const prefix = `${folder}/`;
  const inside = Object.entries(files).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(inside.map(([path, blob]) => [path.slice(prefix.length), blob]));
}

function objectId(kind: "blob" | "tree" | "commit", bytes: Buffer): string {
  return createHash("sha1").update(`${kind} ${bytes.length}\0`).update(bytes).digest("hex");
}
