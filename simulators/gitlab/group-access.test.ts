import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { gitlabSeed } from "../company/gitlab.ts";
import { cast } from "../company/people.ts";
import { type Loose, type TestGitlab, testGitlab, tokenOf } from "./testing/gitlab.ts";

const folder = join(import.meta.dirname, "spec");
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);
for (const file of readdirSync(folder))
  if (file !== "paths.json") ajv.addSchema(JSON.parse(readFileSync(join(folder, file), "utf8")));

function faultsOf(schema: string, rows: Loose[]): string[] {
  return rows.flatMap((row) => (ajv.validate(`${schema}.json`, row) ? [] : [ajv.errorsText()]));
}

const token = "glpat-example-owner-read";

async function company(): Promise<{ gitlab: TestGitlab; list(path: string, token?: string): Promise<Loose> }> {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  const { people, systems } = makeCompany(clock);
  const [auditor, opsManager] = [people[cast.auditor], people[cast.opsManager]];
  if (!auditor || !opsManager) throw new Error("nobody");
  const seed = gitlabSeed({ people, auditor, opsManager });
  for (const { seed: add } of systems) add?.(seed);
  const gitlab = await testGitlab({ seed });
  const list = async (path: string, as = token) => (await gitlab.api("GET", path, { token: as })).json;
  return { gitlab, list };
}

// The lists of access tokens are documented, but no operation of the generated document.
test.each([
  ["/groups/acme%2Fsupport/members", "member"],
  ["/groups/acme%2Fsupport/members/all?per_page=100", "member"],
  ["/groups/acme%2Fsupport/invited_groups", "group"],
  ["/groups/acme%2Fsupport/invitations", "invitation"],
  ["/groups/acme-support/billable_members", "billable-member"],
  ["/groups/acme%2Fsupport/access_tokens", "access-token"],
  ["/projects/601/access_tokens?per_page=100", "access-token"],
])("%s answers rows of the documented shape", async (path, schema) => {
  const rows = await (await company()).list(path);
  expect(rows.length).toBeGreaterThan(0);
  expect(faultsOf(schema, rows)).toEqual([]);
});

test("a group tells its number, whose subgroup it is, and which groups were invited", async () => {
  const { list } = await company();
  const group = await list("/groups/acme%2Fsupport?with_projects=false");
  expect(faultsOf("group-detail", [group])).toEqual([]);
  expect(group).toMatchObject({ id: 81, parent_id: 71, shared_with_groups: [{ group_id: 85, group_access_level: 40 }] });
  expect(await list("/groups/acme-support")).toMatchObject({ parent_id: null, shared_with_groups: [] });
});

test("members are direct ones, all of them inherited and invited ones too, somebody at two levels twice", async () => {
  const { list } = await company();
  const direct = await list("/groups/acme%2Femergencies/members");
  const all = await list("/groups/acme%2Femergencies/members/all?per_page=100");
  expect(direct).toHaveLength(3);
  expect(all.length).toBe(10 + 1);
  const levels = (rows: Loose[]) => rows.filter(({ username }) => username === "danawhitfield").map((row) => row.access_level);
  expect(levels(all)).toEqual([50, 40]);
  const states = await list("/groups/acme%2Fsupport/members?state=awaiting");
  expect(states).toMatchObject([{ membership_state: "awaiting" }]);
});

test("an Owner is told of tokens, invitations and activity; a member in three ways that they may not; a stranger nothing", async () => {
  const { gitlab } = await company();
  const manager = gitlab.world.groups.find(({ path }) => path === "acme/managers")?.members[0]?.userId;
  const username = gitlab.world.users.find(({ id }) => id === manager)?.username ?? "";
  const lists = ["access_tokens", "invitations", "billable_members", "members"];
  const statuses = async (as: string) => {
    const answers = lists.map((list) => gitlab.api("GET", `/groups/acme-support/${list}`, { token: as }));
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  expect(await statuses(token)).toEqual([200, 200, 200, 200]);
  expect(await statuses(tokenOf(username))).toEqual([401, 403, 400, 200]);
  expect(await statuses(tokenOf("stranger.example"))).toEqual([404, 404, 404, 404]);
  const subgroup = await gitlab.api("GET", "/groups/acme%2Fsupport/billable_members", { token });
  expect([subgroup.status, subgroup.json]).toEqual([400, { message: "400 Bad request" }]);
});

test("tokens come by state; bots take no seat", async () => {
  const { list } = await company();
  const count = async (query: string) => (await list(`/projects/601/access_tokens?per_page=100${query}`)).length;
  expect((await count("&state=active")) + (await count("&state=inactive"))).toBe(await count(""));
  expect(await count("&state=inactive")).toBe(2);
  const billable = await list("/groups/acme-support/billable_members?per_page=100&page=2");
  expect(billable.map(({ username }: Loose) => username)).not.toContain("release-train");
});

test.each(["POST", "PUT", "DELETE"])("a %s to a group is answered 500", async (method) => {
  const { gitlab } = await company();
  for (const path of ["/groups/81/members", "/groups/81/access_tokens", "/groups/81"])
    expect((await gitlab.api(method, path, { body: {} })).status).toBe(500);
});

test("invited groups are limited to 60 a minute", async () => {
  const { gitlab, list } = await company();
  gitlab.change({ do: "set-limit", name: "group_invited_groups_api", most: 1 });
  await list("/groups/81/invited_groups");
  const refused = await gitlab.api("GET", "/groups/81/invited_groups", { token });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, null]);
});
