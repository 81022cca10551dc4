import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { expect, it, onTestFinished } from "vitest";
import { gitlabSeed } from "../company/gitlab.ts";
import { makeOpsGroup, opsGroupSystem } from "../company/gitlab-projects.ts";
import { startGitlab } from "./index.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);

function faultsOf(schema: string, value: unknown): string {
  const path = join(import.meta.dirname, "spec", `${schema}.json`);
  const holds = ajv.validate(JSON.parse(readFileSync(path, "utf8")), value);
  ajv.removeSchema();
  return holds ? "" : ajv.errorsText();
}

type Rows = Record<string, unknown>[];

async function started(more = 0) {
  const at = makeOpsGroup();
  for (let index = 0; index < more; index += 1) at.project(`acme/ops/more-${index}`);
  const leader = { name: "Lee Okafor", email: "lee@acme.test", gitlab: { id: 4001, username: "lokafor" } };
  const seed = gitlabSeed({ people: [], auditor: leader, opsManager: leader, outsiders: [] });
  opsGroupSystem(at).seed?.(seed);
  const gitlab = await startGitlab({ seed, now: () => new Date("2026-11-22T12:00:05.000Z") });
  onTestFinished(gitlab.close);
  const token = opsGroupSystem(at).env?.GITLAB_PROJECTS_TOKEN ?? "";
  const get = async (path: string, headers: Record<string, string> = { "PRIVATE-TOKEN": token }, method = "GET") => {
    const answer = await fetch(`${gitlab.url}/api/v4${path}`, { headers, method });
    return { status: answer.status, headers: answer.headers, rows: (await answer.json()) as Rows };
  };
  const paths = async (query: string) =>
    (await get(`/groups/acme%2Fops/projects?per_page=100&${query}`)).rows.map((row) => String(row.path_with_namespace));
  return { at, gitlab, get, paths };
}

it("lists the group's own projects, those of subgroups when asked, and foreign ones unless told not to", async () => {
  const { paths } = await started();
  const own = await paths("with_shared=false");
  const within = await paths("with_shared=false&include_subgroups=true");
  const all = await paths("include_subgroups=true");

  expect(own.every((path) => /^acme\/ops\/[^/]+$/.test(path))).toBe(true);
  expect(within.filter((path) => !own.includes(path)).sort()).toEqual(["acme/ops/tools/deep/sync", "acme/ops/tools/macros"]);
  expect(all.filter((path) => !within.includes(path))).toEqual(["partner/widgets"]);
  expect(all.some((path) => path.startsWith("acme/ops-archive"))).toBe(false);
});

it("filters and orders, newest first where nothing is asked for", async () => {
  const { paths, get } = await started();

  expect(await paths("archived=true&with_shared=false")).toEqual([
    "acme/ops/older-trial-deletion_scheduled-81098",
    "acme/ops/old-bot",
  ]);
  const ids = (await get("/groups/8101/projects?order_by=id&sort=asc")).rows.map(({ id }) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect((await get("/groups/8101/projects?order_by=size")).status).toBe(400);
  expect((await get("/groups/8101/projects?include_subgroups=perhaps")).status).toBe(400);
  const [simple] = (await get("/groups/8101/projects?simple=true")).rows;
  expect([simple?.archived, simple?.marked_for_deletion_on]).toEqual([undefined, undefined]);
});

it("pages by offset only, 100 rows at most, with GitLab's headers", async () => {
  const { get } = await started(90);
  const query = "include_subgroups=true&with_shared=false&order_by=id&sort=asc";

  const first = await get(`/groups/8101/projects?${query}&per_page=500&pagination=keyset`);
  const second = await get(`/groups/8101/projects?${query}&per_page=100&page=2`);

  expect([first.rows.length, first.headers.get("x-total"), first.headers.get("x-next-page")]).toEqual([100, "118", "2"]);
  expect(first.headers.get("link")).toContain('>; rel="next"');
  expect([second.rows.length, second.headers.get("x-next-page")]).toEqual([18, ""]);
});

it("gives rows of the official shapes", async () => {
  const { get, at } = await started();
  const { rows } = await get("/groups/8101/projects?include_subgroups=true&per_page=100");

  expect(rows.map((row) => faultsOf("listed-project", row)).filter(Boolean)).toEqual([]);
  for (const { id } of at.projects.slice(0, 12)) {
    const rules = (await get(`/projects/${id}/protected_branches`)).rows;
    expect(rules.map((rule) => faultsOf("protected-branch", rule)).filter(Boolean)).toEqual([]);
    // The top-level group's rules come with each project's own.
    expect(rules.filter(({ inherited }) => inherited === true)).toHaveLength(2);
  }
  expect(faultsOf("protected-branch", { name: "main" })).toContain("must have required property");
});

it("says what counts beside what the project says, the other way round", async () => {
  const { get, gitlab, at } = await started();
  const pager = at.projects.find(({ path }) => path === "acme/ops/pager")?.id;
  gitlab.change({ do: "set-group-approvals", group: "acme", enforced: { allow_committer_approval: false } });

  expect((await get(`/projects/${pager}/approvals`)).rows).toMatchObject({ merge_requests_disable_committers_approval: false });
  expect((await get(`/projects/${pager}/merge_request_approval_setting`)).rows).toMatchObject({
    allow_committer_approval: { value: false, locked: true, inherited_from: "group" },
    retain_approvals_on_push: { value: false, locked: false, inherited_from: null },
  });
});

it("shows settings to Maintainers only, and nothing to nobody", async () => {
  const { get, at } = await started();
  const widgets = at.projects.find(({ path }) => path === "partner/widgets")?.id;
  const own = at.projects[0]?.id;

  for (const path of ["approvals", "merge_request_approval_setting", "protected_branches"]) {
    expect((await get(`/projects/${widgets}/${path}`)).status).toBe(403);
    expect((await get(`/projects/${own}/${path}`, {})).status).toBe(401);
    expect((await get(`/projects/${own}/${path}`, undefined, "POST")).status).toBe(405);
  }
  expect((await get("/groups/acme%2Fnone/projects")).rows).toEqual({ message: "404 Group Not Found" });
  expect((await get("/groups/8101/projects", {})).status).toBe(401);
});
