import { expect, test } from "vitest";
import type { KeptRows, Row, Source } from "../../model/source.ts";
import { normaliseScim } from "./normalise.ts";
import { settleScim } from "./settle.ts";
import type { UserRow } from "./shapes.ts";
import { settings } from "./testing/service.ts";

function kept(users: object[], groups: object[] = []): KeptRows {
  const rows: Record<string, object[]> = { users, groups };
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

function accountOf(user: Partial<UserRow>, more: Record<string, unknown> = {}, groups: object[] = []) {
  return normaliseScim(kept([{ id: "U1", ...user }], groups), settings(more)).accounts[0];
}

test("a user is an account, with no signal where SCIM has no word", () => {
  const user = {
    userName: "dwhitfield",
    displayName: "Dana Whitfield",
    active: true,
    emails: [{ value: "dana@acme.test", primary: true }],
    meta: { created: "2026-01-02T03:04:05Z" },
  };
  expect(accountOf(user)).toEqual({
    id: "U1",
    name: "Dana Whitfield",
    email: "dana@acme.test",
    username: "dwhitfield",
    url: null,
    kind: "person",
    class: "member",
    seated: true,
    admin: null,
    role: null,
    suspended: false,
    mfa: null,
    lastSignIn: null,
    createdAt: "2026-01-02T03:04:05Z",
    grants: [],
  });
});

test.each([
  [true, false, true],
  [false, true, false],
  ["False", true, false],
  ["true", false, true],
  [null, null, true],
  [undefined, null, true],
] as const)("active %s: suspended %s, seated %s", (active, suspended, seated) => {
  expect(accountOf({ active } as Partial<UserRow>)).toMatchObject({ suspended, seated });
});

test.each([
  [{ displayName: "D W", name: { formatted: "Dana W" } }, "D W"],
  [{ displayName: " ", name: { formatted: "Dana W", givenName: "x" } }, "Dana W"],
  [{ name: { givenName: "Dana", familyName: "Whitfield" } }, "Dana Whitfield"],
  [{ name: { familyName: "Whitfield" } }, "Whitfield"],
  [{ name: null, userName: "dana" }, null],
])("the name of %j is %s", (user, name) => {
  expect(accountOf(user)?.name).toBe(name);
});

test.each([
  [{ emails: [{ value: "a@acme.test" }, { value: "b@acme.test", primary: true }] }, "b@acme.test"],
  [{ emails: [{ value: "a@acme.test" }, { value: "b@acme.test", primary: "true" }] }, "b@acme.test"],
  [{ emails: [{ value: "a@acme.test" }, { value: "b@acme.test" }], userName: "c@acme.test" }, "a@acme.test"],
  [{ emails: [{ value: null, primary: true }, { value: "b@acme.test" }] }, "b@acme.test"],
  [{ emails: [], userName: "c@acme.test" }, "c@acme.test"],
  [{ userName: "c@acme" }, null],
  [{ userName: "Dana @ home" }, null],
  [{}, null],
])("the address of %j is %s", (user, email) => {
  expect(accountOf(user as Partial<UserRow>)?.email).toBe(email);
});

test.each([
  ["roles", { roles: [{ value: "r1", display: "Reader" }] }, { id: "r1", name: "Reader", known: true }],
  ["roles", { roles: [{ value: "a" }, { value: "b", primary: true }] }, { id: "b", name: "b", known: true }],
  ["roles", { roles: [{ value: "b" }, { value: "a", display: "A" }] }, { id: "A, b", name: "A, b", known: true }],
  ["roles", { roles: [] }, null],
  ["roles", { roles: [{ value: " " }] }, null],
  ["entitlements", { entitlements: [{ value: "PLIC" }], roles: [{ value: "x" }] }, { id: "PLIC", name: "PLIC", known: true }],
  ["userType", { userType: "Employee" }, { id: "Employee", name: "Employee", known: true }],
  [undefined, { roles: [{ value: "x" }] }, null],
])("the role by %s of %j is %j", (role, user, expected) => {
  expect(accountOf(user, role ? { role } : {})?.role).toEqual(expected);
});

const groups = [
  { id: "A", displayName: "Support", members: [{ value: "U1" }] },
  { id: "B", displayName: "Admins", members: [{ value: "C", type: "Group" }] },
  { id: "C", displayName: "Nights", members: [{ value: "U1" }] },
];

test("without a choice every group is compared, else those that are named; administrators are those of admin_groups", () => {
  const names = (more: Record<string, unknown>) =>
    accountOf({}, more, groups)?.grants.map(({ entitlement, via }) => [entitlement.name, via]);
  expect(names({})).toEqual([
    ["Support", null],
    ["Admins", "Nights"],
    ["Nights", null],
  ]);
  expect(names({ groups: ["C"] })).toEqual([["Nights", null]]);
  expect(names({ groups: false })).toEqual([]);
  expect(accountOf({}, { admin_groups: ["Admins"] }, groups)).toMatchObject({ admin: true, class: "admin" });
  expect(accountOf({ id: "U2" }, { admin_groups: ["Admins"] }, groups)).toMatchObject({ admin: false, class: "member" });
});

test("where groups were not read nobody is said to be no administrator", () => {
  expect(accountOf({}, { admin_groups: ["Admins"] })?.admin).toBeNull();
});

test("where members are audited, others are no accounts of this audit", () => {
  const { accounts } = normaliseScim(
    kept([{ id: "U1" }, { id: "U2" }], groups),
    settings({ groups: ["Support"], accounts: "members" }),
  );
  expect(accounts.map(({ id }) => id)).toEqual(["U1"]);
});

function settled(users: object[], more: Record<string, unknown> = {}, status = "complete") {
  const sources = ["users", "groups"].map((name) => ({
    name,
    status: name === "groups" ? status : "complete",
    rows: 3,
    sha256: "x",
  }));
  return settleScim(sources as Source[], kept(users, groups), settings(more));
}

test("groups are unread where a user says to be in one whose members do not hold them", () => {
  const [users, read] = settled([{ id: "U1" }, { id: "U9", userName: "kim", groups: [{ value: "A" }] }]);
  expect(users?.status).toBe("complete");
  expect(read).toMatchObject({ status: "failed", rows: 0, sha256: null });
  expect(read?.reason).toContain('user "kim" is in group "Support", and its list of 1 members does not hold them');
});

test.each([
  ["who is in it through another", [{ id: "U1", groups: [{ value: "B" }] }], {}, "complete"],
  ["a group that is not compared", [{ id: "U9", groups: [{ value: "A" }] }], { groups: ["Nights"] }, "complete"],
  ["a group nobody read", [{ id: "U9", groups: [{ value: "Z" }, {}] }], {}, "complete"],
  ["groups that were not read anyhow", [{ id: "U9", groups: [{ value: "A" }] }], {}, "unavailable"],
])("%s gives nothing away", (_, users, more, status) => {
  expect(settled(users, more, status).map((one) => one.status)).toEqual(["complete", status]);
});
