import { expect, test } from "vitest";
import type { KeptRows, Row, Source } from "../../model/source.ts";
import { normaliseCalendly, settleCalendly } from "./normalise.ts";

const api = "https://api.calendly.com";

function kept(rows: Record<string, object[]>): KeptRows {
  return { of: (source) => (rows[source] ?? []) as Row[] };
}

function member(more: object = {}): object {
  return {
    id: "U1",
    uri: `${api}/organization_memberships/M1`,
    role: "user",
    user: {
      uri: `${api}/users/U1`,
      name: "Dana",
      slug: "dana-w",
      email: "dana@acme.test",
      scheduling_url: "https://calendly.com/dana-w",
    },
    organization: `${api}/organizations/O1`,
    created_at: "2026-01-02T03:04:05.678123Z",
    ...more,
  };
}

test("a member is an account: every one seated, its page to open, no signal where Calendly gives none", () => {
  const [account] = normaliseCalendly(kept({ members: [member()] })).accounts;
  expect(account).toEqual({
    id: "U1",
    name: "Dana",
    email: "dana@acme.test",
    username: "dana-w",
    url: "https://calendly.com/dana-w",
    kind: "person",
    class: "user",
    seated: true,
    admin: false,
    role: { id: null, name: "user", known: true },
    suspended: null,
    mfa: null,
    lastSignIn: null,
    createdAt: "2026-01-02T03:04:05.678Z",
    grants: [],
  });
});

test.each([
  ["owner", "owner", true, true],
  ["admin", "admin", true, true],
  ["user", "user", false, true],
  ["team_manager", "unrecognised", null, false],
])("the role %s is counted as %s, admin %s", (role, counted, admin, known) => {
  const [account] = normaliseCalendly(kept({ members: [member({ role })] })).accounts;
  expect(account).toMatchObject({ class: counted, admin, role: { name: role, known } });
});

test("a group is held once by whoever is its member and its admin; an invitation's place in it is nobody's yet", () => {
  const owner = { uri: `${api}/organization_memberships/M1`, type: "OrganizationMembership", user: { uri: `${api}/users/U1` } };
  const invited = { uri: `${api}/organizations/O1/invitations/I1`, type: "OrganizationInvitation" };
  const relation = (id: string, of: object, role: string) => ({ id, role, owner: of, group: `${api}/groups/G1` });
  const { accounts } = normaliseCalendly(
    kept({
      members: [member()],
      groups: [{ id: "G1", name: "Support" }],
      "group-members": [relation("R1", owner, "member"), relation("R2", owner, "admin"), relation("R3", invited, "member")],
    }),
  );
  expect(accounts[0]?.grants).toEqual([{ entitlement: { kind: "group", id: "G1", name: "Support" }, direct: true, via: null }]);
});

test("only invitations nobody has answered are invitations, also where the server knows no filter", () => {
  const invitation = (id: string, status: string) => ({
    id,
    status,
    email: `${id}@acme.test`,
    created_at: "2026-01-02T03:04:05Z",
  });
  const rows = [invitation("a", "pending"), invitation("b", "accepted"), invitation("c", "declined")];
  expect(normaliseCalendly(kept({ invitations: rows })).invitations).toEqual([
    { id: "a", email: "a@acme.test", createdAt: "2026-01-02T03:04:05Z" },
  ]);
});

function source(name: string, more: Partial<Source> = {}): Source {
  return { name, status: "complete", rows: 3, sha256: "ab", reason: null, refused: false, ...more } as Source;
}

test("where the token sees only itself, every other list may be cut too", () => {
  const sources = [
    source("token-user"),
    source("members", { status: "unavailable", refused: true, reason: "sees only itself" }),
    source("groups"),
    source("invitations", { status: "failed", reason: "500" }),
  ];
  const ended = settleCalendly(sources).map(({ name, status, rows, sha256, reason }) => [name, status, rows, sha256, reason]);
  expect(ended).toEqual([
    ["token-user", "complete", 3, "ab", null],
    ["members", "unavailable", 3, "ab", "sees only itself"],
    ["groups", "unavailable", 0, null, "it may be cut: sees only itself"],
    ["invitations", "failed", 3, "ab", "500"],
  ]);
});

test("a list of members that broke says nothing about the others", () => {
  const sources = [source("members", { status: "failed", reason: "500" }), source("groups")];
  expect(settleCalendly(sources)).toEqual(sources);
});
