import { execFileSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRoster } from "./load.ts";
import { inFolder } from "./testing/written.ts";

const files = { "roster/a.yaml": "name: A\n", "roster/b.yaml": "name: B\n", ".gitignore": "*.local.yaml\n" };

function git(root: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.test", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, "-C", root, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

function commitAll(root: string): string {
  git(root, "init", "-q");
  git(root, "add", ".");
  git(root, "commit", "-qm", "Roster");
  return git(root, "rev-parse", "HEAD");
}

async function revisionIn(root: string): Promise<string> {
  return (await loadRoster({ directory: join(root, "roster") }, { allowEmpty: false, root })).revision;
}

const digest = /^sha256:[0-9a-f]{64}$/;

describe("the revision", () => {
  it("is the commit where git has exactly what was read", async () => {
    await inFolder(files, async (root) => {
      const commit = commitAll(root);
      writeFileSync(join(root, "elsewhere.txt"), "changes outside do not matter");
      expect(await revisionIn(root)).toBe(commit);
      const one = await loadRoster({ csv: writeCsv(root) }, { allowEmpty: false, root });
      expect(one.revision).toMatch(digest);
    });
  });

  it.each([
    ["changed", (root: string) => writeFileSync(join(root, "roster/a.yaml"), "name: Other\n")],
    ["added", (root: string) => writeFileSync(join(root, "roster/c.yaml"), "name: C\n")],
    ["ignored but read", (root: string) => writeFileSync(join(root, "roster/c.local.yaml"), "name: C\n")],
  ])("is the digest where a file is %s", async (_, change) => {
    await inFolder(files, async (root) => {
      commitAll(root);
      change(root);
      expect(await revisionIn(root)).toMatch(digest);
    });
  });

  it("is the digest where a file is only staged", async () => {
    await inFolder(files, async (root) => {
      commitAll(root);
      writeFileSync(join(root, "roster/c.yaml"), "name: C\n");
      git(root, "add", ".");
      expect(await revisionIn(root)).toMatch(digest);
    });
  });

  it("is the digest of names and content without git: the same wherever it stands, another where anything differs", async () => {
    const [here, there] = await Promise.all([inFolder(files, revisionIn), inFolder(files, revisionIn)]);
    expect(here).toMatch(digest);
    expect(there).toBe(here);
    const renamed = await inFolder(files, async (root) => {
      renameSync(join(root, "roster/b.yaml"), join(root, "roster/c.yaml"));
      return revisionIn(root);
    });
    const changed = await inFolder({ ...files, "roster/b.yaml": "name: B \n" }, revisionIn);
    expect(new Set([here, renamed, changed]).size).toBe(3);
  });

  it("is not that of a repository the caller's GIT_DIR points at", async () => {
    await inFolder(files, async (root) => {
      const commit = commitAll(root);
      const before = process.env.GIT_DIR;
      process.env.GIT_DIR = join(root, "nowhere");
      try {
        expect(await revisionIn(root)).toBe(commit);
      } finally {
        if (before === undefined) delete process.env.GIT_DIR;
        else process.env.GIT_DIR = before;
      }
    });
  });

  function writeCsv(root: string): string {
    const path = join(root, "people.csv");
    writeFileSync(path, "name\nA\n");
    return path;
  }
});
