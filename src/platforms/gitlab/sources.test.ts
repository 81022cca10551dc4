import { expect, test } from "vitest";
import { type Handler, json, listen } from "../../http/testing/loopback.ts";
import type { SystemConfig } from "../../model/config.ts";
import { Secret } from "../../model/secret.ts";
import type { Row } from "../../model/source.ts";
import { gitlab } from "./index.ts";

/** Answers each path below /api/v4 by its list, a hundred rows a page, with GitLab's headers; or by a handler of its own. */
function lists(answers: Record<string, object | object[] | Handler>, counted = true): Handler {
  return (response, request, n) => {
    const address = new URL(request.path, "http://127.0.0.1");
    const path = decodeURIComponent(address.pathname.replace("/api/v4/", ""));
    const given = answers[path];
    if (typeof given === "function") return given(response, request, n);
    if (given === undefined) return json(response, { message: "404 Group Not Found" }, { status: 404 });
    if (!Array.isArray(given)) return json(response, given);
    const page = Number(address.searchParams.get("page") ?? 1);
    const next = given.length > page * 100 ? String(page + 1) : "";
    const total: Record<string, string> = counted ? { "X-Total": String(given.length) } : {};
    json(response, given.slice((page - 1) * 100, page * 100), { headers: { "X-Next-Page": next, ...total } });
  };
}

const made = "2025-03-04T05:06:07.890Z";

function members(count: number, first = 1): object[] {
  return Array.from({ length: count }, (_, index) => ({
    id: first + index,
    username: `u${first + index}`,
    name: "N",
    state: "active",
    access_level: 30,
    created_at: made,
    expires_at: null,
    membership_state: "active",
    group_saml_identity: { extern_uid: "secret" },
  }));
}

/** A top-level group and everything that is asked of it. */
function group(id: number, path: string, more: Record<string, object[]> = {}): Record<string, object | object[]> {
  const of = (list: string) => more[list] ?? [];
  return {
    [`groups/${path}`]: { id, full_path: path, name: path, parent_id: null, shared_with_groups: [] },
    [`groups/${id}/members/all`]: more["members/all"] ?? members(60),
    [`groups/${id}/members`]: more.members ?? members(60),
    ...Object.fromEntries(
      ["invitations", "billable_members", "access_tokens", "invited_groups", "projects"].map((list) => [
        `groups/${id}/${list}`,
        of(list),
      ]),
    ),
  };
}

async function connected(handler: Handler, groups: string[]) {
  const server = await listen(handler);
  const clock = { now: () => Date.parse("2026-11-22T12:00:00Z"), sleep: async () => {} };
  const settings = { url: server.base, auth: { token: new Secret("glpat-example-1234") }, groups };
  const connection = gitlab.connect({ id: "gitlab-com", settings } as unknown as SystemConfig, { rate: 1, clock });
  return { ...server, connection };
}

type Connected = Awaited<ReturnType<typeof connected>>;

async function read({ connection }: Connected, name: string): Promise<{ rows: Row[]; requests: number }> {
  const meter = { requests: 0 };
  const rows: Row[] = [];
  const listing = connection.listings.find((one) => one.name === name);
  for await (const some of listing?.pages({ meter, signal: new AbortController().signal }) ?? []) rows.push(...some);
  return { rows, requests: meter.requests };
}

test("five groups of 60 members and 20 projects take 60 requests: 8 a group, and one a project", async () => {
  const all: Record<string, object | object[]> = {};
  const names = Array.from({ length: 5 }, (_, index) => `team-${index}`);
  for (const [index, name] of names.entries()) {
    const projects = Array.from({ length: 4 }, (_, number) => ({
      id: index * 10 + number,
      path_with_namespace: `${name}/p${number}`,
    }));
    Object.assign(all, group(100 + index, name, { projects }));
    for (const { id } of projects) all[`projects/${id}/access_tokens`] = [];
  }
  const of = await connected(lists(all), names);
  const counts = await Promise.all(of.connection.listings.map(async ({ name }) => (await read(of, name)).requests));
  expect(of.heard).toHaveLength(60);
  expect(counts.reduce((sum, some) => sum + some, 0)).toBe(60);
  expect(new Set(of.heard.map(({ path }) => path)).size).toBe(60);
});

test("pages are followed by x-next-page, whether or not GitLab counts", async () => {
  for (const counted of [true, false]) {
    const of = await connected(lists(group(81, "acme", { "members/all": members(250) }), counted), ["acme"]);
    expect((await read(of, "members")).rows).toHaveLength(250);
  }
});

test("a list that lacks a row of those GitLab counts is read again, and then it is whole", async () => {
  let short = true;
  const answer: Handler = (response) => {
    json(response, members(short ? 2 : 3), { headers: { "X-Total": "3", "X-Next-Page": "" } });
    short = false;
  };
  const of = await connected(lists({ ...group(81, "acme"), "groups/81/members": answer }), ["acme"]);
  expect(await read(of, "direct-members")).toMatchObject({ requests: 2, rows: [{ user: "1" }, { user: "2" }, { user: "3" }] });
});

test("ids differ where somebody stands twice at two levels, and fields nobody needs are not kept", async () => {
  const [row] = members(1);
  const of = await connected(lists(group(81, "acme", { "members/all": [{ ...row }, { ...row, access_level: "40" }] })), ["acme"]);
  const { rows } = await read(of, "members");
  expect(rows.map(({ id, access_level }) => [id, access_level])).toEqual([
    [`81/1/30/${made}`, 30],
    [`81/1/40/${made}`, 40],
  ]);
  expect(rows[0]).not.toHaveProperty("group_saml_identity");
});

test("neither an invitation's token nor the addresses a token was used from are kept", async () => {
  const invitations = [
    {
      invite_email: "a@b.test",
      invite_token: "secret",
      access_level: 30,
      created_at: made,
      expires_at: `2026-12-01T00:00:00.000Z`,
    },
  ];
  const access_tokens = [
    { id: 7, name: "ci", user_id: 9, scopes: ["api"], last_used_ips: ["192.0.2.7"], expires_at: "2026-12-01" },
  ];
  const of = await connected(lists(group(81, "acme", { invitations, access_tokens })), ["acme"]);
  expect((await read(of, "invitations")).rows[0]).toEqual({
    id: `81/a@b.test/${made}`,
    group: "81",
    invite_email: "a@b.test",
    access_level: 30,
    created_at: made,
    expires_at: "2026-12-01",
  });
  expect((await read(of, "group-tokens")).rows[0]).not.toHaveProperty("last_used_ips");
});

test("groups above and invited groups are asked once each, a configured one not again", async () => {
  const invited = (id: number, full_path: string) => ({ id, full_path, name: full_path });
  const of = await connected(
    lists({
      ...group(71, "acme", { invited_groups: [invited(85, "vendors"), invited(81, "acme/a")] }),
      ...group(81, "acme/a", { invited_groups: [invited(85, "vendors")] }),
      ...group(82, "other/b"),
      "groups/other/members": members(1),
      "groups/85/members/all": members(2),
    }),
    ["Acme", "acme/a", "other/b"].map((name) => name.toLowerCase()),
  );
  const { rows } = await read(of, "via-members");
  expect(rows.map(({ group: of_, list, user }) => `${of_} ${list} ${user}`).sort()).toEqual([
    "85 members/all 1",
    "85 members/all 2",
    "other members 1",
  ]);
});

test("a project is asked for once, however many groups list it, and not where it is marked for deletion", async () => {
  const project = { id: 1, path_with_namespace: "acme/a/x" };
  const gone = { id: 2, path_with_namespace: "acme/a/gone", marked_for_deletion_on: "2026-12-01" };
  const of = await connected(
    lists({
      ...group(71, "acme", { projects: [project, gone] }),
      ...group(81, "acme/a", { projects: [project] }),
      "projects/1/access_tokens": [{ id: 7, name: null, expires_at: null }],
    }),
    ["acme", "acme/a"],
  );
  expect(await read(of, "project-tokens")).toMatchObject({ requests: 1, rows: [{ id: "7", of: "acme/a/x", name: null }] });
});

test.each([
  ["an access level that is none", { access_level: "developer" }, "access_level"],
  ["a day that is none", { expires_at: "2026-02-31" }, "expires_at"],
  ["no id", { id: undefined }, "id"],
])("a member with %s fails the group, and nothing of it is used", async (_, wrong, field) => {
  const rows = [...members(2), { ...members(1, 9)[0], ...wrong }];
  const of = await connected(lists(group(81, "acme", { "members/all": rows })), ["acme"]);
  await expect(read(of, "members")).rejects.toMatchObject({
    actor: "platform",
    message: expect.stringContaining(`: ${field}: `),
  });
});

test("fields that are null, and members whose maker is gone, are kept as they are", async () => {
  const empty = {
    id: 9,
    username: null,
    name: null,
    state: null,
    access_level: 10,
    created_at: null,
    created_by: null,
    member_role: null,
  };
  const of = await connected(lists(group(81, "acme", { members: [empty] })), ["acme"]);
  expect((await read(of, "direct-members")).rows[0]).toMatchObject({ user: "9", name: null, created_by: null });
});

test("a list of members that is empty is not the whole", async () => {
  const of = await connected(lists(group(81, "acme", { "members/all": [] })), ["acme"]);
  await expect(read(of, "members")).rejects.toMatchObject({ message: expect.stringContaining("no member at all") });
});

test("a name that is no group anywhere makes every listing say so, and nothing more is asked", async () => {
  const of = await connected(lists({}), ["acme/nowhere"]);
  for (const { name } of of.connection.listings)
    await expect(read(of, name)).rejects.toMatchObject({
      actor: "configuration",
      message: expect.stringMatching(/^group acme\/nowhere: there is no group acme\/nowhere on 127\.0\.0\.1/),
    });
  expect(of.heard).toHaveLength(1);
});

test("a path of the address is kept, and the group's path is one part of it", async () => {
  const of = await connected(lists({}), ["acme/a b"]);
  await expect(read(of, "groups")).rejects.toThrow();
  expect(of.heard[0]?.path).toBe("/api/v4/groups/acme%2Fa%20b?with_projects=false");
});
