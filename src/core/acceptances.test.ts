import { expect, test } from "vitest";
import type { Decision } from "../model/answer.ts";
import type { Said } from "../model/event.ts";
import { acceptancesOf } from "./acceptances.ts";

const [q3, q4] = ["zendesk-global/FY27-Q3", "zendesk-global/FY27-Q4"];
const key = "zendesk-global/role-mismatch/account:1";

function decided(kind: Decision["kind"], at: string, until: string | null = null): Decision {
  return { kind, by: "dana@acme.test", at, until, reason: "on-call cover" };
}

function said(source: string, ...decisions: Decision[]): Said {
  return { source, digest: null, answers: [], decisions: decisions.map((decision) => ({ key, decision })), refusals: [] };
}

const accept = decided("accept", "2026-08-01T10:00:00Z", "2027-03-01");

test("an acceptance holds up to its last day", () => {
  const list = [{ audit: q3, said: said("note:1", accept) }];
  expect(acceptancesOf(list, "2027-03-01")).toEqual([{ audit: q3, key, decision: accept }]);
  expect(acceptancesOf(list, "2027-03-02")).toEqual([]);
});

test.each([
  ["a comment that was edited into something else", said("note:1")],
  ["a reopening in another place", said("note:2", decided("reopen", "2026-11-02T10:00:00Z"))],
  ["a rejection in another place", said("note:2", decided("reject", "2026-11-02T10:00:00Z"))],
  ["a reopening at the same moment", said("note:2", decided("reopen", accept.at))],
])("%s ends it", (_what, after) => {
  const first = { audit: q3, said: said("note:1", accept) };
  expect(acceptancesOf([first, { audit: q3, said: after }], "2026-11-22")).toEqual([]);
});

test("a decision of a later audit counts, in whatever order they are told; the same comment number elsewhere is another comment", () => {
  const reopened = { audit: q4, said: said("note:1", decided("reopen", "2026-11-02T10:00:00Z")) };
  const first = { audit: q3, said: said("note:1", accept) };
  for (const list of [
    [first, reopened],
    [reopened, first],
  ])
    expect(acceptancesOf(list, "2026-11-22")).toEqual([]);
  expect(acceptancesOf([first, { audit: q4, said: said("note:1") }], "2026-11-22")).toHaveLength(1);
});

test("a later acceptance takes the place of an earlier one, and of an ending", () => {
  const again = decided("accept", "2026-11-03T10:00:00Z", "2026-12-01");
  const list = [
    { audit: q3, said: said("note:1", accept) },
    { audit: q4, said: said("note:2", decided("reopen", "2026-11-02T10:00:00Z")) },
    { audit: q4, said: said("note:3", again) },
  ];
  expect(acceptancesOf(list, "2026-11-22")).toEqual([{ audit: q4, key, decision: again }]);
  expect(acceptancesOf(list, "2026-12-02")).toEqual([]);
});

test("newest first", () => {
  const other = { ...said("note:2"), decisions: [{ key: "other", decision: { ...accept, at: "2026-09-01T10:00:00Z" } }] };
  const list = [
    { audit: q3, said: said("note:1", accept) },
    { audit: q3, said: other },
  ];
  expect(acceptancesOf(list, "2026-11-22").map((one) => one.key)).toEqual(["other", key]);
});
