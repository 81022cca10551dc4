import { expect, test } from "vitest";
import type { KeptRows, Row } from "../../model/source.ts";
import { normaliseGitlab } from "./normalise.ts";

function kept(rows: Record<string, object[]>): KeptRows {
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

const group = (id: string, full_path: string, more: object = {}) => ({
  id,
  full_path,
  web_url: `https://gitlab.test/${full_path}`,
  ...more,
});

function member(user: string, access_level: number, more: Record<string, unknown> = {}): object {
  return {
    id: `${more.group ?? "81"}/${user}/${access_level}`,
    group: "81",
    user,
    username: `u${user}`,
    name: `Name ${user}`,
    state: "active",
    public_email: "",
    web_url: `https://gitlab.test/u${user}`,
    access_level,
    created_at: "2025-03-04T05:06:07.890Z",
    expires_at: null,
    membership_state: "active",
    ...more,
  };
}

const groups = [group("81", "acme/support")];

function one(row: object, more: Record<string, object[]> = {}) {
  const { accounts } = normaliseGitlab(kept({ groups, members: [row], ...more }));
  return accounts[0];
}

test("a member is an account: seated, its level the role and a grant, no signal where GitLab gives none", () => {
  expect(one(member("42", 30), { "direct-members": [member("42", 30)] })).toEqual({
    id: "42",
    name: "Name 42",
    email: null,
    username: "u42",
    url: "https://gitlab.test/u42",
    kind: "person",
    class: "developer",
    seated: true,
    admin: false,
    role: { id: null, name: "Developer", known: true },
    suspended: false,
    mfa: null,
    lastSignIn: null,
    createdAt: "2025-03-04T05:06:07.890Z",
    grants: [
      {
        entitlement: { kind: "group", id: "81", name: "acme/support" },
        direct: true,
        via: null,
        level: { value: 30, name: "Developer" },
        expiresAt: null,
      },
    ],
  });
});

test.each([
  ["blocked", true, false],
  ["banned", true, false],
  ["blocked_pending_approval", true, false],
  ["active", false, true],
  ["hibernating", null, true],
  [null, null, true],
])("the state %s is suspended %s", (state, suspended, seated) => {
  expect(one(member("42", 30, { state }))).toMatchObject({ suspended, seated });
});

test.each([
  [5, "Minimal access", "minimal access", true],
  [25, "Security manager", "security manager", true],
  [35, "Level 35", "unrecognised", false],
  [50, "Owner", "owner", true],
])("the level %i is %s", (value, name, counted, known) => {
  const account = one(member("42", value));
  expect(account).toMatchObject({ class: counted, role: { name, known }, admin: value === 50 });
  expect(account?.grants[0]).toMatchObject({ level: { value, name }, ...(value === 50 ? { admin: true } : {}) });
});

test("a custom role is shown beside the level it stands on", () => {
  const account = one(member("42", 30, { member_role: { id: "12", name: "Reviewer | @all", base_access_level: 30 } }));
  expect(account).toMatchObject({ class: "developer", role: { id: "12", name: "Developer (custom role Reviewer | @all)" } });
});

test("at two levels in one group the higher one counts, and says where it is from", () => {
  const rows = [member("42", 20), member("42", 40)];
  const { accounts } = normaliseGitlab(
    kept({
      groups: [
        group("81", "acme/support", {
          shared_with_groups: [{ group_id: "85", group_access_level: 40, expires_at: "2027-01-31" }],
        }),
      ],
      members: rows,
      "direct-members": [member("42", 20)],
      "invited-groups": [{ id: "81/85", group: "81", invited: "85", full_path: "acme-vendors" }],
      "via-members": [{ ...member("42", 50), group: "85", list: "members/all", path: "acme-vendors" }],
    }),
  );
  expect(accounts).toHaveLength(1);
  expect(accounts[0]?.grants).toEqual([
    {
      entitlement: { kind: "group", id: "81", name: "acme/support" },
      direct: false,
      via: "acme-vendors",
      level: { value: 40, name: "Maintainer" },
      expiresAt: "2027-01-31",
    },
  ]);
});

test("what is inherited comes through the nearest group above that gives it", () => {
  const above = (path: string, level: number) => ({ ...member("42", level), group: path, path, list: "members" });
  const { accounts } = normaliseGitlab(
    kept({
      groups: [group("81", "Acme/ops/support")],
      members: [member("42", 30)],
      "via-members": [above("Acme", 30), above("Acme/ops", 30)],
    }),
  );
  expect(accounts[0]?.grants[0]).toMatchObject({ direct: false, via: "Acme/ops" });
});

test("of two ways to one level the one that lasts longer keeps it; without any it is not said", () => {
  const rows = { members: [member("42", 30)], "direct-members": [member("42", 30, { expires_at: "2026-12-01" })] };
  const above = [{ ...member("42", 30), group: "acme", path: "acme", list: "members" }];
  const both = normaliseGitlab(kept({ groups, ...rows, "via-members": above })).accounts[0];
  expect(both?.grants[0]).toMatchObject({ direct: false, via: "acme", expiresAt: null });
  const own = normaliseGitlab(kept({ groups, ...rows })).accounts[0];
  expect(own?.grants[0]).toMatchObject({ direct: true, via: null, expiresAt: "2026-12-01" });
  expect(one(member("42", 30, { expires_at: "2026-12-24" }))?.grants[0]).toMatchObject({
    direct: false,
    via: null,
    expiresAt: "2026-12-24",
  });
});

test.each([
  ["group_71_bot_0e1f2a3b4c5d6e7f", "bot"],
  ["project_5_bot", "bot"],
  ["service_account_group_71_9f8e7d6c5b4a", "service"],
  ["service_account_9f8e7d6c5b4a3f2e", "service"],
  ["project_manager_bot", "person"],
  ["group_71_botanist", "person"],
])("the name %s is that of a %s", (username, kind) => {
  expect(one(member("42", 30, { username }))).toMatchObject({
    kind,
    seated: kind === "person",
    class: kind === "person" ? "developer" : kind,
  });
});

test("the user of an access token is a bot, whatever its name; who made it a member made the token", () => {
  const token = {
    id: "7",
    name: "ci",
    user_id: "42",
    expires_at: null,
    last_used_at: null,
    created_at: null,
    of: "acme/support",
  };
  const rows = { "group-tokens": [token], "direct-members": [member("42", 30, { created_by: { id: "4200" } })] };
  const { accounts, credentials } = normaliseGitlab(kept({ groups, members: [member("42", 30)], ...rows }));
  expect(accounts[0]?.kind).toBe("bot");
  expect(credentials[0]).toMatchObject({
    id: "access-token:7",
    userId: "42",
    creatorId: "4200",
    of: "acme/support",
    expiresAt: "never",
    lastUsedAt: "never",
    createdAt: null,
    active: null,
    source: "group-tokens",
  });
});

test("a token that is said nothing of has no signal, and a revoked one is not active", () => {
  const token = { id: "7", name: null, revoked: true, active: true, of: "acme/x" };
  const [credential] = normaliseGitlab(kept({ "project-tokens": [token] })).credentials;
  expect(credential).toMatchObject({ name: null, userId: null, expiresAt: null, lastUsedAt: null, scopes: null, active: false });
});

test("last activity is the later of the two GitLab tells, and nothing where it tells neither", () => {
  const seen = (more: object) =>
    one(member("42", 30), { "billable-members": [{ id: "83/42", group: "83", user: "42", ...more }] })?.lastSignIn;
  expect(seen({ last_login_at: "2026-01-02T03:04:05.000Z", last_activity_on: "2026-03-04" })).toBe("2026-03-04T00:00:00Z");
  expect(seen({ last_login_at: "2026-05-02T03:04:05.000Z", last_activity_on: "2026-03-04" })).toBe("2026-05-02T03:04:05Z");
  expect(seen({ last_login_at: null, last_activity_on: null })).toBeNull();
});

test("the e-mail of an enterprise's own user goes before the one they show the world", () => {
  const shown = { public_email: "shown@acme.test" };
  expect(one(member("42", 30, shown))?.email).toBe("shown@acme.test");
  expect(one(member("42", 30, { ...shown, email: "own@acme.test" }))?.email).toBe("own@acme.test");
});

test("who awaits approval is invited and holds nothing; addresses are invited once, into all of their groups", () => {
  const invite = (of: string, more: object) => ({
    id: `${of}/x`,
    group: of,
    invite_email: "A.B@acme.test",
    access_level: 30,
    ...more,
  });
  const { accounts, invitations } = normaliseGitlab(
    kept({
      groups: [...groups, group("83", "acme-support")],
      members: [member("42", 30, { membership_state: "awaiting" }), member("43", 30)],
      invitations: [
        invite("83", { created_at: "2026-11-01T00:00:00Z", expires_at: "2026-12-01" }),
        invite("81", { invite_email: "a.b@ACME.test", created_at: "2026-10-01T00:00:00Z", expires_at: null }),
        { id: "81/none", group: "81", invite_email: null, access_level: 10, created_at: null },
      ],
    }),
  );
  expect(accounts.map(({ id }) => id)).toEqual(["43"]);
  expect(invitations).toEqual([
    { id: "42", email: null, username: "u42", createdAt: "2025-03-04T05:06:07.890Z", expiresAt: null, to: ["acme/support"] },
    {
      id: "a.b@acme.test",
      email: "A.B@acme.test",
      createdAt: "2026-10-01T00:00:00Z",
      expiresAt: null,
      to: ["acme-support", "acme/support"],
    },
    { id: "81/none", email: null, createdAt: null, expiresAt: null, to: ["acme/support"] },
  ]);
});

test("a group without a member was not read, and is nothing anybody could hold", () => {
  const { entitlements } = normaliseGitlab(
    kept({ groups: [...groups, group("83", "acme-support")], members: [member("42", 30)] }),
  );
  expect(entitlements).toEqual([
    { kind: "group", id: "81", name: "acme/support", url: "https://gitlab.test/acme/support", audited: true },
  ]);
});
