import { expect, test } from "vitest";
import type { KeptRows, Row, Source } from "../../model/source.ts";
import { normaliseZendesk, settleZendesk } from "./normalise.ts";

const url = new URL("https://acme.zendesk.test");
const bare = { url, roles: {} };

function kept(rows: Record<string, object[]>): KeptRows {
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

function account(user: object, more: Record<string, object[]> = {}, roleIds: { light_agent?: string; admin?: string } = {}) {
  const row = { id: "1", name: "Dana", email: "dana@acme.test", role: "agent", role_type: 0, active: true, ...user };
  return normaliseZendesk(kept({ users: [row], ...more }), { url, roles: roleIds }).accounts[0];
}

test.each([
  [{ role_type: 0 }, "full", true],
  [{ role_type: null }, "full", true],
  [{ role_type: 1 }, "light", false],
  [{ role_type: 2 }, "contributor", false],
  [{ role_type: 3 }, "contributor", false],
  [{ role_type: null, chat_only: true }, "contributor", false],
  [{ role: "admin", role_type: null }, "admin", true],
  [{ role_type: 4 }, "admin", true],
  [{ role_type: 5 }, "admin", true],
  [{ role: "admin", role_type: 4, shared_agent: true }, "shared", false],
  [{ role_type: 9 }, "full", true],
])("%j is classed %s, seated %s", (user, kind, seated) => {
  expect(account(user)).toMatchObject({ class: kind, seated });
});

test("a role type no version knows is kept as unknown, not taken for a known one", () => {
  expect(account({ role_type: 9 })?.role).toEqual({ id: null, name: "role type 9", known: false });
  expect(account({ role_type: null })?.role).toMatchObject({ name: "Agent", known: true });
});

test("a custom role has its own name, and its role type decides where the user carries none", () => {
  const roles = { "custom-roles": [{ id: "900719925474099312", name: "Support Staff", role_type: 1 }] };
  expect(account({ custom_role_id: "900719925474099312", role_type: null }, roles)).toMatchObject({
    class: "light",
    role: { id: "900719925474099312", name: "Support Staff", known: true },
  });
});

test("without the list of custom roles the name of one is no signal", () => {
  expect(account({ custom_role_id: "7" })?.role).toEqual({ id: "7", name: null, known: true });
});

test("role ids of the configuration decide where role types do not", () => {
  expect(account({ role_type: null, custom_role_id: "7" }, {}, { light_agent: "7" })).toMatchObject({ class: "light" });
  expect(account({ role_type: null, custom_role_id: "8" }, {}, { admin: "8" })).toMatchObject({ class: "admin", admin: true });
});

test("never signed in and no signal are two things", () => {
  expect(account({ last_login_at: null })?.lastSignIn).toBe("never");
  expect(account({})?.lastSignIn).toBeNull();
  expect(account({ last_login_at: "2026/11/05 10:38:52 +0000" })?.lastSignIn).toBe("2026-11-05T10:38:52Z");
});

test("fields the platform left out are null, never false or empty", () => {
  const row = normaliseZendesk(kept({ users: [{ id: "1" }] }), bare).accounts[0];
  expect(row).toMatchObject({
    name: null,
    email: null,
    suspended: null,
    mfa: null,
    createdAt: null,
    lastSignIn: null,
  });
});

test("deleted users and customers are no accounts", () => {
  const rows = kept({
    users: [
      { id: "1", role: "agent", active: false },
      { id: "2", role: "end-user", name: "Dana" },
    ],
  });
  expect(normaliseZendesk(rows, bare).accounts).toEqual([]);
});

test("groups come from the bulk memberships; one that is in no list keeps its id", () => {
  const held = account(
    {},
    {
      groups: [{ id: "12", name: "Support AMER" }],
      "group-memberships": [
        { id: "1", user_id: "1", group_id: "12" },
        { id: "2", user_id: "1", group_id: "99" },
        { id: "3", user_id: "2", group_id: "12" },
      ],
    },
  );
  expect(held?.grants.map(({ entitlement }) => [entitlement.id, entitlement.name])).toEqual([
    ["12", "Support AMER"],
    ["99", null],
  ]);
});

test.each(["https://acme.zendesk.test/api/v2/users/1.json", "javascript:alert(1)", "https://elsewhere.test/x", null])(
  "the address is the one a person opens on the configured account, whatever the row says: %s",
  (said) => {
    expect(account({ url: said })?.url).toBe("https://acme.zendesk.test/agent/users/1");
  },
);

test("a row that says nothing of a role is no signal, not an ordinary agent", () => {
  expect(account({ role: null, role_type: null, custom_role_id: null })).toMatchObject({ admin: null, role: null });
});

test("an OAuth token has its client's name; one of our own client is covered by it, a third party's is not", () => {
  const { credentials } = normaliseZendesk(
    kept({
      "oauth-clients": [{ id: "41", name: "Dana - export", user_id: "1", global: false }],
      "global-oauth-clients": [{ id: "55", name: "Zapier" }],
      "oauth-tokens": [
        { id: "1", client_id: "41", user_id: "1", expires_at: null, used_at: null },
        { id: "2", client_id: "55", user_id: "1", expires_at: "2027-01-01T00:00:00Z", used_at: "2026-11-01T00:00:00Z" },
        { id: "3", client_id: "66", user_id: "1" },
      ],
    }),
    bare,
  );
  expect(credentials.map(({ id, name, coveredByClient }) => [id, name, coveredByClient])).toEqual([
    ["oauth-client:41", "Dana - export", false],
    ["oauth-token:1", "Dana - export", true],
    ["oauth-token:2", "Zapier", false],
    ["oauth-token:3", null, false],
  ]);
  expect(credentials[1]).toMatchObject({ expiresAt: "never", lastUsedAt: "never" });
  expect(credentials[2]).toMatchObject({ expiresAt: "2027-01-01T00:00:00Z", lastUsedAt: "2026-11-01T00:00:00Z" });
  expect(credentials[3]).toMatchObject({ expiresAt: null, lastUsedAt: null });
});

test.each([
  [{ last_used: null }, "never"],
  [{ last_used: "2026-01-02T00:00:00Z" }, "2026-01-02T00:00:00Z"],
  [{ last_used_at: "2026-01-02T00:00:00Z" }, "2026-01-02T00:00:00Z"],
  [{}, null],
])("an API token with %j was last used %s", (token, lastUsedAt) => {
  const { credentials } = normaliseZendesk(kept({ "api-tokens": [{ id: "201", user_id: "1", ...token }] }), bare);
  expect(credentials[0]).toMatchObject({ id: "api-token:201", lastUsedAt, creatorId: "1", userId: null, expiresAt: null });
});

function source(name: string, status: Source["status"], notFound = false): Source {
  return {
    name,
    status,
    rows: 0,
    expected: null,
    requests: 1,
    sha256: null,
    reason: "403",
    query: "",
    startedAt: "",
    finishedAt: "",
    notFound,
    refused: true,
  };
}

test.each([
  ["refused while no account has a custom role", "unavailable", false, null, "absent"],
  ["not found while no account has a custom role", "failed", true, null, "absent"],
  ["refused while an account has one", "unavailable", false, "7", "unavailable"],
  ["broken while no account has a custom role", "failed", false, null, "failed"],
] as const)("custom roles %s", (_when, status, notFound, role, settled) => {
  const rows = kept({ users: [{ id: "1", custom_role_id: role }] });
  const roles = settleZendesk([source("users", "complete"), source("custom-roles", status, notFound)], rows)[1];
  expect(roles?.status).toBe(settled);
});

test("custom roles stay refused where the users were not read: nobody can say that none has one", () => {
  expect(settleZendesk([source("users", "failed"), source("custom-roles", "unavailable")], kept({}))[1]?.status).toBe(
    "unavailable",
  );
});
