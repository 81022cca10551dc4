import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { configurationError, usageError } from "../model/errors.ts";
import type { Io } from "./io.ts";

/** Text in pieces, so that a list of 100,000 accounts is never one string. */
export type Pieces = Iterable<string>;

/** Before anything is read: whether `output` can be written. @throws configuration error where it cannot */
export function checkFile(output: string, io: Io): void {
  const path = resolve(io.cwd, output);
  const folder = isFolder(path, output) ? path : dirname(path);
  orExplain(path, () => {
    mkdirSync(folder, { recursive: true });
    accessSync(isSpecial(path) ? path : folder, constants.W_OK);
  });
}

/** The same where only a file will do. @throws usage error for a folder besides */
export function checkOneFile(output: string, io: Io): void {
  if (isFolder(resolve(io.cwd, output), output)) throw usageError(`${output} is a folder`, "name a file with --output");
  checkFile(output, io);
}

/** Prints one text, or writes it to the file `output` names. @throws configuration error where it cannot be written */
export function printText(text: string, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.out(text);
    return;
  }
  writeWhole(resolve(io.cwd, output), [text]);
  io.err(`wrote ${output}\n`);
}

export function isFolder(path: string, asGiven: string): boolean {
  return /[/\\]$/.test(asGiven) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A device or pipe, such as /dev/stdout: written to, never replaced by a file. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** Written beside its place and put there when it is whole: a full disk leaves the old file as it was. */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  orExplain(path, () => {
    if (isSpecial(path)) return writeInto(path, pieces);
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeInto(unfinished, pieces, fsyncSync);
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  });
}

function writeInto(path: string, pieces: Iterable<string | Uint8Array>, settle: (file: number) => void = () => {}): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) writeFileSync(file, piece);
    settle(file);
  } finally {
    closeSync(file);
  }
}

const diskTroubles: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "it may not be written",
  EROFS: "it may not be written",
  EEXIST: "a file stands where a folder is needed",
  ENOTDIR: "a file stands where a folder is needed",
};

export function orExplain(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw configurationError(
      `cannot write ${path}: ${diskTroubles[code] ?? code}`,
      "free space or choose another place with --output",
      error,
    );
  }
}
