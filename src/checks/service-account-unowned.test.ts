import { expect, test } from "vitest";
import { account, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "service-account-unowned";
const bridge = account({ id: "4711", name: "Slack bridge", email: "bridge@acme.test" });
const entry = { account: "4711", owner: "dana@acme.test", purpose: "Slack bridge", until: "2027-06-30" };

test("a bot no entry names", () => {
  const { findings } = judge(id, { accounts: [{ ...bridge, kind: "bot" }] });
  expect(findings[0]).toMatchObject({ severity: "medium", answers_to: { email: "lee@acme.test" } });
  expect(findings[0]?.message).toContain("no entry of service_accounts names it");
});

test.each([
  [{ owner: null }, "names no owner"],
  [{ owner: "ghost@acme.test" }, "is nobody in the roster"],
  [{ owner: "old@acme.test" }, "has left"],
  [{ until: "2026-11-21" }, "ended on 2026-11-21"],
])("an entry with %j answers for nothing", (more, why) => {
  const people = [person(), person({ email: "old@acme.test", endDate: "2026-01-01" }, null)];
  const { subjects, findings } = judge(id, { people, accounts: [bridge], serviceAccounts: [{ ...entry, ...more }] });
  expect(subjects).toEqual(["account:4711"]);
  expect(findings[0]?.message).toContain(why);
});

test.each([{}, { until: "2026-11-22" }, { until: null }, { owner: "DANA@acme.test" }, { owner: "kim@acme.test" }])(
  "an entry with %j does",
  (more) => {
    expect(judge(id, { accounts: [bridge], serviceAccounts: [{ ...entry, ...more }] }).result).toMatchObject({
      outcome: "pass",
      assessed: 1,
    });
  },
);

test("a person's account is not asked", () => {
  expect(judge(id).result.assessed).toBe(0);
});

test("without the users it is not assessed", () => {
  expect(judge(id, { accounts: [], ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
