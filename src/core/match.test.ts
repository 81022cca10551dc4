import fc from "fast-check";
import { expect, test } from "vitest";
import type { Account } from "../model/account.ts";
import { normalEmail } from "../model/identity.ts";
import type { Matching } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import { matchAccounts } from "./match.ts";
import { emailsOf } from "./people.ts";
import { account, expectation, person, roster, today } from "./testing/scene.ts";

function match(accounts: readonly Account[], people: readonly Person[], skip: readonly string[] = []): Matching {
  return matchAccounts(accounts, roster(people), { expectation, today, skip });
}

/** Account id → person id and how, as text that compares. */
function pairs({ accounts }: Matching): Record<string, string> {
  return Object.fromEntries(
    accounts.map((one) => [one.account.id, one.person ? `${one.person.person.id} by ${one.by}` : "nobody"]),
  );
}

const bo = person({ email: "bo@acme.test", name: "Bo" }, { id: "2" });

test("by id first, then by e-mail in any spelling, an alias too", () => {
  const people = [person({}, { id: "1" }), person({ email: "bo@acme.test", aliases: ["B.O@acme.test"] }, { id: null })];
  const accounts = [account({ id: "1", email: "else@acme.test" }), account({ id: "2", email: "b.o+zd@ACME.test" })];
  expect(pairs(match(accounts, people))).toEqual({ "1": "dana@acme.test by id", "2": "bo@acme.test by email" });
});

test("by username where the roster gives one, whatever its case", () => {
  const named = (one: Person) => ({ path: "gitlab", id: null, username: one.name, alias: null, role: null, groups: null });
  const people = roster([person({ name: "DWhitfield" })]);
  const accounts = [account({ email: null, username: "dwhitfield" }), account({ id: "2", email: null, username: "other" })];
  const matching = matchAccounts(accounts, people, { expectation: named, today, skip: [] });
  expect(pairs(matching)).toEqual({ "1": "dana@acme.test by username", "2": "nobody" });
});

test("the same name is a hint for an account of nobody, an alias of the platform too", () => {
  const people = [person({}, { id: null, alias: "Dee" }), bo];
  const accounts = [
    account({ id: "7", email: "x@a.test", name: "dana  whitfield" }),
    account({ id: "8", email: null, name: "DEE" }),
  ];
  const { accounts: matched } = match(accounts, people);
  expect(matched.map((one) => [one.person, one.namesakes.map(({ id }) => id)])).toEqual([
    [null, ["dana@acme.test"]],
    [null, ["dana@acme.test"]],
  ]);
});

test("an account two ids claim goes to the person whose e-mail it has; the other claim is lost", () => {
  const people = [person({}, { id: "2" }), bo];
  const { lostClaims, ...matching } = match([account({ id: "2", email: "bo@acme.test" })], people);
  expect(pairs({ lostClaims, ...matching })).toEqual({ "2": "bo@acme.test by id" });
  expect(lostClaims.map(({ person, id, account }) => [person.person.id, id, account?.account.id])).toEqual([
    ["dana@acme.test", "2", "2"],
  ]);
});

test("an account two ids claim goes to a third person where it has that one's e-mail, else to nobody", () => {
  const people = [person({}, { id: "2" }), bo, person({ email: "cy@acme.test" }, { id: null })];
  expect(pairs(match([account({ id: "2", email: "cy@acme.test" })], people))).toEqual({ "2": "cy@acme.test by email" });
  const nobodys = match([account({ id: "2", email: "x@acme.test" })], people);
  expect(pairs(nobodys)).toEqual({ "2": "nobody" });
  expect(nobodys.lostClaims).toHaveLength(2);
});

test("an id that is no account's is a lost claim, whether or not the person is found otherwise", () => {
  const { lostClaims } = match([account({ id: "1" })], [person({}, { id: "404" }), bo]);
  expect(lostClaims.map(({ person, account }) => [person.person.id, account])).toEqual([
    ["bo@acme.test", null],
    ["dana@acme.test", null],
  ]);
});

test("accounts shared from another company's platform are nobody's, and no hint", () => {
  const { accounts, lostClaims } = match([account({ kind: "shared" })], [person()]);
  expect(accounts[0]).toMatchObject({ person: null, by: null, namesakes: [] });
  expect(lostClaims[0]?.account?.account.id).toBe("1");
});

test("somebody without a seat in the roster, and somebody who left, still have their account", () => {
  const people = [person({}, null), person({ email: "bo@acme.test", endDate: "2026-01-01" }, { id: "2" })];
  const matching = match([account({ id: "8" }), account({ id: "2", email: null })], people);
  expect(pairs(matching)).toEqual({ "2": "bo@acme.test by id", "8": "dana@acme.test by email" });
  expect(matching.people.map(({ left, expected }) => [left, expected])).toEqual([
    [true, false],
    [false, false],
  ]);
});

test.each([
  [{ endDate: "2026-11-21" }, { left: true, expected: false }],
  [{ endDate: "2026-11-22" }, { left: false, expected: true }],
  [{ startDate: "2026-11-22" }, { left: false, expected: true }],
  [{ startDate: "2026-11-23" }, { left: false, expected: false }],
])("with %j they are %j", (more, state) => {
  expect(match([], [person(more)]).people[0]).toMatchObject(state);
});

test("people are skipped by any e-mail of theirs", () => {
  expect(match([], [person({ aliases: ["d@acme.test"] }), bo], ["D+x@acme.test"]).people.map(({ skipped }) => skipped)).toEqual([
    false,
    true,
  ]);
});

test("an address that two people have is its owner's before it is an alias", () => {
  const people = [person({ email: "a@acme.test", aliases: ["bo@acme.test"] }, null), bo];
  expect(pairs(match([account({ id: "9", email: "bo@acme.test" })], people))).toEqual({ "9": "bo@acme.test by email" });
});

const names = fc.constantFrom("Dana", "Bo", "Cy");
const emails = fc.constantFrom("a@x.test", "A+1@x.test", "b@x.test", "c@x.test", "d@x.test", null);
const ids = fc.constantFrom("1", "2", "3", "4", null);
const someAccounts = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("1", "2", "3", "4", "5"),
    name: names,
    email: emails,
    kind: fc.constantFrom("person", "shared"),
  }),
  { selector: ({ id }) => id, maxLength: 5 },
);
const somePeople = fc
  .array(fc.record({ name: names, id: ids, alias: emails, seat: fc.boolean(), endDate: fc.constantFrom("2026-01-01", null) }), {
    maxLength: 4,
  })
  .map((rows) =>
    rows.map(({ id, alias, seat, ...more }, at) =>
      person({ ...more, email: `${"abcd"[at]}@x.test`, aliases: alias === null ? [] : [alias] }, seat ? { id } : null),
    ),
  );

function accountsOf(rows: readonly Partial<Account>[]): Account[] {
  return rows.map((row) => account(row));
}

test("law: an account is one person's at most, and each side knows the other", () => {
  fc.assert(
    fc.property(someAccounts, somePeople, (rows, people) => {
      const matching = match(accountsOf(rows as Partial<Account>[]), people);
      expect(matching.accounts).toHaveLength(rows.length);
      expect(matching.people).toHaveLength(people.length);
      const held = matching.people.flatMap((one) => one.accounts.map((account) => [account.account.id, one.person.id]));
      expect(new Set(held.map(([id]) => id)).size).toBe(held.length);
      for (const one of matching.accounts) expect(one.person === null || one.person.accounts.includes(one)).toBe(true);
      for (const one of matching.accounts) expect(one.account.kind === "shared" && one.person !== null).toBe(false);
    }),
  );
});

test("law: the order of accounts and people changes nothing", () => {
  const shuffled = fc.tuple(someAccounts, somePeople).chain(([rows, people]) =>
    fc.record({
      rows: fc.constant(rows),
      people: fc.constant(people),
      otherRows: fc.shuffledSubarray(rows, { minLength: rows.length }),
      otherPeople: fc.shuffledSubarray(people, { minLength: people.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ rows, people, otherRows, otherPeople }) => {
      const one = match(accountsOf(rows as Partial<Account>[]), people);
      const other = match(accountsOf(otherRows as Partial<Account>[]), otherPeople);
      expect(pairs(other)).toEqual(pairs(one));
      expect(other.people.map(({ person }) => person.id)).toEqual(one.people.map(({ person }) => person.id));
      const lost = ({ lostClaims }: Matching) => lostClaims.map(({ person, id }) => `${person.person.id} ${id}`);
      expect(lost(other)).toEqual(lost(one));
    }),
  );
});

test("law: names decide nothing", () => {
  fc.assert(
    fc.property(someAccounts, somePeople, fc.string(), (rows, people, name) => {
      const accounts = accountsOf(rows as Partial<Account>[]);
      const renamed = accounts.map((one) => ({ ...one, name }));
      expect(pairs(match(renamed, people))).toEqual(pairs(match(accounts, people)));
      expect(
        pairs(
          match(
            accounts,
            people.map((one) => ({ ...one, name })),
          ),
        ),
      ).toEqual(pairs(match(accounts, people)));
    }),
  );
});

test("law: whoever is found by e-mail has that e-mail, whoever by id has that id", () => {
  fc.assert(
    fc.property(someAccounts, somePeople, (rows, people) => {
      for (const { account, person, by } of match(accountsOf(rows as Partial<Account>[]), people).accounts) {
        if (by === "email") expect(person && emailsOf(person.person)).toContain(normalEmail(account.email ?? ""));
        if (by === "id") expect(person?.expectation?.id).toBe(account.id);
        expect(by === null).toBe(person === null);
      }
    }),
  );
});

test("an invitation goes to whoever has its e-mail, and to nobody else; none is lost", () => {
  const invitation = (id: string, email: string | null) => ({ id, email, createdAt: null });
  const invitations = [invitation("b", "DANA+x@acme.test"), invitation("a", "x@y.test"), invitation("c", null)];
  const options = { expectation: () => null, today, skip: [], invitations };
  const matching = matchAccounts([], roster([person()]), options);
  expect(matching.invitations.map((one) => [one.invitation.id, one.person?.person.id ?? null])).toEqual([
    ["a", null],
    ["b", "dana@acme.test"],
    ["c", null],
  ]);
  expect(matching.people[0]?.invitations).toEqual([matching.invitations[1]]);
});

test.each(["bot", "service"] as const)("a %s is nobody's, whatever address it has and whatever the roster claims", (kind) => {
  const dana = person();
  const { accounts, people, lostClaims } = matchAccounts([account({ kind })], roster([dana]), {
    expectation: () => ({ path: "gitlab", id: "1", username: null, alias: null, role: null, groups: null }),
    today,
    skip: [],
  });
  expect(accounts[0]).toMatchObject({ person: null, by: null, namesakes: [] });
  expect(people[0]?.accounts).toEqual([]);
  expect(lostClaims).toHaveLength(1);
});

test("whoever is invited and is somebody there already is found like an account; an invitation past its end is none", () => {
  const block = { path: "gitlab", alias: null, role: null, groups: null };
  const invitations = [
    { id: "1", email: null, createdAt: null },
    { id: "7", email: null, username: "Dana.W", createdAt: null, expiresAt: today },
    { id: "dana@acme.test", email: "dana@acme.test", createdAt: null, expiresAt: "2026-11-21" },
    { id: "9", email: null, username: "stranger", createdAt: null },
  ];
  const matching = matchAccounts([], roster([person()]), {
    expectation: () => ({ ...block, id: "1", username: "dana.w" }),
    today,
    skip: [],
    invitations,
  });
  expect(matching.invitations.map(({ invitation, person: one }) => [invitation.id, one?.person.name ?? null])).toEqual([
    ["1", "Dana Whitfield"],
    ["7", "Dana Whitfield"],
    ["9", null],
  ]);
});
