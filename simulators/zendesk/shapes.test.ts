import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { expect, test } from "vitest";
import { useAccount } from "./testing/account.ts";

const start = useAccount();

const ajv = new Ajv({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);

interface Schema {
  $comment: string;
  properties: Record<string, unknown>;
}

function schema(name: string): Schema {
  return JSON.parse(readFileSync(join(import.meta.dirname, `spec/${name}.json`), "utf8")) as Schema;
}

/** In the specification for writing, or given only where it was asked for. */
const leftOut = new Set(["remote_photo_url", "user_name", "user_email"]);

function problems(row: unknown, name: string): unknown[] {
  const { properties, ...rest } = schema(name);
  const valid = ajv.compile({ ...rest, properties, additionalProperties: false });
  valid(row);
  const missing = Object.keys(properties).filter((key) => !leftOut.has(key) && !(key in (row as object)));
  return [...(valid.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params })), ...missing];
}

const listings = [
  ["/api/v2/users?page[size]=100&role[]=agent&role[]=admin", "users", "user"],
  ["/api/v2/users?page=1", "users", "user"],
  ["/api/v2/deleted_users?page[size]=100", "deleted_users", "deleted-user"],
  ["/api/v2/custom_roles", "custom_roles", "custom-role"],
  ["/api/v2/groups?page[size]=100", "groups", "group"],
  ["/api/v2/group_memberships?page[size]=100", "group_memberships", "group-membership"],
  ["/api/v2/api_tokens", "api_tokens", "api-token"],
  ["/api/v2/oauth/tokens?all=true&page[size]=100", "tokens", "oauth-token"],
  ["/api/v2/oauth/clients?page[size]=100", "clients", "oauth-client"],
  ["/api/v2/oauth/global_clients?page[size]=100", "global_clients", "global-client"],
] as const;

test.each(listings)("%s answers rows with every field of the official shape and none besides", async (path, envelope, name) => {
  const { body } = await (await start()).get(path);
  const rows = body[envelope] as unknown[];
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.flatMap((row) => problems(row, name))).toEqual([]);
});

test("one user, one group and their like have the same shapes", async () => {
  const account = await start();
  const [user] = account.data.users;
  const [group] = account.data.groups;
  const deleted = account.data.users.find(({ active }) => !active);
  const one = async (path: string) => (await account.get(`/api/v2/${path}`)).body;
  expect(problems((await one(`users/${user?.id}`)).user, "user")).toEqual([]);
  expect(problems((await one(`groups/${group?.id}`)).group, "group")).toEqual([]);
  expect(problems((await one(`deleted_users/${deleted?.id}`)).deleted_user, "deleted-user")).toEqual([]);
  expect(problems((await one("oauth/tokens/current")).token, "oauth-token")).toEqual([]);
  const { authenticity_token, ...me } = (await one("users/me")).user as Record<string, unknown>;
  expect([typeof authenticity_token, problems(me, "user")]).toEqual(["string", []]);
  const { identities } = await one(`users/${user?.id}/identities`);
  expect((identities as object[]).flatMap((row) => problems(row, "user-identity"))).toEqual([]);
  expect(identities).toMatchObject([{ value: user?.email, primary: true }]);
});

test.each(["users", "groups", "deleted_users"])("%s/count is a number and the time it was made", async (path) => {
  const { body } = await (await start()).get(`/api/v2/${path}/count`);
  expect(problems(body, "count")).toEqual([]);
  expect(body.count).toEqual({ value: expect.any(Number), refreshed_at: expect.any(String) });
});

test("every extract says which document it is from, and of when", () => {
  for (const name of ["user", "deleted-user", "group", "count", "oauth-token", "oauth-client", "custom-role", "global-client"])
    expect(schema(name).$comment).toMatch(/^\w+ of the Zendesk Support API OpenAPI 2\.0\.0 \(.*as of 2025-06\)/);
  expect(schema("api-token").$comment).toMatch(/^Not in the 2025-06 specification/);
});
