import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "../model/account.ts";
import type { Finding } from "../model/finding.ts";
import type { ListedEntry, ListedKind, Listing } from "../model/listing.ts";
import type { Scene } from "../model/scene.ts";
import type { ListedToken } from "../model/tokens.ts";
import { listingOf } from "./listing.ts";
import { changesOf } from "./listing-changes.ts";
import { account, credential, group, lightAccount, person, scene } from "./testing/scene.ts";

const changes = changesOf({ earlier: null, comparison: null, note: "first" }, { findings: [], resolved: 0 });

function listed(of: Scene, { findings = [] as Finding[], tokens = [] as ListedToken[] } = {}): Listing {
  const told = { system: "zendesk-global", platform: "zendesk", status: "complete" as const, state: "draft" as const };
  const audit = { ...told, sources: [], counts: {}, checks: [], findings, resolved: [{ key: "gone" }], issue: null };
  return listingOf({ audit: "zendesk-global/FY27-Q4", scene: of, view: { audit, seats: null }, tokens, changes, remade: false });
}

function entries<K extends ListedKind>(listing: Listing, kind: K): ListedEntry<K>[] {
  return [...listing.entries].filter((one) => one.kind === kind) as ListedEntry<K>[];
}

function wrong(of: Partial<Finding>): Finding {
  const nothing = { person: null, credential: null, resource: null, account: null, expected: null, observed: null };
  const said = { message: "", roster_at: null, source: "users", fixes: [], answers_to: { email: null }, change: "new" as const };
  return { ...nothing, ...said, key: "k", ref: "F1", check: "role-mismatch", severity: "high", exempt: null, ...of };
}

function at(id: string): Pick<Finding, "account"> {
  return { account: { id, name: null, email: null, url: null } };
}

const ids = (listing: Listing) => entries(listing, "account").map(({ entry }) => entry.id);

describe("accounts", () => {
  test("come worst first, then by name as people order names; those without a name come last", () => {
    const names = { 1: "Zoë", 2: "Émile 10", 3: "emile 9", 4: null, 5: "Adam", 6: "Łukasz" };
    const accounts = Object.entries(names).map(([id, name]) => account({ id, name, email: null }));
    const findings = [
      wrong({ ...at("1"), severity: "low" }),
      wrong({ ...at("6"), severity: "medium", ref: "F2" }),
      wrong({ ...at("6"), severity: "critical", ref: "F3" }),
      wrong({ ...at("5"), severity: "critical", exempt: { reason: "", until: "2027-01-01" } }),
    ];
    const listing = listed(scene({ accounts }), { findings });
    expect(ids(listing)).toEqual(["6", "1", "5", "3", "2", "4"]);
    const [worst, , exempt] = entries(listing, "account");
    expect(worst?.entry).toMatchObject({ findings: ["F2", "F3"], severity: "critical" });
    expect(worst?.facets).toEqual(expect.arrayContaining(["severity:critical", "only:findings"]));
    expect(exempt?.entry).toMatchObject({ findings: [], severity: null });
    expect(exempt?.facets).not.toContain("only:findings");
    expect(listing.summary.ranked.account).toMatchObject({ by_name: 5, by_email: 0 });
  });

  test("are found by what they are called, and by whose they are", () => {
    const one = account({ id: "1", username: "DWhit", name: "D. ﬁsher" });
    const stranger = account({ id: "2", name: null, email: "X@other.test", admin: true, suspended: true });
    const [mine, nobodys] = entries(listed(scene({ accounts: [one, stranger] })), "account");
    for (const word of ["dwhit", "d. fisher", "dana whitfield", "dana@acme.test", "support staff", "1"])
      expect(mine?.words, word).toContain(word);
    expect(mine?.person).toBe("dana@acme.test");
    expect(nobodys).toMatchObject({ person: null, entry: { person: null, matched_by: null } });
    expect(nobodys?.facets).toEqual(["id:2", "class:full", "kind:person", "only:nobody", "only:admins", "only:suspended"]);
  });

  test("say what nobody knows as null, and what they hold", () => {
    const unknown = { name: null, email: null, username: null, url: null, admin: null, role: null };
    const more = { suspended: null, mfa: null, lastSignIn: null, createdAt: null };
    const held = { ...group("7", "AMER"), level: { value: 50, name: "Owner" }, expiresAt: "2027-01-01", admin: true as const };
    const grants = [held, { ...group("8", null), direct: false, via: "7" }];
    const [one] = entries(listed(scene({ accounts: [account({ id: "9", ...unknown, ...more, grants })] })), "account");
    const { last_sign_in, created_at, grants: told, ...rest } = one?.entry ?? ({} as never);
    expect(rest).toMatchObject({ ...unknown, suspended: null, mfa: null });
    expect([last_sign_in, created_at]).toEqual([null, null]);
    const none = { level: null, expires_at: null, admin: false };
    expect(told).toEqual([
      { kind: "group", id: "7", name: "AMER", level: "Owner", direct: true, via: null, expires_at: "2027-01-01", admin: true },
      { kind: "group", id: "8", name: null, direct: false, via: "7", ...none },
    ]);
  });

  test("law: each order has every place once, and those without a value last; facets are counted as they stand", () => {
    const text = fc.option(fc.string({ unit: "grapheme", maxLength: 6 }));
    const time = fc.constantFrom(null, "never" as const, "2026-11-20T08:00:00Z", "2025-01-01T00:00:00+02:00");
    const some = fc.record({ name: text, email: text, lastSignIn: time, class: fc.constantFrom("full", "light", "__proto__") });
    const law = (list: Partial<Account>[]) => {
      const listing = listed(scene({ accounts: list.map((more, index) => account({ ...more, id: String(index) })) }));
      const all = entries(listing, "account");
      expect(all.map(({ position }) => position)).toEqual(list.map((_, index) => index));
      for (const [sort, value] of sorts) {
        const sorted = all.toSorted((a, b) => a.ranks[sort] - b.ranks[sort]);
        expect(sorted.map(({ ranks }) => ranks[sort])).toEqual(list.map((_, index) => index));
        const values = sorted.map(({ entry }) => value(entry) !== null);
        expect(values).toEqual(values.toSorted((a, b) => Number(b) - Number(a)));
        expect(listing.summary.ranked.account[sort]).toBe(values.filter(Boolean).length);
      }
      const facet = "class:__proto__";
      const counted = Object.entries(listing.summary.facets.account).find(([name]) => name === facet)?.[1] ?? 0;
      expect(counted).toBe(all.filter(({ facets }) => facets.includes(facet)).length);
    };
    fc.assert(fc.property(fc.array(some, { maxLength: 12 }), law));
  });
});

const sorts = [
  ["by_name", ({ name }: { name: string | null }) => name],
  ["by_email", ({ email }: { email: string | null }) => email],
  ["by_sign_in", ({ last_sign_in }: { last_sign_in: string | null }) => last_sign_in],
] as const;

describe("people", () => {
  test("each says what the roster says, with its place, and what they have", () => {
    const places = { "": { file: "dana.yaml", line: 1 }, "zendesk.main": { file: "dana.yaml", line: 7 } };
    const dana = person({ places }, { role: "admin", groups: ["AMER"] });
    const invitations = [{ id: "i1", email: "dana@acme.test", createdAt: null, to: ["acme/support"] }];
    const dues = [{ entitlement: "acme/support", level: { value: 30, name: "Developer" } }];
    const [one] = entries(listed(scene({ people: [dana], invitations, dues })), "person");
    expect(one).toMatchObject({ person: "dana@acme.test", facets: ["base:o", "only:expected"] });
    expect(one?.entry).toMatchObject({ expected: true, left: false, skipped: false, accounts: ["1"], base: "o" });
    expect(one?.entry.expectation).toEqual({
      ...{ expected: true, at: "dana.yaml:7@0123456789ab", id: "1", username: null, alias: null, role: "admin" },
      ...{ groups: ["AMER"], dues: [{ name: "acme/support", level: "Developer" }] },
    });
    expect(one?.entry.invitations).toEqual([{ id: "i1", email: "dana@acme.test", created_at: null, to: ["acme/support"] }]);
  });

  test("nobody is said to have no access where nobody could look", () => {
    const kim = person({ name: "Kim", email: "kim@acme.test" }, null);
    const base = (of: Scene) => entries(listed(of), "person").map(({ entry }) => entry.base);
    expect(base(scene({ people: [person(), kim] }))).toEqual(["o", "n"]);
    expect(base(scene({ people: [person(), kim], ended: { users: "unavailable" } }))).toEqual(["o", "u"]);
    expect(base(scene({ people: [kim], accounts: [], ended: { users: "failed" } }))).toEqual(["u"]);
    expect(base(scene({ people: [kim], accounts: [], facts: {} }))).toEqual(["n"]);
  });

  test("the map shows their role, the highest level they hold, or the class", () => {
    const level = (...accounts: Account[]) => entries(listed(scene({ accounts })), "person")[0]?.entry.level;
    const held = [10, 50, 30].map((value) => ({ ...group(String(value), null), level: { value, name: `level ${value}` } }));
    expect(level(account())).toBe("Support Staff");
    expect(level(account({ role: null, grants: held }))).toBe("level 50");
    expect(level(account({ role: null }))).toBe("full");
    expect(level(lightAccount(), account({ id: "2", role: null, class: "admin", admin: true }))).toBe("admin");
    expect(level()).toBeNull();
  });
});

describe("credentials", () => {
  const token = (more: Partial<ListedToken>): ListedToken => ({
    ...{ id: "api-token:5", kind: "api-token", name: "Slack", of: null, owner: null, owner_left: false, owner_hint: "Slack" },
    ...{ active: true, created_at: null, last_used_at: null, expires_at: null, justification: null },
    ...more,
  });

  test("come worst first with whose they are and what there is to say of them", () => {
    const named = credential({ id: "api-token:6", userId: "1" });
    const of = scene({ credentials: [credential({ id: "api-token:5", name: "Slack" }), named] });
    const justification = { by: "request-link" as const, text: "https://x.test", approver: null, until: null };
    const owner = { email: "dana@acme.test", name: "Dana Whitfield" };
    const tokens = [token({}), token({ id: "api-token:6", name: "Zapier", owner, owner_hint: null, justification })];
    const findings = [
      wrong({ credential: { id: "api-token:6", name: null }, check: "token-unused", severity: "low", ref: "F9" }),
      wrong({
        credential: { id: "api-token:5", name: null },
        check: "token-expired",
        exempt: { reason: "", until: "2027-01-01" },
      }),
    ];
    const [first, second] = entries(listed(of, { tokens, findings }), "credential");
    expect(first).toMatchObject({
      person: "dana@acme.test",
      facets: ["id:api-token:6", "kind:api-token", "severity:low", "only:findings", "only:unused"],
      entry: { system: "zendesk-global", audit: "zendesk-global/FY27-Q4", findings: ["F9"], justification },
    });
    expect(first?.entry.owner).toEqual({ id: "dana@acme.test", name: "Dana Whitfield", email: "dana@acme.test" });
    expect(second?.facets).toEqual(["id:api-token:5", "kind:api-token", "only:unjustified", "only:expiring", "only:unowned"]);
    expect(second?.words).toContain("slack");
  });
});

test("over its lists it says what was not read, and how many are nobody's", () => {
  const stranger = account({ id: "2", email: "x@other.test", name: "X" });
  const { summary } = listed(scene({ accounts: [account(), stranger], ended: { "oauth-tokens": "unavailable" } }));
  expect(summary).toMatchObject({
    strangers: 1,
    unread: { accounts: [], credentials: ["oauth-tokens"] },
    totals: { account: 2, person: 1, credential: 0 },
    roster: { source: "roster/", revision: "0123456789abcdef", people: 1 },
    changes: { audit: "zendesk-global/FY27-Q4", since: null, note: "first" },
    resolved: ["gone"],
  });
  expect(listed(scene({ ended: { users: "failed" } })).summary).toMatchObject({
    strangers: null,
    unread: { accounts: ["users"] },
  });
  expect(listed(scene({ facts: {} })).summary.unread).toEqual({ accounts: null, credentials: null });
});

test("of more changes than anybody reads the first are kept, and how many are not is said", () => {
  const added = Array.from({ length: 5_003 }, (_, index) => account({ id: String(index) }));
  const was = { earlier: { takenAt: "2026-08-01T00:00:00Z", audit: "zendesk-global/FY27-Q3" }, note: null };
  const changed = [{ account: account(), fields: [{ field: "role", before: "Agent", after: null }] }];
  const all = changesOf({ ...was, comparison: { added, changed, gone: [] } }, { findings: [wrong({})], resolved: 2 });
  expect(all).toMatchObject({ added: 5_003, changed: 1, gone: 0, findings: { new: 1, persisting: 0, changed: 0, resolved: 2 } });
  expect([all.rows.length, all.note]).toEqual([5_000, "4 more lines are not shown"]);
  const few = changesOf({ ...was, comparison: { added: [], changed, gone: [account()] } }, { findings: [], resolved: 0 });
  expect(few.rows.map(({ change, field, before, after }) => [change, field, before, after])).toEqual([
    ["changed", "role", "Agent", null],
    ["gone", null, null, null],
  ]);
  expect(few).toMatchObject({ since: was.earlier.takenAt, compared_with: was.earlier.audit, note: null });
});
