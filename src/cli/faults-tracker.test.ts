import { expect, test } from "vitest";
import { commonProject, federal, federalProject, type Issue, useCompany } from "../testing/use-company.ts";

const on = useCompany();

/** The Notes say when they were made: a later run has something to write. */
const later = ["--now", "2026-11-23T12:00:00Z"];
const auditor = "leeokafor";
const issuesPath = "/api/v4/projects/502/issues";

interface Case {
  what: string;
  fault?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Project in the configuration instead of the right one. */
  project?: string;
  code: number;
  says: (string | RegExp)[];
}

const cases: Case[] = [
  {
    what: "no such project",
    project: "acme/federal/nowhere",
    code: 2,
    says: [/there is no project acme\/federal\/nowhere on 127\.0\.0\.1/, "→ check tracker.gitlab.project in rollcall.yaml"],
  },
  {
    what: "a wrong token",
    env: { GL_TOKEN: "glpat-example-wrong" },
    code: 4,
    says: ["GitLab: GET /api/v4/projects/acme%2Ffederal%2Faudits answered 401", "→ check the token or password"],
  },
  {
    what: "a token that only reads",
    env: { GL_TOKEN: "glpat-example-audit-bot-read" },
    code: 4,
    says: ["could not open the audit's issue", "lacks the scope api", "→ make a token with the scope api"],
  },
  {
    what: "GitLab down",
    fault: { kind: "status", status: 503, headers: { "Retry-After": "0" } },
    code: 3,
    says: ["answered 503 (try 5 of 5)", "→ run again later"],
  },
  {
    what: "a page for people instead of JSON",
    fault: { kind: "html" },
    code: 3,
    says: ['an HTML page titled "Sign in to Example"', "→ check url"],
  },
  {
    what: "a connection that is cut while the issue is opened",
    fault: { kind: "reset", method: "POST", path: issuesPath },
    code: 3,
    says: [/POST \S+issues: the connection was cut .*whether it was done is not known/, "→ run again"],
  },
  {
    what: "a write that is refused",
    fault: { kind: "status", status: 403, method: "POST", path: issuesPath, body: '{"message":"403 Forbidden"}' },
    code: 4,
    says: ["could not open the audit's issue", "403 Forbidden", "→ give the token's user the role"],
  },
];

test.each(cases)("$what: the report is printed in full, the write is still owed, exit $code", async (one) => {
  if (one.fault) await on.company.fault({ server: "gitlab", ...one.fault });
  const { project } = one;
  const config = project ? on.configured((text) => text.replace(`project: ${federalProject}`, `project: ${project}`)) : [];
  const ran = await on.audit(config, one.env);
  await on.company.mend();
  for (const words of [`${federal}: its audit issue was not brought up to date`, ...one.says]) expect(ran.stderr).toMatch(words);
  expect([ran.code, ran.audit?.status, ran.audit?.issue]).toEqual([one.code, "complete", null]);
  const planted = on.company.planted.filter(({ system }) => system === federal);
  expect(ran.audit?.findings).toHaveLength(planted.length);
  expect(await on.issues()).toEqual([]);
});

test("an issue that was opened although its answer was cut is found, not opened again", async () => {
  await on.company.fault({ server: "gitlab", kind: "cut", method: "POST", path: issuesPath, times: 1 });
  const { code, audit } = await on.audit();
  const all = await on.issues();
  expect([code, all.length, audit?.issue?.iid]).toEqual([0, 1, all[0]?.iid]);
});

test("a connection that is cut once while reading costs nothing", async () => {
  await on.company.fault({ server: "gitlab", kind: "reset", method: "GET", times: 1 });
  expect((await on.audit()).code).toBe(0);
});

test("closed by a person: exit 2 and not touched; --reopen reopens it", async () => {
  const { iid } = await anIssue();
  await happens({ do: "set-state", iid, event: "close" });
  const [closed, before] = [await theIssue(), await writes()];
  const refused = await on.audit(later);
  expect([refused.code, refused.audit?.status]).toEqual([2, "complete"]);
  expect(refused.stderr).toMatch(/the issue of zendesk-us-federal\/FY27-Q4 is closed: \S+; nothing was written.*\n.*--reopen/);
  expect([await theIssue(), await writes()]).toEqual([closed, before]);
  const reopened = await on.audit([...later, "--reopen"]);
  expect([reopened.code, reopened.audit?.issue?.iid]).toEqual([0, iid]);
  const { state, description } = await theIssue();
  expect([state, readOn(description)]).toEqual(["opened", "2026-11-23"]);
});

test("locked: members still write; what GitLab refuses there is exit 4", async () => {
  const { iid, description } = await anIssue();
  await happens({ do: "set-locked", iid, locked: true });
  await on.company.fault({ server: "gitlab", kind: "status", status: 403, method: "PUT", body: '{"message":"403 Forbidden"}' });
  const refused = await on.audit(later);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toMatch(
    /could not write the Notes into \S+: 403 Forbidden\n.*where the discussion is locked, unlock it/,
  );
  expect((await theIssue()).description).toBe(description);
  await on.company.mend();
  expect((await on.audit(later)).code).toBe(0);
  expect((await theIssue()).description).not.toBe(description);
  await happens({ do: "set-state", iid, event: "close" });
  const closed = await on.audit([...later, "--reopen"]);
  expect(closed.code).toBe(4);
  expect(closed.stderr).toMatch(/stays closed: its discussion is locked\n.*unlock it, then run again/);
});

test("moved: followed to where it is now", async () => {
  const { iid } = await anIssue();
  await happens({ do: "move-issue", iid, to: commonProject });
  const ran = await on.audit(later);
  const [moved] = await on.issues(commonProject);
  expect([ran.code, ran.audit?.issue?.url]).toEqual([0, moved?.web_url]);
  expect(readOn(moved?.description)).toBe("2026-11-23");
  expect((await on.issues()).map(({ state }) => state)).toEqual(["closed"]);
});

test("deleted: a new one is opened, and it is said", async () => {
  const { iid } = await anIssue();
  await happens({ do: "delete-issue", iid });
  const { code, stderr } = await on.audit(later);
  const again = await theIssue();
  expect([code, again.iid > iid]).toEqual([0, true]);
  expect(stderr).toMatch(new RegExp(`#${again.iid}\\b.*if there was one before, it was deleted`));
});

test("damaged markers: nothing is overwritten, the Notes go into one comment, and it is said", async () => {
  const { iid, description } = await anIssue();
  const damaged = `My words first.\n\n${description.replace("<!-- /rollcall:notes -->", "<!-- rollcall:not")}`;
  await happens({ do: "edit-description", iid, description: damaged });
  for (const time of ["2026-11-23", "2026-11-24"]) {
    const { code, stderr } = await on.audit(["--now", time]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: .*the markers of the Notes in #\d+ are damaged: nothing there was overwritten/);
    expect((await theIssue()).description).toBe(damaged);
    expect((await on.comments(iid)).map(readOn)).toEqual([time]);
  }
});

test("no template: the built-in one, and a warning", async () => {
  const { stderr, code } = await on.audit();
  expect(code).toBe(0);
  expect(stderr).toContain('there is no issue template "Zendesk US Federal": the built-in one was used');
  expect((await theIssue()).description).toMatch(/^## Notes\n\n<!-- rollcall:notes -->/m);
});

test("a template without a heading for the Notes: they are added at the end, with a warning", async () => {
  const name = "Zendesk US Federal";
  await happens({ do: "set-template", name, content: "# Our way\n\nRead the handbook.\n" });
  const { stderr, code } = await on.audit();
  await happens({ do: "remove-template", name });
  expect(code).toBe(0);
  expect(stderr).toContain(`the issue template "${name}" has no heading "## Notes": it was added at the end`);
  expect((await theIssue()).description).toMatch(/Read the handbook\.\n\n## Notes\n\n<!-- rollcall:notes -->/);
});

test("--dry-run makes no write and prints what it would do, for a new issue and for one that is there", async () => {
  const before = await writes();
  const first = await on.audit(["--dry-run"]);
  expect([first.code, await writes(), await on.issues()]).toEqual([0, before, []]);
  expect(first.stderr).toMatch(
    /would write: zendesk-us-federal: .*open the confidential issue "Zendesk US Federal audit FY27-Q4"/,
  );
  const issue = await anIssue();
  const since = await writes();
  const second = await on.audit([...later, "--dry-run"]);
  expect([second.code, await writes(), await theIssue()]).toEqual([0, since, issue]);
  expect(second.stderr).toMatch(new RegExp(`would write: .*put the Notes into the description of #${issue.iid} `));
});

/** The issue of a first run. */
async function anIssue(): Promise<Issue> {
  expect((await on.audit()).code).toBe(0);
  return theIssue();
}

async function theIssue(): Promise<Issue> {
  const all = await on.issues();
  expect(all).toHaveLength(1);
  return all[0] as Issue;
}

/** The day the Notes in a text say they were made. */
function readOn(text = ""): string | undefined {
  return / · read (\S+?)T/.exec(text)?.[1];
}

function happens(change: Record<string, unknown>): Promise<void> {
  return on.company.state({ server: "gitlab", project: federalProject, by: auditor, ...change });
}

async function writes(): Promise<number> {
  return (await on.company.books()).requests.filter(({ server, method }) => server === "gitlab" && method !== "GET").length;
}
