import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { blobId } from "./gitlab/blob-id.ts";
import {
  type Answers,
  archiveOf,
  blobRow,
  commit,
  dana,
  files,
  lee,
  project,
  refusalAt,
  rightAnswers,
  rosterAt,
  serving,
  token,
} from "./gitlab/testing/fake.ts";
import { tarOf } from "./gitlab/testing/tar.ts";

describe("a folder", () => {
  it("is read at the commit its branch is at, in three requests, as a local one would be", async () => {
    const more = { "roster/.hidden/x.yaml": "no: person", "roster/README.md": "# Roster", "roster/emea/kim.yaml": "name: Kim\n" };
    const server = await project(() => ({}), { ...files, ...more });
    const roster = await rosterAt(server.base, { ref: "release/1" });
    expect(roster).toMatchObject({ revision: commit, source: "GitLab acme/team: roster/", warnings: [] });
    expect(roster.people.map(({ id, places }) => [id, places.name?.file])).toEqual([
      ["dana@acme.test", "roster/dana.yaml"],
      ["kim", "roster/emea/kim.yaml"],
      ["lee@acme.test", "roster/lee.yml"],
    ]);
    const heard = server.heard.map(({ path }) => path.replace("/api/v4/projects/acme%2Fteam/repository/", ""));
    expect(heard.sort()).toEqual([
      `archive.tar.gz?sha=${commit}&include_lfs_blobs=false&path=roster`,
      "commits/release%2F1?stats=false",
      `tree?ref=${commit}&path=roster&recursive=true&pagination=keyset&per_page=100`,
    ]);
    for (const { headers } of server.heard) expect(headers.authorization).toBe(`Bearer ${token}`);
  });

  it("may be the whole repository, and its list have many pages", async () => {
    const server = await project(({ tree }) => ({ tree: (tree[0] ?? []).map((row) => [row]) }));
    expect((await rosterAt(server.base, { path: "" })).people).toHaveLength(2);
    expect(server.heard).toHaveLength(4);
  });

  it("of a repository with SHA-256 ids is held against those", async () => {
    const id = "ab".repeat(32);
    const rows = Object.entries(files).map(([path, text]) => blobRow(path, text, { id: blobId(Buffer.from(text), id) }));
    const server = await project(() => ({ commit: { id }, tree: [rows], archive: archiveOf(files, id) }));
    expect((await rosterAt(server.base)).revision).toBe(id);
  });
});

test("every problem of a file names file and line in the repository", async () => {
  const server = await project(() => ({}), { "roster/dana.yaml": "name: Dana\nstart_date: soon\n" });
  const { message, actor } = await refusalAt(server.base);
  expect([message, actor]).toEqual([
    'roster/dana.yaml:2: start_date: expected a day such as 2026-01-31, found "soon"',
    "configuration",
  ]);
});

test("nobody in it is refused", async () => {
  const server = await project(() => ({}), { "roster/README.md": "# Nobody yet" });
  expect((await refusalAt(server.base)).message).toBe(
    "the roster GitLab acme/team: roster/ is empty (no .yaml or .yml file in it): every account would look wrong",
  );
});

describe("archive and list that differ", () => {
  const without = { "roster/dana.yaml": dana };
  const cases: [string, (right: Answers) => Partial<Answers>, string][] = [
    ["an archive that lacks a file", () => ({ archive: archiveOf(without) }), "it lacks roster/lee.yml"],
    [
      "a list that lacks one",
      () => ({ tree: [[blobRow("roster/dana.yaml", dana)]] }),
      "it has roster/lee.yml, and the list of files does not",
    ],
    [
      "a file that was cut",
      () => ({ archive: archiveOf({ ...files, "roster/lee.yml": lee.slice(0, 9) }) }),
      "its roster/lee.yml is not the commit's",
    ],
    [
      "a file of the same length",
      () => ({ archive: archiveOf({ ...files, "roster/lee.yml": lee.replace("Lee", "Leo") }) }),
      "its roster/lee.yml is not the commit's",
    ],
    [
      "another commit",
      () => ({ archive: archiveOf(files, "f".repeat(40)) }),
      `it is of commit ${"f".repeat(40)}, not of ${commit}`,
    ],
  ];
  test.each(cases)("%s: are refused, never a smaller roster", async (_, change, why) => {
    const { message, actor, fix } = await refusalAt((await project(change)).base);
    expect([message, actor]).toEqual([`roster from GitLab: the archive is not what the commit has: ${why}`, "later"]);
    expect(fix).toMatch(/\.gitattributes.*; nothing was audited$/);
  });

  test("a list that names a file twice is refused", async () => {
    const server = await project(({ tree }) => ({ tree: [...tree, ...tree] }));
    expect((await refusalAt(server.base)).message).toContain('its list of files names "roster/dana.yaml" twice');
  });
});

describe("an archive that is none", () => {
  const zipped = (bytes: Uint8Array) => gzipSync(bytes);
  const cases: [string, Partial<Answers>, RegExp][] = [
    ["cut in its compression", { archive: zipped(tarOf(archiveOf(files))).subarray(0, 200) }, /not usable: it breaks off$/],
    [
      "cut before it was compressed",
      { archive: zipped(tarOf(archiveOf(files)).subarray(0, 2048)) },
      /not usable: it breaks off inside "team-0123\/roster\/dana.yaml"$/,
    ],
    ["damaged", { archive: Buffer.concat([zipped(tarOf(archiveOf(files))).subarray(0, 60), Buffer.alloc(99)]) }, /not usable: /],
    [
      "hostile",
      { archive: zipped(tarOf([{ name: "../../etc/passwd" }])) },
      /not usable: "..\/..\/etc\/passwd" is a path that leads out of it$/,
    ],
    [
      "of two folders",
      { archive: [...archiveOf(files), { name: "other/x.yaml" }] },
      /not usable: "other\/x.yaml" stands beside its folder team-0123$/,
    ],
    ["a bomb", { archive: zipped(Buffer.alloc(300 * 2 ** 20)) }, /larger than 256 MiB unpacked$/],
    [
      "HTML",
      { archive: Buffer.from("<!doctype html><title>Sign in</title>"), archiveType: "text/html" },
      /answered an HTML page where a tar.gz archive was due$/,
    ],
    [
      "JSON",
      { archive: Buffer.from("{}"), archiveType: "application/json" },
      /answered no archive where a tar.gz archive was due$/,
    ],
    ["nothing", { archive: Buffer.alloc(0) }, /answered nothing where a tar.gz archive was due$/],
  ];
  test.each(cases)("%s", async (_, answers, message) => {
    const error = await refusalAt((await project(() => answers)).base);
    expect(error.message).toMatch(message);
    expect(error.fix).toMatch(/; nothing was audited$/);
  });
});

describe("what a commit names and does not hold", () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";

  test("a file in Git LFS", async () => {
    const server = await project(() => ({}), { ...files, "roster/kim.yaml": pointer });
    expect((await refusalAt(server.base)).message).toContain(
      "roster/kim.yaml:1: kept in Git LFS: only its pointer is in the repository",
    );
  });

  test("a submodule", async () => {
    const row = { id: commit, path: "roster/emea", type: "commit", mode: "160000" };
    const server = await project(({ tree }) => ({ tree: [[...(tree[0] ?? []), row]] }));
    expect((await refusalAt(server.base)).message).toBe(
      "roster/emea:1: a submodule: its files are in another project and are not read; put them here, or move it out of the roster",
    );
  });

  test("a symbolic link, even to a file that is there", async () => {
    const server = await project(({ tree, archive }) => ({
      tree: [[...(tree[0] ?? []), blobRow("roster/kim.yaml", "dana.yaml", { mode: "120000" })]],
      archive: [...(archive as never[]), { name: "team-0123/roster/kim.yaml", type: "2" }],
    }));
    expect((await refusalAt(server.base)).message).toBe(
      "roster/kim.yaml:1: a symbolic link: not followed in GitLab; put the file itself here",
    );
  });

  test("folders that start with a dot are not looked at", async () => {
    const row = { id: commit, path: "roster/.tools", type: "commit", mode: "160000" };
    const server = await project(({ tree }) => ({ tree: [[...(tree[0] ?? []), row]] }));
    expect((await rosterAt(server.base)).people).toHaveLength(2);
  });
});

describe("answers of another shape", () => {
  it.each<[string, Partial<Answers>, string]>([
    ["a commit that is a name", { commit: { id: "main" } }, "id: expected the id of a git object"],
    ["no commit", { commit: [] }, "the answer: "],
    ["a row without an id", { tree: [[{ path: "roster/x.yaml", type: "blob", mode: "100644" }]] }, "id: "],
    ["a row of a new kind", { tree: [[blobRow("roster/x.yaml", "", { type: "portal" })]] }, "type: "],
  ])("%s is the platform's fault", async (_, answers, message) => {
    const error = await refusalAt((await project(() => answers)).base);
    expect(error.actor).toBe("platform");
    expect(error.message).toContain(`answered something its documentation does not allow: ${message}`);
  });

  it("an empty list is no such path", async () => {
    expect((await refusalAt((await project(() => ({ tree: [[]] }))).base)).message).toContain(
      'there is no "roster" in project acme/team',
    );
  });
});

test("an abort while it is read is an interruption, and no fault of the roster", async () => {
  const stop = new AbortController();
  const right = rightAnswers(files);
  const server = await serving({
    ...right,
    get commit() {
      stop.abort();
      return right.commit;
    },
  });
  await expect(rosterAt(server.base, {}, stop.signal)).rejects.toMatchObject({ actor: "interrupted" });
});
