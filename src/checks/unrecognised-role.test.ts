import { expect, test } from "vitest";
import { account } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "unrecognised-role";

test("a role value this version does not know goes to the auditor", () => {
  const { findings } = judge(id, { accounts: [account({ role: { id: null, name: "role type 9", known: false } })] });
  expect(findings[0]).toMatchObject({ severity: "medium", observed: "role type 9", answers_to: { email: "lee@acme.test" } });
});

test("a custom role of the team's own is known", () => {
  expect(judge(id).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test("no role at all is unknown", () => {
  expect(judge(id, { accounts: [account({ role: null })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
