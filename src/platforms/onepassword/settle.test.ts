import { expect, test } from "vitest";
import { source } from "../../core/testing/scene.ts";
import type { KeptRows, Row, SourceStatus } from "../../model/source.ts";
import { settleOnepassword } from "./settle.ts";

type Rows = Record<string, object[]>;

/** What the sources named became; each is complete before unless it is said. */
function settled(rows: Rows, ended: Record<string, SourceStatus> = {}): string[] {
  const sources = Object.keys(rows).map((name) => source(name, ended[name]));
  const kept: KeptRows = { of: (name) => (rows[name] ?? []) as Row[] };
  return settleOnepassword(sources, kept).flatMap(({ name, status, reason }) =>
    status === "failed" ? [`${name}: ${reason}`] : [],
  );
}

const member = { id: "U1", type: "MEMBER", state: "ACTIVE" };

test("a member who is not among the users makes that list a cut one", () => {
  expect(settled({ "group-members": [member], users: [{ id: "U1" }] })).toEqual([]);
  const [wrong] = settled({ "group-members": [member, { id: "U2" }], users: [{ id: "U1" }] });
  expect(wrong).toContain("users: 1 members of the group are not among them");
});

test.each([
  ["a service account", { id: "U9", type: "SERVICE_ACCOUNT" }],
  ["a guest, whom the Users API does not show", { id: "U9", type: "GUEST" }],
  ["somebody who is only invited", { id: "U9", state: "PENDING" }],
  ["somebody deleted", { id: "U9", state: "DELETED" }],
])("%s need not be among them", (_, other) => {
  expect(settled({ "group-members": [member, other], users: [{ id: "U1" }] })).toEqual([]);
});

test("what was not read is held against nothing", () => {
  const rows = { "group-members": [member], users: [] };
  expect(settled(rows, { users: "unavailable" })).toEqual([]);
  expect(settled(rows, { "group-members": "unavailable" })).toEqual([]);
});

test("a bridge's members and users are held against each other, both ways, and against no ids of the Users API", () => {
  const group = [{ id: "G1" }];
  const users = [{ id: "S1", groups: [{ value: "G1" }] }, { id: "S2", groups: [{ value: "G2" }] }, { id: "S3" }];
  const whole = { group, "group-members": [{ id: "S1" }], "provisioned-users": users, users: [{ id: "U1" }] };
  expect(settled(whole)).toEqual([]);
  expect(settled({ ...whole, "group-members": [] })[0]).toContain("group-members: 1 users say that they are in the group");
  expect(settled({ ...whole, "group-members": [{ id: "S1" }, { id: "S7" }] })[0]).toContain("provisioned-users: 1 members");
});
