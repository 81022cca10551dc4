import { randomUUID } from "node:crypto";
import { access, constants, type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { configurationError, type RollcallError } from "../../model/errors.ts";

/** Text of a file, `null` where there is none. @throws configuration error where it cannot be read */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw diskError(`${path} cannot be read`, error);
  }
}

/** When a file was changed last, ISO 8601; where there is none, the beginning of time. @throws configuration error */
export async function changedAt(path: string): Promise<string> {
  try {
    return (await stat(path)).mtime.toISOString();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return new Date(0).toISOString();
    throw diskError(`${path} cannot be read`, error);
  }
}

/** Names in a folder; none where it is not there. @throws configuration error where it cannot be read */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw diskError(`${folder} cannot be read`, error);
  }
}

/**
 * Writes a file whole or not at all, folders made where missing: beside it first, flushed to the disk, then put in its place.
 * What runs that were killed left beside it goes.
 * @throws configuration error saying what is in the way; the file is then as it was
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const beside = join(folder, `.${basename(path)}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(path);
    const mode = (await stat(path).catch(() => null))?.mode;
    await writeFlushed(await open(beside, "wx", mode), text);
    await rename(beside, path);
    await flushFolder(folder);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw diskError(`${path} cannot be written`, error);
  }
}

/** Nothing where files can be made in the folder, or in the nearest one above it that is there. @throws configuration error */
export async function checkWritable(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) === "ENOENT" && dirname(folder) !== folder) return checkWritable(dirname(folder));
    throw diskError(`${folder} cannot be written to`, error);
  }
}

async function writeFlushed(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name lasts only once its folder is on the disk too. Some file systems cannot do that; then it lasts when it does. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function removeAbandoned(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(`.${basename(path)}.`) ? /\.(\d+)\.[\da-f]{8}\.tmp$/.exec(name)?.[1] : undefined;
    if (pid && !isRunning(Number(pid))) await rm(join(dirname(path), name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function diskError(what: string, error: unknown): RollcallError {
  const code = codeOf(error);
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return configurationError(`${what}: ${reason}`, fixes[code] ?? "check tracker.files in rollcall.yaml", error);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it would be larger than a file may be here",
  ENOTDIR: "something in its path is a file, not a folder",
  EEXIST: "something in its path is a file, not a folder",
  EISDIR: "it is a folder",
};

const fixes: Readonly<Record<string, string>> = {
  ENOSPC: "make space, then run again: nothing was half written",
  EDQUOT: "make space, then run again: nothing was half written",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
