import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { basename, dirname, relative, sep } from "node:path";
import { promisify } from "node:util";
import type { RosterFile } from "./read-files.ts";

const run = promisify(execFile);

/** What the roster was, for findings to name. `at` is the folder or the file it was read from. */
export interface Revised {
  at: string;
  isFolder: boolean;
}

/**
 * The commit id where git has exactly what was read: everything tracked, nothing changed, nothing beside it. Else, and where there
 * is no git, `sha256:` and the digest of the content.
 */
export async function revisionOf(files: readonly RosterFile[], { at, isFolder }: Revised): Promise<string> {
  const directory = isFolder ? at : dirname(at);
  return (await commitOf(files, { directory, pathspec: isFolder ? "." : basename(at) })) ?? digestOf(files, directory);
}

async function commitOf(files: readonly RosterFile[], at: { directory: string; pathspec: string }): Promise<string | null> {
  if (files.length === 0 || files.some(({ isLink }) => isLink)) return null;
  try {
    const status = await git(["status", "--porcelain", "--untracked-files=all", "--", at.pathspec], at.directory);
    if (status !== "") return null;
    const tracked = new Set((await git(["ls-files", "-z", "--", at.pathspec], at.directory)).split("\0"));
    if (!files.every(({ path }) => tracked.has(slashed(at.directory, path)))) return null;
    const commit = (await git(["rev-parse", "--verify", "HEAD"], at.directory)).trim();
    return /^[0-9a-f]{40,64}$/.test(commit) ? commit : null;
  } catch {
    // No git program, no repository, one of another user, or git took too long: the digest says as much.
    return null;
  }
}

/** The caller's GIT_* variables (set inside hooks) would point at another repository. */
async function git(args: readonly string[], directory: string): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const always = ["--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", directory];
  const { stdout } = await run("git", [...always, ...args], { env, timeout: 20_000, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}

function digestOf(files: readonly RosterFile[], directory: string): string {
  const hash = createHash("sha256");
  const named = files.map((file) => ({ name: slashed(directory, file.path), bytes: file.bytes }));
  for (const { name, bytes } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256:${hash.digest("hex")}`;
}

function slashed(directory: string, path: string): string {
  return relative(directory, path).split(sep).join("/");
}
