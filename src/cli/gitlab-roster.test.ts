import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../model/report.ts";
import { path, project, system, useGitlabRoster } from "../testing/use-gitlab-roster.ts";

const on = useGitlabRoster();
let first: string;
let second: string;
beforeAll(() => {
  [first = "", second = ""] = on.company.gitlabRoster.commits;
});

/** What the findings say, without the commit in their places. */
function findingsOf(report: AuditReport | null): string[] {
  const findings = report?.audits.flatMap((audit) => audit.findings) ?? [];
  return findings.map(({ key, message, roster_at }) => `${key} ${message} ${roster_at?.replace(/@.*$/, "")}`).sort();
}

test("the same findings as with the folder, each at the commit, in two requests more than pages", async () => {
  const before = (await on.company.books()).requests.length;
  const [local, remote] = [await on.company.audit(["--no-publish"]), await on.run(on.withKeys(`path: roster, ref: ${second},`))];
  expect(remote.code).toBe(local.code);
  expect(findingsOf(remote.report)).toEqual(findingsOf(local.report));
  expect(remote.report?.roster).toEqual({ source: `GitLab ${project}: roster/`, revision: second, people: on.company.people });
  const places = remote.report?.audits.flatMap(({ findings }) => findings.map(({ roster_at }) => roster_at)) ?? [];
  const placed = places.filter((place) => place !== null);
  expect(placed.length).toBeGreaterThan(40);
  for (const place of placed) expect(place).toMatch(new RegExp(`^roster/[\\w-]+\\.yaml:\\d+@${second.slice(0, 12)}$`));
  const asked = (await on.company.books()).requests.slice(before).filter((request) => request.path.startsWith(path));
  expect(asked.length).toBe(1 + Math.ceil((on.company.people + 1) / 100) + 1);
});

describe("one commit", () => {
  test("is read whatever is pushed meanwhile", async () => {
    for (const after of [1, 2, 3]) {
      const file = `roster/new-${after}.yaml`;
      const push = { files: { [file]: `name: New ${after}\n`, "roster/lee-okafor.yaml": `name: Gone ${after}\n` } };
      const before = (await on.run([system, ...on.configured()])).report;
      await on.company.state({ server: "gitlab", do: "push", project, after, ...push });
      const during = (await on.run([system, ...on.configured()])).report;
      const afterwards = (await on.run([system, ...on.configured()])).report;
      expect([during?.roster, findingsOf(during)]).toEqual([before?.roster, findingsOf(before)]);
      expect(afterwards?.roster.revision).not.toBe(before?.roster.revision);
      expect(afterwards?.roster.people).toBe((before?.roster.people ?? 0) + 1);
      const back = {
        [file]: null,
        "roster/lee-okafor.yaml": readFileSync(join(on.company.folder, "roster/lee-okafor.yaml"), "utf8"),
      };
      await on.company.state({ server: "gitlab", do: "push", project, files: back });
    }
  });

  test("named by its id is the roster of that day", async () => {
    const [then, now] = [
      await on.run(on.withKeys(`path: roster, ref: ${first},`)),
      await on.run(on.withKeys("path: roster, ref: main,")),
    ];
    expect(then.report?.roster.revision).toBe(first);
    const gone = findingsOf(then.report).filter((finding) => !findingsOf(now.report).includes(finding));
    expect(gone).toEqual([expect.stringContaining("zendesk-global/group-mismatch/account:")]);
  });
});

test("a single file is read in two requests", async () => {
  const files = { "people.csv": "name,email\nDana Whitfield,dana.whitfield@acme.test\n" };
  await on.company.state({ server: "gitlab", do: "push", project, branch: "one-file", files });
  const before = (await on.company.books()).requests.length;
  const { report } = await on.run([system, ...on.withKeys("path: people.csv, ref: one-file,")]);
  expect(report?.roster).toMatchObject({ people: 1, source: `GitLab ${project}: people.csv` });
  const asked = (await on.company.books()).requests.slice(before).filter((request) => request.path.startsWith(path));
  expect(asked).toHaveLength(2);
});

test("a project that moved is found by its old path", async () => {
  await on.company.state({ server: "gitlab", do: "rename-project", project, path: "acme/people/team" });
  const moved = await on.run([system, ...on.configured()]);
  await on.company.state({ server: "gitlab", do: "rename-project", project: "acme/people/team", path: project });
  expect([moved.code, moved.report?.roster.people]).toEqual([0, on.company.people]);
});

describe("doctor", () => {
  test("says where the roster was read from, at which commit", async () => {
    const { stdout, code } = await on.company.rollcall(["doctor", system, ...on.configured()]);
    expect(stdout).toMatch(
      new RegExp(`^✓ roster: ${on.company.people} people in GitLab ${project}: roster/ at [0-9a-f]{12}$`, "m"),
    );
    expect(code).toBe(0);
  });

  test("says why it was not, and tries the systems all the same", async () => {
    const env = { GL_ROSTER_TOKEN: "glpat-example-roster-clone" };
    const { stdout, stderr, code } = await on.company.rollcall(["doctor", system, ...on.configured()], env);
    expect(stdout).toMatch(/^✗ roster: .*the token lacks the scope read_api → make a token with the scope read_api/m);
    expect(stdout).toMatch(new RegExp(`^✓ ${system}: reached as`, "m"));
    expect([code, stderr]).toEqual([4, ""]);
  });
});
