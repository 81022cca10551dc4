import { expect, test } from "vitest";
import { credential, oauthToken, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-owner-left";
const people = [person({ endDate: "2026-10-31" })];

test.each([
  ["by its name", credential()],
  ["by its user", oauthToken()],
])("a leaver's token %s goes to the auditor", (how, one) => {
  const { subjects, findings } = judge(id, { people, credentials: [one] });
  expect(subjects).toEqual([`credential:${one.id}`]);
  expect(findings[0]).toMatchObject({
    severity: "critical",
    answers_to: { email: "lee@acme.test" },
    person: { email: "dana@acme.test" },
  });
  expect(findings[0]?.message).toContain(how);
});

test("an owner who is here, or on the last day, passes; nobody's is another check's", () => {
  expect(judge(id, { credentials: [credential()] }).subjects).toEqual([]);
  expect(judge(id, { people: [person({ endDate: "2026-11-22" })], credentials: [credential()] }).subjects).toEqual([]);
  expect(judge(id, { people, credentials: [credential({ name: "Bo - x" })] }).subjects).toEqual([]);
});

test("without the users it is not assessed", () => {
  const result = judge(id, { people, credentials: [oauthToken()], ended: { users: "failed" } }).result;
  expect(result).toMatchObject({ outcome: "not-assessed", failing: 0, unknown: 1 });
});
