import { expect, test } from "vitest";
import { account, person, scene } from "../core/testing/scene.ts";
import type { Person } from "../model/person.ts";
import { answersTo } from "./answers.ts";
import type { Asks } from "./check.ts";

const kay = person({ email: "Kay@acme.test", id: "kay@acme.test", name: "Kay" }, null);

/** Who is asked about Dana's account. */
function asked(asks: Asks, dana: Partial<Person> = {}, others: Person[] = [kay]): string {
  const made = scene({ people: [person(dana), ...others], accounts: [account()] });
  const [one] = made.matching.accounts;
  if (!one) throw new Error("no account");
  return answersTo(asks, { kind: "account", account: one }, made);
}

test.each<[Asks, string]>([
  ["person", "dana@acme.test"],
  ["manager", "Kay@acme.test"],
  ["auditor", "lee@acme.test"],
  ["owner", "dana@acme.test"],
])("the %s of a person's account is %s", (asks, email) => {
  expect(asked(asks, { manager: "kay@acme.test" })).toBe(email);
});

test("a person without an e-mail, or who left, cannot answer: the auditor does", () => {
  expect(asked("person", { email: null })).toBe("lee@acme.test");
  expect(asked("person", { endDate: "2026-01-01" })).toBe("lee@acme.test");
});

test.each([
  ["is unknown", { manager: null }, kay],
  ["is in no roster", { manager: "x@acme.test" }, kay],
  ["has left", { manager: "kay@acme.test" }, { ...kay, endDate: "2026-01-01" }],
  ["has no e-mail", { manager: "kay@acme.test" }, { ...kay, email: null }],
  ["is the person", { manager: "dana@acme.test" }, kay],
])("where the manager %s the ops manager is asked", (_, dana, manager) => {
  expect(asked("manager", dana, [manager])).toBe("kim@acme.test");
});

test("the ops manager is not asked about the ops manager: the deputy is, and without one the auditor", () => {
  expect(asked("manager", { aliases: ["Kim@acme.test"] })).toBe("lee@acme.test");
  const deputy = { email: "robin@acme.test", name: null, gitlab: null, slack: null };
  const made = scene({ people: [person({ aliases: ["Kim@acme.test"] })], accounts: [account()], deputy });
  const [one] = made.matching.accounts;
  expect(one && answersTo("manager", { kind: "account", account: one }, made)).toBe("robin@acme.test");
});

test("the auditor does not judge the auditor's own account", () => {
  expect(asked("auditor", { aliases: ["lee@acme.test"] })).toBe("kim@acme.test");
});

test("of an account of nobody the auditor is asked", () => {
  const made = scene({ accounts: [account({ id: "9", email: null })] });
  const [one] = made.matching.accounts;
  expect(one && answersTo("person", { kind: "account", account: one }, made)).toBe("lee@acme.test");
});

test.each<["auditor" | "ops-manager", string]>([
  ["auditor", "lee@acme.test"],
  ["ops-manager", "kim@acme.test"],
])("where always the %s is asked, nobody else is, whatever the check says", (asksAlways, email) => {
  const made = scene({
    people: [person({ manager: "kay@acme.test" }), kay],
    accounts: [account(), account({ id: "9", email: "x@y.test" })],
    asksAlways,
  });
  for (const one of made.matching.accounts)
    for (const asks of ["person", "manager", "owner"] as const)
      expect(answersTo(asks, { kind: "account", account: one }, made)).toBe(email);
});

test("even then nobody is asked to judge themselves", () => {
  const made = scene({
    people: [person({ email: "lee@acme.test" })],
    accounts: [account({ email: "lee@acme.test" })],
    asksAlways: "auditor",
  });
  const [one] = made.matching.accounts;
  expect(one && answersTo("person", { kind: "account", account: one }, made)).toBe("kim@acme.test");
});
