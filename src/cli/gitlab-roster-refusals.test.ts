import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { path, project, system, useGitlabRoster } from "../testing/use-gitlab-roster.ts";

const on = useGitlabRoster();

/** Where nobody listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Refusal {
  what: string;
  keys?: string;
  token?: string;
  fault?: Record<string, unknown>;
  push?: Record<string, unknown>;
  code: number;
  says: string[];
}

const notThere = "check roster.gitlab.path in rollcall.yaml: a folder, or one .yaml, .yml or .csv file; nothing was audited";
const refusals: Refusal[] = [
  {
    what: "a token GitLab does not know",
    token: "glpat-example-nobody",
    code: 4,
    says: ["answered 401: ", "→ check roster.gitlab.token in rollcall.yaml: it may have expired"],
  },
  {
    what: "a token that may only clone",
    token: "glpat-example-roster-clone",
    code: 4,
    says: ["the token lacks the scope read_api", "→ make a token with the scope read_api; nothing was audited"],
  },
  {
    what: "a token of a guest",
    token: "glpat-example-roster-guest",
    code: 4,
    says: [`the token may not read the files of project ${project} on 127.0.0.1`, "→ give the token's user the role Reporter"],
  },
  {
    what: "a token of somebody who is no member",
    token: "glpat-example-person-stranger.example",
    code: 2,
    says: [`there is no project ${project} on 127.0.0.1`, "or this token may not see it", "check roster.gitlab.project"],
  },
  {
    what: "a branch that is not there",
    keys: "path: roster, ref: trunk,",
    code: 2,
    says: [`there is no branch, tag or commit "trunk" in project ${project}`, "without it the default branch is read"],
  },
  {
    what: "a folder that is not there",
    keys: "path: people,",
    code: 2,
    says: [`there is no "people" in project ${project} on 127.0.0.1`, "at its default branch (", `→ ${notThere}`],
  },
  { what: "a file that is not there", keys: "path: people.yaml,", code: 2, says: ['there is no "people.yaml"', `→ ${notThere}`] },
  {
    what: "a project without files",
    keys: `path: roster, ref: bare,`,
    push: { files: { "roster/README.md": "# Nobody" }, branch: "bare" },
    code: 2,
    says: [`the roster GitLab ${project}: roster/ is empty (no .yaml or .yml file in it): every account would look wrong`],
  },
  {
    what: "files in Git LFS, a link and a submodule",
    keys: "path: odd, ref: odd,",
    push: {
      branch: "odd",
      files: {
        "odd/lfs.yaml": {
          mode: "100644",
          content: "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
          lfs: "name: L\n",
        },
        "odd/link.yaml": { mode: "120000", content: "lfs.yaml" },
        "odd/more": { mode: "160000", content: "ab".repeat(20) },
      },
    },
    code: 2,
    says: ["odd/lfs.yaml:1: kept in Git LFS", "odd/link.yaml:1: a symbolic link", "odd/more:1: a submodule"],
  },
  {
    what: "a file that .gitattributes keeps out of archives",
    keys: "path: kept, ref: kept,",
    push: {
      branch: "kept",
      files: { ".gitattributes": "kept/b.yaml export-ignore\n", "kept/a.yaml": "name: A\n", "kept/b.yaml": "name: B\n" },
    },
    code: 3,
    says: ["the archive is not what the commit has: it lacks kept/b.yaml", "export-ignore", "nothing was audited"],
  },
  {
    what: "a row lost from the list",
    fault: { path: `${path}/tree`, kind: "drop-row" },
    code: 3,
    says: ["the archive is not what the commit has: it has roster/", ", and the list of files does not"],
  },
  {
    what: "a row twice",
    fault: { path: `${path}/tree`, kind: "repeat-row" },
    code: 3,
    says: ["its list of files names", "twice"],
  },
  {
    what: "a list that leads back",
    fault: { path: `${path}/tree`, kind: "same-cursor" },
    code: 3,
    says: ["names one that was read before"],
  },
  {
    what: "a list that leads away",
    fault: { path: `${path}/tree`, kind: "foreign-next", to: "http://127.0.0.1:9/api/v4/x" },
    code: 3,
    says: ["leads to 127.0.0.1:9", "not followed"],
  },
  {
    what: "a redirect to elsewhere",
    fault: { path: `${path}/archive`, kind: "redirect", to: "https://elsewhere.test/" },
    code: 3,
    says: ["leads to elsewhere.test"],
  },
  {
    what: "a page for people where JSON is due",
    fault: { path: `${path}/commits`, kind: "html" },
    code: 3,
    says: ['an HTML page titled "Sign in to Example" where JSON was due', "nothing was audited"],
  },
  {
    what: "a page for people where the archive is due",
    fault: { path: `${path}/archive`, kind: "html" },
    code: 3,
    says: ["answered an HTML page where a tar.gz archive was due"],
  },
  {
    what: "an address that is no API",
    fault: { path: `${path}/commits`, kind: "html", status: 404 },
    code: 2,
    says: ["wrong address or subdomain? check url"],
  },
];

describe("is refused, and nothing is audited", () => {
  test.each(refusals)("$what", async ({ keys, token, fault, push, code, says }) => {
    if (push) await on.company.state({ server: "gitlab", do: "push", project, ...push });
    if (fault) await on.company.fault({ server: "gitlab", ...fault });
    const before = (await on.company.books()).requests.length;
    const finished = await on.run(
      [system, ...(keys ? on.withKeys(keys) : on.configured())],
      token ? { GL_ROSTER_TOKEN: token } : {},
    );
    expect(finished.stdout).toBe("");
    expect(finished.code).toBe(code);
    for (const text of says) expect(finished.stderr).toContain(text);
    const audited = (await on.company.books()).requests.slice(before).filter(({ server }) => server !== "gitlab");
    expect(audited).toEqual([]);
  });

  test("a GitLab that is away", { timeout: 120_000 }, async () => {
    const [team, port] = [", project: acme/support-ops/team", await freePort()];
    const away = on.configured((text) => text.replace(`${on.company.gitlab.url}${team}`, `http://127.0.0.1:${port}${team}`));
    const finished = await on.run([system, ...away]);
    expect([finished.code, finished.stdout]).toEqual([3, ""]);
    expect(finished.stderr).toMatch(/^roster: .*connection refused.*asking again in/m);
    expect(finished.stderr).toMatch(
      /^error: roster from GitLab: .*connection refused.*\(try 5 of 5\)\n {2}→ .*; nothing was audited$/m,
    );
  });
});

describe("what passes is waited out", () => {
  test.each([
    ["an archive that was cut", { path: `${path}/archive`, kind: "cut", times: 1 }],
    ["one that was cut without a length", { path: `${path}/archive`, kind: "cut", chunked: true, times: 1 }],
    ["a connection that was reset", { path: `${path}/tree`, kind: "reset", times: 1 }],
    ["a server in trouble", { path: `${path}/commits`, kind: "status", status: 502, body: "Bad gateway", times: 1 }],
    [
      "too many requests at the edge",
      { path: `${path}/tree`, kind: "status", status: 429, headers: { "Retry-After": "1" }, body: "Retry later\n", times: 1 },
    ],
    [
      "too many archives",
      {
        path: `${path}/archive`,
        kind: "status",
        status: 429,
        body: '{"message":{"error":"This archive has been requested too many times. Try again later."}}',
        times: 1,
      },
    ],
  ])("%s", async (_, fault) => {
    await on.company.fault({ server: "gitlab", ...fault });
    const { code, stderr, report } = await on.run([system, ...on.configured()]);
    expect([code, report?.roster.people]).toEqual([0, on.company.people]);
    expect(stderr).toMatch(/^roster: .*$/m);
  });
});
