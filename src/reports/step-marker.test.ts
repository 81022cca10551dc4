import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { DoneAct } from "../model/follow-up.ts";
import { isOurComment, messageMarker, parseMessageMarker } from "./message-marker.ts";
import { parseStepMarker, stepMarker } from "./step-marker.ts";
import { hostileText } from "./testing/hostile.ts";

const audit = "zendesk-global/FY27-Q4";

function item(number: number, over: Partial<DoneAct["items"][number]> = {}): DoneAct["items"][number] {
  return { key: `${audit}/x:${number}`, ref: `F${number}`, turn: null, of: "dana@acme.test", ...over };
}

function act(items: DoneAct["items"], over: Partial<DoneAct> = {}): DoneAct {
  const asked = { id: "ask:dana@acme.test>dana@acme.test#1", step: "ask", about: "dana@acme.test" } as const;
  return { ...asked, to: ["dana@acme.test"], at: "2026-11-23T09:00:00.000Z", items, ...over };
}

const nobody = () => null;

describe("the marker of a step", () => {
  it("carries audit, step, people, time, refs and keys, and is one line nobody sees", () => {
    const marker = stepMarker(audit, act([item(2), item(1), item(3), item(7, { turn: "2026-11-25T09:00:00.000Z" })]));
    expect(marker).toMatch(/^<!-- rollcall:step audit="zendesk-global\/FY27-Q4" id="ask:dana=0040acme.test.*" -->$/);
    expect(marker).toContain(
      'items="dana=0040acme.test=0020-=0020F1-F3=000adana=0040acme.test=00202026-11-25T09:00:00.000Z=0020F7"',
    );
    expect(marker).not.toMatch(/[@#\n]/);
  });

  it("is read back, in the order of refs", () => {
    const made = act([item(9), item(1, { of: "kim@acme.test" }), item(10, { turn: "2026-11-25T09:00:00.000Z" })], { to: [] });
    const read = parseStepMarker(`${stepMarker(audit, made)}\n\nHello @dana`, nobody);
    expect(read?.audit).toBe(audit);
    expect(read?.act.items).toHaveLength(3);
    expect({ ...read?.act, items: new Set(read?.act.items) }).toEqual({ ...made, items: new Set(made.items) });
  });

  it("leaves the keys of many items to the Notes", () => {
    const made = act(Array.from({ length: 10_000 }, (_, index) => item(index + 1)));
    const marker = stepMarker(audit, made);
    expect(marker.length).toBeLessThan(500);
    const read = parseStepMarker(marker, (ref) => (ref === "F5" ? null : `${audit}/x:${ref.slice(1)}`));
    expect(read?.act.items).toEqual(made.items.filter(({ ref }) => ref !== "F5"));
  });

  it("counts in the first line only: not quoted, not behind other words", () => {
    const marker = stepMarker(audit, act([item(1)]));
    for (const body of [`> ${marker}`, `see ${marker}`, `Hello\n${marker}`]) {
      expect(isOurComment(body)).toBe(false);
      expect(parseStepMarker(body, nobody)).toBeNull();
    }
  });

  test.each([
    ["another kind", messageMarker("reply", { audit, note: "1" })],
    ["an unknown step", messageMarker("step", { audit, id: "x", step: "shout", about: "a", at: "2026-11-23T09:00:00Z" })],
    ["no time", messageMarker("step", { audit, id: "x", step: "ask", about: "a", at: "soon" })],
    ["more items than there are", stepMarker(audit, act([item(1)])).replace(/F1"/, 'F1-F999999999"')],
    ["refs that are none", stepMarker(audit, act([item(1)])).replace(/F1"/, 'F1,x"')],
    ["half a marker", stepMarker(audit, act([item(1)])).slice(0, 80)],
    ["nothing", ""],
  ])("%s is no step", (_, body) => {
    expect(parseStepMarker(body, nobody)).toBeNull();
  });
});

const time = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((day) => day.toISOString());
const mail = fc.stringMatching(/^[a-z0-9+._"<>&-]{1,12}@acme\.test$/);
const anItem = fc.record({ key: hostileText.filter((key) => !key.includes("\n")), turn: fc.option(time), of: mail });
const items = fc.array(anItem, { maxLength: 6 }).map((all) => all.map((one, index) => ({ ...one, ref: `F${index + 1}` })));
const anAct = fc
  .record({ id: hostileText.filter(Boolean), about: mail, to: fc.array(mail, { maxLength: 3 }), at: time, items })
  .map((drawn) => act(drawn.items, drawn));

it("any act comes back from its marker, and no text is taken for one", () => {
  fc.assert(
    fc.property(anAct, hostileText, (made, body) => {
      const marker = stepMarker(audit, made);
      expect(marker.slice(4, -3)).not.toMatch(/[@\n]|--/);
      const read = parseStepMarker(`${marker}\n\n${body}`, nobody)?.act;
      const sorted = read?.items.toSorted((a, b) => Number(a.ref.slice(1)) - Number(b.ref.slice(1)));
      expect({ ...read, items: sorted }).toEqual(made);
      expect(() => [parseStepMarker(body, nobody), parseMessageMarker(body)]).not.toThrow();
    }),
  );
});
