import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machineError } from "../../model/errors.ts";
import { mayReach, type ServerUser, serverUser } from "./user.ts";

/** Where root's databases live whose project the user `nobody` cannot reach. */
const hidden = "/var/lib/rollcall";

/** Where one project's database is. */
export interface Place {
  /** `.rollcall` beside rollcall.yaml: logs, the pointer, and by default everything else. */
  folder: string;
  /** Holds `data`, which is PostgreSQL's, and `password`. Comes into being whole. */
  database: string;
  /** Where a copy of the binaries goes if one is needed. */
  copies: string;
  user: ServerUser | null;
}

export function dataOf(place: Place): string {
  return join(place.database, "data");
}

export function passwordFileOf(place: Place): string {
  return join(place.database, "password");
}

/** Where the database of the project in `project` is or will be. Makes `.rollcall`. @throws machine error where it cannot */
export function findPlace(project: string): Place {
  const user = serverUser();
  const folder = join(project, ".rollcall");
  return onDisk(folder, () => {
    makeFolder(folder, user);
    // Kept out of git whatever the project's own .gitignore says.
    if (!existsSync(join(folder, ".gitignore"))) writeFileSync(join(folder, ".gitignore"), "*\n");
    const pointer = join(folder, "database-is-in");
    if (existsSync(pointer)) return placeAt(readFileSync(pointer, "utf8").trim(), { folder, user });
    if (existsSync(join(folder, "database")) || mayReach(folder, user)) return placeAt(folder, { folder, user });
    const elsewhere = join(hidden, createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 16));
    makeFolder(hidden, user);
    makeFolder(elsewhere, user);
    // Whoever tidies up there sees whose it is.
    writeWhole(join(elsewhere, "belongs-to"), `${realpathSync(folder)}\n`);
    writeWhole(pointer, `${elsewhere}\n`);
    return placeAt(elsewhere, { folder, user });
  });
}

function placeAt(parent: string, { folder, user }: Pick<Place, "folder" | "user">): Place {
  return { folder, database: join(parent, "database"), copies: parent === folder ? folder : hidden, user };
}

/** A folder the server's user may pass through, whatever the umask; closed to others where the server is ours. */
export function makeFolder(path: string, user: ServerUser | null): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true });
  chmodSync(path, user ? 0o755 : 0o700);
}

/** Gives a file or folder to the user the server runs as. */
export function giveTo(user: ServerUser | null, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}

function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

const troubles: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "it is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands where a folder is needed",
  EEXIST: "a file stands where a folder is needed",
};

/** @throws machine error that says what to do */
export function onDisk<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw machineError(
      `cannot keep a database in ${path}: ${troubles[code] ?? code}`,
      "run as the user this folder belongs to, make room or give it rights, or set DATABASE_URL",
      error,
    );
  }
}
