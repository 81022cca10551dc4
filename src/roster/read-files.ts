import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { Problem } from "../core/problem.ts";
import { mebibyte } from "../core/text-file.ts";
import { configurationError } from "../model/errors.ts";
import { revisionOf } from "./revision.ts";
import type { NamedFile, RosterFiles } from "./roster-files.ts";

/** A file on disk; `shown` is relative to the configuration. */
export interface RosterFile extends NamedFile {
  /** Absolute. */
  path: string;
  /** A symbolic link: what it leads to is not what is committed. */
  isLink: boolean;
}

/** What the configuration names on this machine: a folder or one file. @throws configuration error where it cannot be read */
export async function readLocal(
  config: { directory: string } | { file: string } | { csv: string },
  options: { root: string; problems: Problem[] },
): Promise<RosterFiles> {
  const isFolder = "directory" in config;
  const at = isFolder ? config.directory : "file" in config ? config.file : config.csv;
  const files = isFolder ? await readFolder(at, options) : [await readOne(at, options.root)];
  return {
    files,
    form: isFolder ? "folder" : "file" in config ? "list" : "csv",
    source: shownPath(at, options.root) + (isFolder ? "/" : ""),
    revision: () => revisionOf(files, { at, isFolder }),
  };
}

/** `path` relative to `root`, with `/` on every system. */
function shownPath(path: string, root: string): string {
  return relative(root, path).split(sep).join("/") || ".";
}

const largestRead = 64 * mebibyte;

/** A single file. @throws configuration error where it cannot be read */
async function readOne(path: string, root: string): Promise<RosterFile> {
  const shown = shownPath(path, root);
  try {
    const info = await stat(path);
    if (!info.isFile()) throw configurationError(`the roster ${shown} is not a file`, fixOf("directory"));
    if (info.size > largestRead) throw configurationError(`the roster ${shown} is larger than 64 MiB`, "is it the right file?");
    return { path, shown, bytes: await readFile(path), isLink: (await lstat(path)).isSymbolicLink() };
  } catch (error) {
    throw unreadable(error, shown);
  }
}

/**
 * Every .yaml and .yml file below a folder, by path; whatever starts with a dot is left out, links to folders are not followed.
 * @throws configuration error where the folder cannot be read
 */
async function readFolder(directory: string, { root, problems }: { root: string; problems: Problem[] }): Promise<RosterFile[]> {
  const files: RosterFile[] = [];
  for (const path of await yamlPaths(directory, root)) {
    const shown = shownPath(path, root);
    const info = await stat(path).catch(() => null);
    if (info?.isFile()) files.push(await readOne(path, root));
    else problems.push({ file: shown, line: 1, message: info ? "not a file: a link to a folder?" : "a link that leads nowhere" });
  }
  return files;
}

async function yamlPaths(directory: string, root: string): Promise<string[]> {
  const shown = `${shownPath(directory, root)}/`;
  try {
    if (!(await stat(directory)).isDirectory()) throw configurationError(`the roster ${shown} is not a folder`, fixOf("file"));
    const found = await readdir(directory, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
      .map((entry) => resolve(join(entry.parentPath, entry.name)))
      .filter((path) => !/(?:^|[\\/])\./.test(relative(directory, path)))
      .sort();
  } catch (error) {
    throw unreadable(error, shown);
  }
}

function unreadable(error: unknown, shown: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) return error;
  const why = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
  return configurationError(`the roster ${shown} ${why}`, "correct roster: in rollcall.yaml, or the file's rights", error);
}

function fixOf(key: "directory" | "file"): string {
  return `write roster: { ${key}: … } in rollcall.yaml`;
}
