import { spawnSync } from "node:child_process";
import { machineError } from "../../model/errors.ts";

/** Who runs the server. PostgreSQL refuses to run as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** `null`: the server runs as whoever runs Rollcall. As root it is the existing user `nobody`. @throws machine error without one */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number.parseInt(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout, 10),
  );
  if (uid && gid) return { uid, gid };
  throw machineError(
    "PostgreSQL does not run as root, and there is no user nobody on this machine",
    "run Rollcall as another user, or set DATABASE_URL",
  );
}

/** Whether that user may go into a folder (or read a file there): asked of the system, which knows of ACLs too. */
export function mayReach(path: string, user: ServerUser | null): boolean {
  if (!user) return true;
  const tried = spawnSync("/bin/sh", ["-c", 'test -x "$1" && test -r "$1"', "sh", path], { ...user, cwd: "/", stdio: "ignore" });
  return tried.status === 0;
}
