import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../model/report.ts";
import { type Company, now, startCompany } from "../testing/company.ts";
import type { Finished } from "../testing/rollcall.ts";
import { expectNoSecrets } from "../testing/use-company.ts";

let company: Company;
let first: string;
let second: string;
/** Where nobody listens. */
let closedPort: number;
const project = "acme/support-ops/team";
const path = `/api/v4/projects/${encodeURIComponent(project)}/repository`;
const system = "zendesk-us-federal";

beforeAll(async () => {
  company = await startCompany();
  [first = "", second = ""] = company.gitlabRoster.commits;
  await setLimit(100_000);
  closedPort = await freePort();
});
afterAll(() => company.end());
afterEach(async () => {
  await company.mend();
  await setLimit(100_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Of archives a minute. */
function setLimit(most: number): Promise<void> {
  return company.state({ server: "gitlab", do: "set-limit", name: "project_repositories_archive", most });
}

/** The configuration that reads the roster from GitLab, with other keys than it has. */
function configured(change: (text: string) => string = (text) => text): string[] {
  const [text, written] = [readFileSync(company.gitlabRoster.config, "utf8"), join(company.folder, "changed.yaml")];
  writeFileSync(written, change(text));
  return ["--config", written];
}

const withKeys = (keys: string) => configured((text) => text.replace("path: roster,", keys));

async function run(args: string[], env: Record<string, string> = {}): Promise<Finished & { report: AuditReport | null }> {
  const finished = await company.rollcall(["audit", "--no-publish", "--format", "json", "--now", now, ...args], env);
  expectNoSecrets(company, [finished.stdout, finished.stderr], Object.values(env));
  return { ...finished, report: finished.stdout === "" ? null : (JSON.parse(finished.stdout) as AuditReport) };
}

/** What the findings say, without the commit in their places. */
function findingsOf(report: AuditReport | null): string[] {
  const findings = report?.audits.flatMap((audit) => audit.findings) ?? [];
  return findings.map(({ key, message, roster_at }) => `${key} ${message} ${roster_at?.replace(/@.*$/, "")}`).sort();
}

test("the same findings as with the folder, each at the commit, in two requests more than pages", async () => {
  const before = (await company.books()).requests.length;
  const [local, remote] = [await company.audit(["--no-publish"]), await run(withKeys(`path: roster, ref: ${second},`))];
  expect(remote.code).toBe(local.code);
  expect(findingsOf(remote.report)).toEqual(findingsOf(local.report));
  expect(remote.report?.roster).toEqual({ source: `GitLab ${project}: roster/`, revision: second, people: company.people });
  const places = remote.report?.audits.flatMap(({ findings }) => findings.map(({ roster_at }) => roster_at)) ?? [];
  const placed = places.filter((place) => place !== null);
  expect(placed.length).toBeGreaterThan(40);
  for (const place of placed) expect(place).toMatch(new RegExp(`^roster/[\\w-]+\\.yaml:\\d+@${second.slice(0, 12)}$`));
  const asked = (await company.books()).requests.slice(before).filter((request) => request.path.startsWith(path));
  expect(asked.length).toBe(1 + Math.ceil((company.people + 1) / 100) + 1);
});

describe("one commit", () => {
  test("is read whatever is pushed meanwhile", async () => {
    for (const after of [1, 2, 3]) {
      const file = `roster/new-${after}.yaml`;
      const push = { files: { [file]: `name: New ${after}\n`, "roster/lee-okafor.yaml": `name: Gone ${after}\n` } };
      const before = (await run([system, ...configured()])).report;
      await company.state({ server: "gitlab", do: "push", project, after, ...push });
      const during = (await run([system, ...configured()])).report;
      const afterwards = (await run([system, ...configured()])).report;
      expect([during?.roster, findingsOf(during)]).toEqual([before?.roster, findingsOf(before)]);
      expect(afterwards?.roster.revision).not.toBe(before?.roster.revision);
      expect(afterwards?.roster.people).toBe((before?.roster.people ?? 0) + 1);
      const back = {
        [file]: null,
        "roster/lee-okafor.yaml": readFileSync(join(company.folder, "roster/lee-okafor.yaml"), "utf8"),
      };
      await company.state({ server: "gitlab", do: "push", project, files: back });
    }
  });

  test("named by its id is the roster of that day", async () => {
    const [then, now] = [await run(withKeys(`path: roster, ref: ${first},`)), await run(withKeys("path: roster, ref: main,"))];
    expect(then.report?.roster.revision).toBe(first);
    const gone = findingsOf(then.report).filter((finding) => !findingsOf(now.report).includes(finding));
    expect(gone).toEqual([expect.stringContaining("zendesk-global/group-mismatch/account:")]);
  });
});

test("a single file is read in two requests", async () => {
  const files = { "people.csv": "name,email\nDana Whitfield,dana.whitfield@acme.test\n" };
  await company.state({ server: "gitlab", do: "push", project, branch: "one-file", files });
  const before = (await company.books()).requests.length;
  const { report } = await run([system, ...withKeys("path: people.csv, ref: one-file,")]);
  expect(report?.roster).toMatchObject({ people: 1, source: `GitLab ${project}: people.csv` });
  const asked = (await company.books()).requests.slice(before).filter((request) => request.path.startsWith(path));
  expect(asked).toHaveLength(2);
});

test("a project that moved is found by its old path", async () => {
  await company.state({ server: "gitlab", do: "rename-project", project, path: "acme/people/team" });
  const moved = await run([system, ...configured()]);
  await company.state({ server: "gitlab", do: "rename-project", project: "acme/people/team", path: project });
  expect([moved.code, moved.report?.roster.people]).toEqual([0, company.people]);
});

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
    if (push) await company.state({ server: "gitlab", do: "push", project, ...push });
    if (fault) await company.fault({ server: "gitlab", ...fault });
    const before = (await company.books()).requests.length;
    const finished = await run([system, ...(keys ? withKeys(keys) : configured())], token ? { GL_ROSTER_TOKEN: token } : {});
    expect(finished.stdout).toBe("");
    expect(finished.code).toBe(code);
    for (const text of says) expect(finished.stderr).toContain(text);
    const audited = (await company.books()).requests.slice(before).filter(({ server }) => server !== "gitlab");
    expect(audited).toEqual([]);
  });

  test("a GitLab that is away", { timeout: 120_000 }, async () => {
    const team = ", project: acme/support-ops/team";
    const away = configured((text) => text.replace(`${company.gitlab.url}${team}`, `http://127.0.0.1:${closedPort}${team}`));
    const finished = await run([system, ...away]);
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
    await company.fault({ server: "gitlab", ...fault });
    const { code, stderr, report } = await run([system, ...configured()]);
    expect([code, report?.roster.people]).toEqual([0, company.people]);
    expect(stderr).toMatch(/^roster: .*$/m);
  });
});

describe("doctor", () => {
  test("says where the roster was read from, at which commit", async () => {
    const { stdout, code } = await company.rollcall(["doctor", system, ...configured()]);
    expect(stdout).toMatch(new RegExp(`^✓ roster: ${company.people} people in GitLab ${project}: roster/ at [0-9a-f]{12}$`, "m"));
    expect(code).toBe(0);
  });

  test("says why it was not, and tries the systems all the same", async () => {
    const env = { GL_ROSTER_TOKEN: "glpat-example-roster-clone" };
    const { stdout, stderr, code } = await company.rollcall(["doctor", system, ...configured()], env);
    expect(stdout).toMatch(/^✗ roster: .*the token lacks the scope read_api → make a token with the scope read_api/m);
    expect(stdout).toMatch(new RegExp(`^✓ ${system}: reached as`, "m"));
    expect([code, stderr]).toEqual([4, ""]);
  });
});
