import { expect, test } from "vitest";
import { dana, lee } from "../core/testing/follow-up.ts";
import { decide, type Speaker } from "./decide.ts";
import { takeBack } from "./take-back.ts";
import { aRemembered, Rounds } from "./testing/round.ts";

const now = "2026-11-24T09:00:00.000Z";
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
const audit = "zendesk-global/FY27-Q4";
const speaker = (email: string): Speaker => ({ email, actor: email, via: "page" });
const accept = { verb: "accept", refs: ["F1", "F2"], until: "2027-03-01", reason: "known" } as const;

function rounds(): Rounds {
  return new Rounds({ findings: [aRemembered(1), aRemembered(2)] });
}

async function accepted(on: Rounds, at = now): Promise<string> {
  on.issue.now = at;
  const { undo } = await decide(on.context(at), audit, { command: { ...accept, refs: [...accept.refs] }, speaker: speaker(lee) });
  if (!undo) throw new Error("nothing was said");
  return undo.source;
}

function counts(on: Rounds): number {
  return on.held.memory.events.filter((event) => event.kind === "said" && event.said.decisions.length > 0).length;
}

test("many findings decided at once are one comment, and taken back they are as they were", async () => {
  const on = rounds();
  const source = await accepted(on);
  expect(on.issue.ours().filter((body) => body.includes("accepts **F1**, **F2**")).length).toBe(1);
  expect(await takeBack(on.context(later(9)), audit, { source, speaker: speaker(lee) })).toEqual(["F1", "F2"]);
  expect(on.issue.ours().at(-1)).toContain("takes back what they said of **F1**, **F2**");
  // What was taken back can be said again, in the same words.
  await accepted(on, later(10));
  expect(counts(on)).toBe(2);
});

test("a store that is lost is rebuilt from the issue, and what was taken back stays so", async () => {
  const on = rounds();
  const source = await accepted(on);
  await takeBack(on.context(later(1)), audit, { source, speaker: speaker(lee) });
  const anew = new Rounds({ findings: [aRemembered(1), aRemembered(2)] });
  anew.issue.threads.push(...structuredClone(on.issue.threads));
  await anew.at(later(2));
  const said = anew.held.memory.events.flatMap((event) => (event.kind === "said" ? [event.said] : []));
  expect(said.map((one) => [one.source, one.decisions.length])).toEqual([
    [source, 2],
    [source, 0],
  ]);
  await anew.at(later(3));
  expect(anew.held.memory.events.filter(({ kind }) => kind === "said").length).toBe(2);
});

test.each([
  [
    "after ten minutes",
    (on: Rounds, source: string) => takeBack(on.context(later(11)), audit, { source, speaker: speaker(lee) }),
    "ten minutes are over",
  ],
  [
    "by somebody else",
    (on: Rounds, source: string) => takeBack(on.context(now), audit, { source, speaker: speaker(dana) }),
    "somebody else said it",
  ],
  [
    "of what was never said",
    (on: Rounds) => takeBack(on.context(now), audit, { source: "page:made-up", speaker: speaker(lee) }),
    "never said",
  ],
  ["of a comment", (on: Rounds) => takeBack(on.context(now), audit, { source: "note:1", speaker: speaker(lee) }), "never said"],
])("it is refused %s, and nothing is changed", async (_, act, why) => {
  const on = rounds();
  const source = await accepted(on);
  const before = on.held.memory.events.length;
  await expect(act(on, source)).rejects.toMatchObject({ actor: "stale", message: expect.stringContaining(why) });
  expect(on.held.memory.events.length).toBe(before);
});

test("it is refused twice, and where more was said since", async () => {
  const on = rounds();
  const source = await accepted(on);
  const command = { verb: "reopen", refs: ["F2"], reason: "not so" } as const;
  await decide(on.context(later(1)), audit, { command: { ...command, refs: ["F2"] }, speaker: speaker(lee) });
  await expect(takeBack(on.context(later(2)), audit, { source, speaker: speaker(lee) })).rejects.toThrow("more was said");
  const other = rounds();
  const once = await accepted(other);
  await takeBack(other.context(now), audit, { source: once, speaker: speaker(lee) });
  await expect(takeBack(other.context(now), audit, { source: once, speaker: speaker(lee) })).rejects.toThrow(
    "taken back already",
  );
});
