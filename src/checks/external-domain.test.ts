import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "external-domain";

test.each([
  ["a full agent", account({ email: "dana@partner.test" }), "dana@acme.test"],
  ["a light one of nobody", lightAccount({ id: "9", email: "x@partner.test" }), "lee@acme.test"],
  ["one at a subdomain", account({ email: "dana@mail.acme.test" }), "dana@acme.test"],
  ["one at a longer name", account({ email: "dana@notacme.test" }), "dana@acme.test"],
])("%s is found", (_, one, asked) => {
  const { findings } = judge(id, { accounts: [one] });
  expect(findings[0]).toMatchObject({ severity: "medium", expected: ["acme.test"], answers_to: { email: asked } });
});

test("case does not matter, and every domain of ours counts", () => {
  const parts = { accounts: [account({ email: "Dana@ACME.Test" }), account({ id: "2", email: "x@acme.example" })] };
  expect(judge(id, { ...parts, emailDomains: ["Acme.test", "@acme.example"] }).subjects).toEqual([]);
});

test("an agent shared from elsewhere is not asked", () => {
  expect(judge(id, { accounts: [account({ kind: "shared", email: "x@partner.test" })] }).result.assessed).toBe(0);
});

test.each([null, "no-address", "x@"])("the e-mail %j is unknown", (email) => {
  expect(judge(id, { accounts: [account({ email })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});

test("without domains of our own the check has no meaning and is not listed", () => {
  expect(() => judge(id, { emailDomains: [] })).toThrow("not listed");
});

test("what the platform itself calls a service account has an address of the platform's own", () => {
  expect(judge(id, { accounts: [account({ kind: "service", email: "x@platform.test" })] }).result.assessed).toBe(0);
});
