import { expect, test } from "vitest";
import { account, adminAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "unexpected-admin";

test("an admin who is not listed is asked", () => {
  const { subjects, findings } = judge(id, { accounts: [adminAccount()] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "critical", observed: "Admin", answers_to: { email: "dana@acme.test" } });
});

test("matched to nobody too: then the auditor is asked", () => {
  const { subjects, findings } = judge(id, { accounts: [adminAccount({ id: "9", email: "x@acme.test" })] });
  expect(subjects).toEqual(["account:9"]);
  expect(findings[0]?.answers_to.email).toBe("lee@acme.test");
});

test.each([
  ["by the account's e-mail, in other case", ["Admin+x@Acme.test"], adminAccount({ email: "admin@acme.test" })],
  ["by an alias of the person", ["d.w@acme.test"], adminAccount({ email: null })],
])("listed %s is expected", (_, admins, one) => {
  const people = [person({ aliases: ["d.w@acme.test"] })];
  expect(judge(id, { people, accounts: [one], admins }).subjects).toEqual([]);
});

test("an account without an e-mail is nobody's admin", () => {
  expect(judge(id, { accounts: [adminAccount({ id: "9", email: null })], admins: [""] }).subjects).toEqual(["account:9"]);
});

test("an ordinary agent passes, no signal is unknown", () => {
  expect(judge(id).result).toMatchObject({ outcome: "pass", assessed: 1 });
  expect(judge(id, { accounts: [account({ admin: null })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
