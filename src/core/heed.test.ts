import { describe, expect, it, test } from "vitest";
import type { Command } from "../model/answer.ts";
import type { FollowedFinding } from "../model/follow-up.ts";
import { heed, heedWords } from "./heed.ts";
import { mayDecide, mayNotDecide } from "./may-decide.ts";
import { aFollowed, aState, dana, decision, dora, explained, lee, monday, opal } from "./testing/follow-up.ts";

const { roles } = aState();

describe("mayDecide", () => {
  const about = (...subjects: string[]) => aFollowed(1, { subjects });

  test.each([
    ["the auditor", lee, true],
    ["the auditor, however written", "Lee+audits@ACME.test", true],
    ["the ops manager", opal, true],
    ["the deputy", dora, false],
    ["the subject", dana, false],
    ["a stranger", null, false],
  ])("%s", (_, by, may) => {
    expect(mayDecide(by, about(dana), roles)).toBe(may);
  });

  it("never lets anybody decide on what is about themselves, by whatever address", () => {
    expect(mayNotDecide(lee, about("lee.private@acme.test", "LEE+x@acme.test"), roles)).toMatch(/about themselves/);
    expect(mayNotDecide(opal, about(opal), roles)).toMatch(/about themselves/);
    expect(mayNotDecide(dora, about(opal, dora), roles)).toMatch(/about themselves/);
  });

  it("lets whoever signed in as auditor or manager decide, but about themselves", () => {
    const signedIn = { ...roles, isListed: true };
    expect(mayNotDecide("max@acme.test", about(dana), signedIn)).toBeNull();
    expect(mayNotDecide(dana, about(dana), signedIn)).toMatch(/about themselves/);
    expect(mayNotDecide(dora, about(dana), signedIn)).toBeNull();
    expect(mayNotDecide(null, about(dana), signedIn)).not.toBeNull();
  });

  it("lets the deputy decide where it is about the ops manager", () => {
    expect(mayDecide(dora, about(opal), roles)).toBe(true);
    expect(mayNotDecide(dora, about(dana), roles)).toMatch(/deputy decides only/);
    expect(mayDecide(dora, about(opal), { ...roles, deputy: null })).toBe(false);
  });
});

function told(command: Command, over: Partial<FollowedFinding> = {}, by: string | null = lee) {
  const audit = aState({ findings: [aFollowed(1, over), aFollowed(2)] });
  return heed(command, { by, at: "2026-11-25T09:00:00Z" }, audit);
}

const accept: Command = { verb: "accept", refs: ["F1"], until: "2027-03-01", reason: "cover" };
const reject: Command = { verb: "reject", refs: ["F1"], reason: "no" };
const reopen: Command = { verb: "reopen", refs: ["F1"], reason: "no" };
const explain: Command = { verb: "explain", refs: ["F1"], reason: "cover" };
const waiting = { answers: [explained(monday)] };
const accepted = { decisions: [decision("accept", monday)] };
const gone = { sightings: [{ at: monday, seen: false }] };

describe("heed", () => {
  it("records an answer of anybody, for each finding there is", () => {
    const { answers, refusals } = told({ verb: "explain", refs: ["F1", "F2", "F9"], reason: "cover" }, {}, null);
    const answer = { kind: "explain", by: null, at: "2026-11-25T09:00:00Z", reason: "cover" };
    expect(answers).toEqual([
      { key: aFollowed(1).key, answer },
      { key: aFollowed(2).key, answer },
    ]);
    expect(refusals).toEqual(["F9 is no finding of zendesk-global/FY27-Q4."]);
  });

  it("records a decision of who may", () => {
    const decided = { kind: "accept", by: lee, at: "2026-11-25T09:00:00Z", until: "2027-03-01", reason: "cover" };
    expect(told(accept)).toMatchObject({ decisions: [{ key: aFollowed(1).key, decision: decided }], refusals: [] });
    expect(told(reject, waiting).decisions).toMatchObject([{ decision: { kind: "reject", until: null } }]);
    expect(told(reopen, accepted).decisions).toMatchObject([{ decision: { kind: "reopen" } }]);
    expect(told(reopen, waiting).decisions).toHaveLength(1);
  });

  it("passes on that somebody asks to close", () => {
    expect(told({ verb: "close", reason: "the rest is known" }).close).toEqual({ reason: "the rest is known" });
  });

  test.each<[string, Command, Partial<FollowedFinding>, string | null, RegExp]>([
    ["a stranger's decision", accept, {}, null, /^F1: somebody unknown may not accept it: only the auditor and/],
    ["the subject's own", accept, { subjects: [lee] }, lee, /^F1: lee@acme.test may not accept it: it is about themselves/],
    ["an end that is past", { ...accept, until: "2026-11-24" }, {}, lee, /^F1: 2026-11-24 is past: name a day to come\.$/],
    ["a rejection of nothing", reject, {}, lee, /^F1: nobody explained it/],
    ["a rejection of what was accepted", reject, accepted, lee, /reopen it\.$/],
    ["reopening what is open", reopen, {}, lee, /^F1: it is open already\.$/],
    ["reopening what the file exempts", reopen, { exempt: { until: "2027-06-30" } }, lee, /exemptions.yaml/],
    ["a decision on what is gone", accept, gone, lee, /^F1: it is no longer seen on the platform, so there is nothing to accept/],
    ["an explanation of what is settled", explain, gone, dana, /^F1: it is settled already/],
    ["an explanation of what is accepted", explain, accepted, dana, /^F1: it is accepted until 2027-03-01/],
  ])("refuses %s, in one sentence", (_, command, over, by, sentence) => {
    const { answers, decisions, refusals } = told(command, over, by);
    expect([...answers, ...decisions]).toEqual([]);
    expect(refusals).toEqual([expect.stringMatching(sentence)]);
  });

  it("accepts until today", () => {
    expect(told({ ...accept, until: "2026-11-25" }).refusals).toEqual([]);
  });
});

it("takes free words for an explanation of each open item of the ping", () => {
  const findings = [aFollowed(1), aFollowed(2), aFollowed(3, gone), aFollowed(4, waiting)];
  const audit = { ...aState({ findings }), refs: ["F1", "F3", "F4"] };
  const { answers, refusals } = heedWords("on-call cover", { by: dana, at: "2026-11-25T09:00:00Z" }, audit);
  expect(answers).toEqual([{ key: aFollowed(1).key, answer: explained("2026-11-25T09:00:00Z") }]);
  expect(refusals).toEqual([]);
});
