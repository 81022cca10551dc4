import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it, onTestFinished } from "vitest";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { gitlabSeed } from "../company/gitlab.ts";
import { ROSTER_TOKEN, seedTeam } from "../company/gitlab-team.ts";
import { cast } from "../company/people.ts";
import { testGitlab } from "./testing/gitlab.ts";

const TEAM = "/projects/acme%2Fsupport-ops%2Fteam";
const FILES = `${TEAM}/repository`;
const now = new Date("2026-11-22T12:00:05.000Z");
const { people } = makeCompany(new Clock(now));

/** The company's GitLab with its roster, asked with the token that reads it. */
async function teamGitlab() {
  const [auditor, opsManager] = [people[cast.auditor], people[cast.opsManager]];
  if (!auditor || !opsManager) throw new Error("nobody");
  const seed = gitlabSeed({ people, auditor, opsManager });
  const commits = seedTeam(seed, people, { clock: new Clock(now), path: "roster" });
  const gitlab = await testGitlab({ seed });
  const get = (path: string, token: string | null = ROSTER_TOKEN) => gitlab.api("GET", path, { token });
  return { ...gitlab, commits, get };
}

const spec = join(import.meta.dirname, "spec");
const ajv = new Ajv({ strict: true, allErrors: true });
formats.default(ajv);
const holds = (schema: string, value: unknown) => {
  const read = ajv.getSchema(`${schema}.json`) ?? ajv.compile(JSON.parse(readFileSync(join(spec, `${schema}.json`), "utf8")));
  return read(value) ? "" : ajv.errorsText(read.errors);
};

describe("the roster in git", () => {
  it("answers in the official shapes, its two commits newest first", async () => {
    const { get, commits } = await teamGitlab();
    const [head, list, tree, file] = await Promise.all([
      get(`${FILES}/commits/HEAD`),
      get(`${FILES}/commits?ref_name=main&path=roster`),
      get(`${FILES}/tree?recursive=true&per_page=100`),
      get(`${FILES}/files/roster%2Flee-okafor.yaml?ref=main`),
    ]);
    for (const commit of [head.json, ...list.json]) expect(holds("commit", commit)).toBe("");
    for (const row of tree.json) expect(holds("tree-row", row)).toBe("");
    expect(holds("repository-file", file.json)).toBe("");
    expect(list.json.map(({ id }: { id: string }) => id)).toEqual([...commits].reverse());
    expect(head.json.parent_ids).toEqual([commits[0]]);
    expect(tree.json.slice(0, 2).map(({ path, type }: Record<string, string>) => [path, type])).toEqual([
      ["README.md", "blob"],
      ["roster", "tree"],
    ]);
  });

  it("pages the tree by a token in Link, and names no page", async () => {
    const { get, url } = await teamGitlab();
    const seen: string[] = [];
    let path = `${FILES}/tree?path=roster&recursive=true&pagination=keyset&per_page=100`;
    for (;;) {
      const page = await get(path);
      expect(page.headers.get("x-next-page")).toBeNull();
      seen.push(...page.json.map((row: { path: string }) => row.path));
      const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      if (next === undefined) break;
      expect(new URL(next).searchParams.has("page_token")).toBe(true);
      path = next.slice(`${url}/api/v4`.length);
    }
    expect(seen.length).toBe(people.length);
    expect(new Set(seen).size).toBe(people.length);
  });

  it("packs what git would: the program itself finds the same commit and the same tree", async () => {
    const { get, url, commits } = await teamGitlab();
    const address = `${url}/api/v4${FILES}/archive.tar.gz?sha=${commits[1]}&path=roster`;
    const bytes = Buffer.from(await (await fetch(address, { headers: { "PRIVATE-TOKEN": ROSTER_TOKEN } })).arrayBuffer());
    const folder = mkdtempSync(join(tmpdir(), "rollcall-archive-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "a.tar.gz"), bytes);
    execFileSync("tar", ["xzf", "a.tar.gz"], { cwd: folder });
    const top = `team-${commits[1]}-roster`;
    expect(readdirSync(folder).sort()).toEqual(["a.tar.gz", top]);
    const git = (...args: string[]) => execFileSync("git", args, { cwd: join(folder, top), encoding: "utf8" }).trim();
    git("init", "--quiet");
    git("add", "roster");
    const tree = (await get(`${FILES}/tree?ref=main`)).json.find(({ path }: { path: string }) => path === "roster");
    expect(git("write-tree", "--prefix=roster/")).toBe(tree.id);
    // The program reads the first two blocks and no more.
    const start = gunzipSync(bytes).subarray(0, 1024);
    expect(execFileSync("git", ["get-tar-commit-id"], { input: start, encoding: "utf8" }).trim()).toBe(commits[1]);
  });
});

describe("what is not to be read", () => {
  it.each([
    [`${FILES}/commits/trunk`, "404 Commit Not Found"],
    [`${FILES}/tree?ref=trunk`, "404 Tree Not Found"],
    [`${FILES}/tree?path=people`, "404 invalid revision or path Not Found"],
    [`${FILES}/archive.tar.gz?path=people`, "404 File Not Found"],
    [`${FILES}/files/none.yaml?ref=main`, "404 File Not Found"],
    [`${FILES}/files/roster%2Flee-okafor.yaml?ref=trunk`, "404 Commit Not Found"],
  ])("%s is not found", async (path, message) => {
    const refused = await (await teamGitlab()).get(path);
    expect([refused.status, refused.json]).toEqual([404, { message }]);
  });

  it("is a file without the name of a commit", async () => {
    const refused = await (await teamGitlab()).get(`${FILES}/files/README.md`);
    expect([refused.status, refused.json]).toEqual([400, { error: "ref is missing" }]);
  });

  it("is everything to a guest, and all but files to a token for cloning", async () => {
    const { get } = await teamGitlab();
    expect((await get(`${FILES}/tree`, "glpat-example-roster-guest")).json).toEqual({ message: "403 Forbidden" });
    expect((await get(`${FILES}/tree`, "glpat-example-roster-clone")).json).toMatchObject({ error: "insufficient_scope" });
    expect((await get(`${FILES}/files/README.md?ref=main`, "glpat-example-roster-clone")).status).toBe(200);
    expect((await get(`${FILES}/tree`, null)).status).toBe(404);
  });

  it("is the sixth archive of a minute", async () => {
    const { get } = await teamGitlab();
    for (let turn = 0; turn < 5; turn += 1) expect((await get(`${FILES}/archive.tar.gz`)).status).toBe(200);
    expect((await get(`${FILES}/archive.tar.gz`)).status).toBe(429);
  });
});

it("a push comes when so many answers were given, and moves the branch only", async () => {
  const { get, change, commits } = await teamGitlab();
  change({ do: "push", project: "acme/support-ops/team", files: { "roster/new.yaml": "name: New\n" }, after: 2 });
  const heads = [];
  for (let turn = 0; turn < 4; turn += 1) heads.push((await get(`${FILES}/commits/main`)).json.id);
  expect(heads.slice(0, 2)).toEqual([commits[1], commits[1]]);
  expect(heads[2]).not.toBe(commits[1]);
  expect(heads[3]).toBe(heads[2]);
  expect((await get(`${FILES}/files/roster%2Fnew.yaml?ref=${commits[1]}`)).status).toBe(404);
  expect((await get(`${FILES}/files/roster%2Fnew.yaml?ref=main`)).status).toBe(200);
});
