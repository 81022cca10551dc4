import { execFile } from "node:child_process";
import { chmod, lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { configurationError, type RollcallError } from "../model/errors.ts";
import { type Exemptions, parseExemptions } from "./exemptions.ts";

const run = promisify(execFile);

/**
 * Appends the lines of one exemption to exemptions.yaml, for a person to look at and commit. Whole or not at all, and only where git
 * has the file as it is: what somebody is still working on is never touched.
 * @throws configuration error that says why not, with the file as it was
 */
export async function appendExemption(path: string, lines: string): Promise<void> {
  await refuseUnlessClean(path);
  const before = await readFile(path, "utf8");
  const after = withLines(before, lines);
  if (!isOneMore(exemptionsOf(before, path), exemptionsOf(after, path)))
    throw refusal(
      path,
      "a list it can be appended to does not end it",
      "write it as lines that begin with -, the first at the margin",
    );
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  try {
    await writeFile(unfinished, after);
    await chmod(unfinished, (await lstat(path)).mode & 0o777);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw refusal(path, `it cannot be written (${(error as NodeJS.ErrnoException).code})`, "make it writable");
  }
}

/** One blank line between, and line ends as the file has them. */
function withLines(before: string, lines: string): string {
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const kept = before.trim() === "" ? before.trim() : `${before.replace(/\s+$/, "")}${end}${end}`;
  return kept + lines.replaceAll("\n", end);
}

function exemptionsOf(text: string, path: string): Exemptions | null {
  try {
    return parseExemptions(Buffer.from(text), path);
  } catch {
    return null;
  }
}

/** What was there is there still, and there is one exemption more. */
function isOneMore(before: Exemptions | null, after: Exemptions | null): boolean {
  if (!before || !after || after.exemptions.length !== before.exemptions.length + 1) return false;
  const kept = { exemptions: after.exemptions.slice(0, -1), knownGaps: after.knownGaps };
  return JSON.stringify(kept) === JSON.stringify({ exemptions: before.exemptions, knownGaps: before.knownGaps });
}

async function refuseUnlessClean(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (!stats) throw refusal(path, "it is not there", "make it, and commit it");
  if (!stats.isFile()) throw refusal(path, "it is no file of its own but a link", "name the file itself in rollcall.yaml");
  const name = basename(path);
  const tracked = await git(["ls-files", "-z", "--", name], dirname(path));
  if (tracked === null) throw refusal(path, "it is not in a git repository", "put it under git, or add the lines by hand");
  if (tracked === "") throw refusal(path, "git does not track it", "commit it first, or add the lines by hand");
  const status = await git(["status", "--porcelain", "--", name], dirname(path));
  if (status !== "") throw refusal(path, "it has changes that are not committed", "commit or undo them first");
}

/** The caller's GIT_* variables (set inside hooks) would point at another repository. @returns `null` where there is no repository */
async function git(args: readonly string[], directory: string): Promise<string | null> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const always = ["--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", directory];
  try {
    return (await run("git", [...always, ...args], { env, timeout: 20_000 })).stdout;
  } catch {
    return null;
  }
}

function refusal(path: string, why: string, fix: string): RollcallError {
  return configurationError(`nothing was written to ${path}: ${why}`, fix);
}
