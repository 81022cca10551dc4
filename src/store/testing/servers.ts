import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll } from "vitest";
import { installedBinaries, platformPackage } from "../embedded/binaries.ts";
import { initialise } from "../embedded/init.ts";
import { usableBinaries } from "../embedded/keep.ts";
import type { Place } from "../embedded/place.ts";
import { runningServer, stopServer } from "../embedded/server.ts";
import { serverUser } from "../embedded/user.ts";
import { migrate } from "../migrate.ts";

/** A manifest of its own: `script/test` installs it. */
const oldest = new URL("../../../script/postgres-15/package.json", import.meta.url);

/** Both ends of what Rollcall runs on: the embedded one, and the oldest a company may have. */
export const servers = [
  { name: "PostgreSQL 18", binaries: installedBinaries },
  { name: "PostgreSQL 15", binaries: () => installedBinaries(platformPackage, oldest) },
] as const;

export interface TestServer {
  /** A database of its own with the tables made, cloned from a template; `empty`: without tables. @returns its address */
  database(of?: { empty: boolean }): Promise<string>;
  place: Place;
}

/** A real server for the tests of one file or block. */
export function useServer({ binaries }: (typeof servers)[number]): TestServer {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-server-"));
  chmodSync(folder, 0o755);
  const place: Place = { folder, database: join(folder, "database"), copies: folder, user: serverUser() };
  let admin: Client | undefined;
  let address = "";
  beforeAll(async () => {
    // A checkout may be where the server's user cannot reach.
    const { binaries: used } = usableBinaries(place, binaries());
    initialise(place, used);
    const { client, url } = await runningServer(place, used);
    await migrate(client, { at: "2026-01-01T00:00:00Z" });
    await client.end();
    const other = new URL(url.reveal());
    address = other.href;
    // A template may have nobody on it.
    other.pathname = "/postgres";
    admin = new Client({ connectionString: other.href });
    admin.on("error", () => {});
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end().catch(() => {});
    await stopServer(place);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    place,
    async database({ empty } = { empty: false }) {
      const name = `test_${randomUUID().replaceAll("-", "")}`;
      await admin?.query(`create database ${name} template ${empty ? "template0" : "rollcall"}`);
      const url = new URL(address);
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}
