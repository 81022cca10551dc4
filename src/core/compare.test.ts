import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account, Grant } from "../model/account.ts";
import { changesTable, changesText } from "./changes-table.ts";
import { changeOf, compareAccounts } from "./compare.ts";
import { account, group } from "./testing/scene.ts";

const since = { takenAt: "2026-08-03T09:00:00.000Z", audit: "zendesk-global/FY27-Q3" };

function changedFields(before: Partial<Account>, after: Partial<Account>) {
  const { added, changed, gone } = compareAccounts([account(before)], [account(after)]);
  expect([added, gone]).toEqual([[], []]);
  return changed.flatMap(({ fields }) => fields.map(({ field, before, after }) => [field, before, after]));
}

test("a renamed e-mail is the same account", () => {
  expect(changedFields({ email: "dana@acme.test" }, { email: "d.whitfield@acme.test" })).toEqual([
    ["e-mail", "dana@acme.test", "d.whitfield@acme.test"],
  ]);
});

test("another id with the same e-mail is another account", () => {
  const { added, changed, gone } = compareAccounts([account({ id: "1" })], [account({ id: "2" })]);
  expect([added.map(({ id }) => id), changed, gone.map(({ id }) => id)]).toEqual([["2"], [], ["1"]]);
});

test("a role, a suspension and a signal that is lost are changes; signing in and a new address of the page are none", () => {
  const lead = { id: "901", name: "Team lead", known: true };
  expect(changedFields({}, { role: lead, suspended: true, mfa: null })).toEqual([
    ["role", "Support Staff", "Team lead"],
    ["suspended", false, true],
    ["second factor", true, null],
  ]);
  expect(changedFields({}, { lastSignIn: "2026-11-21T08:00:00Z", url: null })).toEqual([]);
  expect(changedFields({ role: null }, { role: { ...lead, name: null } })).toEqual([["role", null, "901"]]);
});

describe("what is held", () => {
  const maintainer: Grant = { ...group("7", "Ops"), level: { value: 40, name: "Maintainer" } };

  test("is compared by its id, in any order, and named as it is now", () => {
    const [emea, amer, renamed] = [group("1", "EMEA"), group("2", "AMER"), group("2", "Americas")];
    expect(changedFields({ grants: [emea, amer] }, { grants: [renamed, emea] })).toEqual([]);
    expect(changedFields({ grants: [emea] }, { grants: [renamed] })).toEqual([
      ["group EMEA", "held", null],
      ["group Americas", null, "held"],
    ]);
  });

  test("at another level, until another day, or through a group, is another way", () => {
    const owner: Grant = { ...maintainer, level: { value: 50, name: "Owner" }, admin: true };
    expect(changedFields({ grants: [maintainer] }, { grants: [owner] })).toEqual([
      ["group Ops", "Maintainer", "Owner, administers it"],
    ]);
    expect(changedFields({ grants: [maintainer] }, { grants: [{ ...maintainer, expiresAt: "2027-01-31" }] })).toEqual([
      ["group Ops", "Maintainer", "Maintainer, until 2027-01-31"],
    ]);
    const inherited: Grant = { ...maintainer, direct: false, via: "acme" };
    expect(changedFields({ grants: [maintainer] }, { grants: [inherited, maintainer] })).toEqual([
      ["group Ops", "Maintainer", "Maintainer; Maintainer, through acme"],
    ]);
  });
});

test("law: the same reading has no changes; turned round, new ones are gone ones; every account is accounted for", () => {
  const accounts = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-f]$/),
      email: fc.option(fc.constantFrom("a@x.test", "b@x.test")),
      mfa: fc.option(fc.boolean()),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(accounts, accounts, (one, two) => {
      const [before, after] = [one.map((some) => account(some)), two.map((some) => account(some))];
      const [forth, back] = [compareAccounts(before, after), compareAccounts(after, before)];
      expect(compareAccounts(before, before)).toEqual({ added: [], changed: [], gone: [] });
      expect(forth.added).toEqual(back.gone);
      expect(forth.changed.map(({ account: { id } }) => id).sort()).toEqual(back.changed.map(({ account: { id } }) => id).sort());
      expect(after.length - forth.added.length).toBe(before.length - forth.gone.length);
    }),
  );
});

test("the table has a line for each change, the text the numbers; where all is as it was there is no table", () => {
  const before = [account({ id: "1" }), account({ id: "2" })];
  const after = [account({ id: "1", email: "d@acme.test", admin: true }), account({ id: "3" })];
  const comparison = compareAccounts(before, after);
  expect(changesTable(comparison, since.takenAt)).toMatchObject({
    title: "Changed since 2026-08-03",
    rows: [
      ["new", "3", "Dana Whitfield", "dana@acme.test", null, null, null],
      ["changed", "1", "Dana Whitfield", "d@acme.test", "e-mail", "dana@acme.test", "d@acme.test"],
      ["changed", "1", "Dana Whitfield", "d@acme.test", "admin", false, true],
      ["gone", "2", "Dana Whitfield", "dana@acme.test", null, null, null],
    ],
  });
  expect(changesText(comparison, since)).toBe("accounts since 2026-08-03 (zendesk-global/FY27-Q3): 1 new, 1 changed, 1 gone");
  expect(changesTable(compareAccounts(before, before), since.takenAt)).toBeNull();
});

test("a finding is persisting while the same is wrong in the same way, whatever is said of it", () => {
  const was = { key: "s/c/account:1", expected: { a: 1, b: 2 }, observed: ["x"], message: "for 90 days", severity: "low" };
  const of = (more: object) => changeOf({ ...was, ...more } as never, new Map([[was.key, was as never]]));
  expect(of({ message: "for 120 days", severity: "high", expected: { b: 2, a: 1 } })).toBe("persisting");
  expect(of({ observed: ["x", "y"] })).toBe("changed");
  expect(of({ key: "s/c/account:2" })).toBe("new");
});
