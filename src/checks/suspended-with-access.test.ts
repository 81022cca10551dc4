import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "suspended-with-access";

test.each([
  ["a full agent", account({ suspended: true }), true],
  ["a light one", lightAccount({ suspended: true }), false],
])("%s that is suspended keeps its role", (_, one, seat) => {
  const { subjects, findings } = judge(id, { accounts: [one] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]?.severity).toBe("medium");
  expect(findings[0]?.message.includes("paid seat")).toBe(seat);
});

test("one that is not suspended passes, a shared one is not asked", () => {
  expect(judge(id).result).toMatchObject({ outcome: "pass", assessed: 1 });
  expect(judge(id, { accounts: [account({ suspended: true, kind: "shared" })] }).subjects).toEqual([]);
});

test("no signal is unknown", () => {
  expect(judge(id, { accounts: [account({ suspended: null })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
