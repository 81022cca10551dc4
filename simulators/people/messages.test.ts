import { expect, test } from "vitest";
import { linesOf, mentionsIn, refsIn, wantsOf, withStart, withTicks } from "./messages.ts";
import { ask, decide, escalate, notes, review, unseen } from "./testing/comments.ts";

test.each([
  ["ask", ask("danaw", ["F1", "F2"]), ["F1", "F2"], ["danaw"]],
  ["escalate", escalate(["kimi", "opalr"], "Dana Whitfield", ["F3"]), ["F3"], ["kimi", "opalr"]],
  ["decide", decide("leeo", ["F4"]), ["F4"], ["leeo"]],
  ["review", review("opalr"), [], ["opalr"]],
  ["unseen", unseen(["F5", "F6"]), ["F5", "F6"], []],
  ["tell", "@opalr: 2 findings of the access audit Calendly FY27-Q4 are still open: the people asked have not.", [], ["opalr"]],
  ["review", "the access audit Calendly FY27-Q4 waits for your word to close it.", [], []],
  ["words", "@danaw: please see to F7, F9 today.", ["F7", "F9"], ["danaw"]],
] as const)("%s is told by its words", (wants, body, refs, mentions) => {
  expect([wantsOf(body), refsIn(body), mentionsIn(body)]).toEqual([wants, refs, mentions]);
});

test("nobody is mentioned by an escaped @, an address, or what is hidden", () => {
  expect(mentionsIn("\\@all dana@acme.test <!-- @hidden --> (@real.name).")).toEqual(["real.name"]);
});

test("the Notes tell which finding a ref is, and whether its box is ticked", () => {
  const text = notes({ F1: "calendly/name-mismatch/account:USR=0031", F2: "calendly/link-missing/person:a" });
  const ticked = withTicks(text, ["F2", "F99"]);
  expect([...linesOf(ticked).values()].map(({ ref, key, ticked: is }) => [ref, key, is])).toEqual([
    ["F1", "calendly/name-mismatch/account:USR1", false],
    ["F2", "calendly/link-missing/person:a", true],
  ]);
  expect(ticked.split("\n").filter((line, at) => line !== text.split("\n")[at])).toHaveLength(1);
});

test("the box that starts the asking is ticked once", () => {
  const started = withStart(notes({ F1: "a/b/account:1" }));
  expect(started).toContain("- [x] **Reviewed, start asking**");
  expect(started).toContain("- [ ] **F1**");
  expect(withStart(started ?? "")).toBeNull();
  expect(withStart("- [ ] something else")).toBeNull();
});
