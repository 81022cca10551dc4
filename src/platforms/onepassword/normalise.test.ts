import { expect, test } from "vitest";
import type { KeptRows, Row } from "../../model/source.ts";
import { normaliseOnepassword } from "./normalise.ts";

const group = { id: "group1", name: "Support", state: "ACTIVE" };

function member(more: object = {}): object {
  return { id: "U1", name: "Dana", email: "dana@acme.test", type: "MEMBER", state: "ACTIVE", role: "MEMBER", ...more };
}

function kept(rows: Record<string, object[]>): KeptRows {
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

function observed(rows: Record<string, object[]>, scim?: object) {
  return normaliseOnepassword(kept({ group: [group], ...rows }), { scim } as Parameters<typeof normaliseOnepassword>[1]);
}

function one(more: object = {}, rows: Record<string, object[]> = {}) {
  return observed({ "group-members": [member(more)], ...rows }).accounts[0];
}

test("a member is an account that holds the group and, through it, its vaults", () => {
  const times = { id: "U1", created_at: "2024-01-02T03:04:05Z", last_auth_at: "2026-11-01T08:00:03Z" };
  const account = one({}, { "sign-ins": [times], vaults: [{ id: "v1", name: "Shared" }] });
  expect(account).toEqual({
    id: "U1",
    name: "Dana",
    email: "dana@acme.test",
    username: null,
    url: null,
    kind: "person",
    class: "member",
    seated: true,
    admin: false,
    role: { id: null, name: "MEMBER", known: true },
    suspended: false,
    mfa: null,
    lastSignIn: "2026-11-01T08:00:03Z",
    createdAt: "2024-01-02T03:04:05Z",
    grants: [
      { entitlement: { kind: "group", id: "group1", name: "Support" }, direct: true, via: null },
      { entitlement: { kind: "vault", id: "v1", name: "Shared" }, direct: false, via: "Support" },
    ],
  });
  expect(observed({}).entitlements).toEqual([{ kind: "group", id: "group1", name: "Support", url: null, audited: false }]);
});

test.each([
  ["MEMBER", false, true],
  ["MANAGER", true, true],
  ["OBSERVER", null, false],
])("the role %s: admin %s, known %s", (role, admin, known) => {
  expect(one({ role })).toMatchObject({ admin, role: { name: role, known } });
});

test("a manager's grant says that it administers the group; no role is no signal", () => {
  expect(one({ role: "MANAGER" })?.grants[0]).toMatchObject({ admin: true });
  expect(one({ role: undefined })).toMatchObject({ admin: null, role: null });
});

test.each([
  ["MEMBER", "person", "member", true],
  ["GUEST", "person", "guest", true],
  ["SERVICE_ACCOUNT", "service", "service", false],
  ["UNKNOWN", "person", "unrecognised", true],
  [null, "person", "unrecognised", true],
])("a user of type %s is a %s of class %s, seated %s", (type, kind, counted, seated) => {
  expect(one({ type })).toMatchObject({ kind, class: counted, seated, role: { known: true } });
});

test("a type nobody knows is shown as a role nobody knows", () => {
  expect(one({ type: "ROBOT", role: "MANAGER" })).toMatchObject({ role: { name: "ROBOT", known: false }, admin: true });
});

test.each([
  ["ACTIVE", false],
  ["RECOVERY_STARTED", false],
  ["RECOVERY_ACCEPTED", false],
  ["TRANSFER_PENDING", false],
  ["TRANSFER_STARTED", false],
  ["TRANSFER_ACCEPTED", false],
  ["SUSPENDED", true],
  ["UNKNOWN", null],
  ["FROZEN", null],
  [null, null],
])("of a user in the state %s it is known that they are suspended: %s", (state, suspended) => {
  expect(one({ state })).toMatchObject({ suspended, seated: suspended !== true });
});

test.each(["PENDING", "INVITED", "EMAIL_VERIFIED_BUT_REGISTRATION_INCOMPLETE", "TEAM_REGISTRATION_INITIATED"])(
  "whoever is %s is an invitation as old as the user, and no account",
  (state) => {
    const rows = { "group-members": [member({ state })], "sign-ins": [{ id: "U1", created_at: "2026-10-01T00:00:00Z" }] };
    const { accounts, invitations } = observed(rows);
    expect(accounts).toEqual([]);
    expect(invitations).toEqual([{ id: "U1", email: "dana@acme.test", createdAt: "2026-10-01T00:00:00Z" }]);
  },
);

test("whoever is deleted is neither", () => {
  expect(observed({ "group-members": [member({ state: "DELETED" })] })).toMatchObject({ accounts: [], invitations: [] });
});

test.each([
  ["0001-01-01T00:00:00Z", "never"],
  ["2026-11-01T08:00:03Z", "2026-11-01T08:00:03Z"],
  [undefined, null],
  [null, null],
])("last_auth_at %s is %s", (last_auth_at, lastSignIn) => {
  expect(one({}, { "sign-ins": [{ id: "U1", last_auth_at }] })?.lastSignIn).toBe(lastSignIn);
});

test("whoever one of two lists calls suspended is", () => {
  const users = [{ id: "U1", state: "SUSPENDED", created_at: "2023-01-01T00:00:00Z" }];
  expect(one({}, { users })).toMatchObject({ suspended: true, createdAt: "2023-01-01T00:00:00Z" });
  expect(one({ state: "FROZEN" }, { users: [{ id: "U1", state: "ACTIVE" }] })?.suspended).toBe(false);
});

const bridge = { url: "https://bridge.test" };

test("a bridge's member has the name and e-mail of its user, and no role or sign-in", () => {
  const members = [{ id: "S1", display: "someone" }];
  const user = {
    id: "S1",
    userName: "dana@acme.test",
    displayName: "Dana",
    active: true,
    meta: { created: "2024-01-02T03:04:05Z" },
  };
  const [account] = observed({ "group-members": members, "provisioned-users": [user] }, bridge).accounts;
  expect(account).toMatchObject({ id: "S1", name: "Dana", email: "dana@acme.test", class: "member", suspended: false });
  expect(account).toMatchObject({ role: null, admin: null, lastSignIn: null, createdAt: "2024-01-02T03:04:05Z" });
});

test.each([
  [{ userName: "dana", emails: [{ value: "old@acme.test" }, { value: "dana@acme.test", primary: true }] }, "dana@acme.test"],
  [{ userName: "dana", emails: [{ value: "dana@acme.test" }] }, "dana@acme.test"],
  [{ userName: "dana", emails: [] }, null],
])("the e-mail of %j is %s", (user, email) => {
  const rows = { "group-members": [{ id: "S1" }], "provisioned-users": [{ id: "S1", ...user }] };
  expect(observed(rows, bridge).accounts[0]?.email).toBe(email);
});

test.each([
  [false, "ACTIVE", true],
  [true, "SUSPENDED", true],
  [null, "ACTIVE", false],
  [null, "STATE_UNSPECIFIED", null],
])(
  "active %s at the bridge and %s at the Users API: suspended %s, by e-mail where the ids differ",
  (active, state, suspended) => {
    const rows = {
      "group-members": [{ id: "S1" }],
      "provisioned-users": [{ id: "S1", userName: "Dana@acme.test", active }],
      users: [{ id: "U1", email: "dana@acme.test", state }],
    };
    expect(observed(rows, bridge).accounts[0]?.suspended).toBe(suspended);
  },
);
