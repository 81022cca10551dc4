import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type ChainedEvent, eventLine, eventOfLine, followChain, linkDigest, payloadDigest } from "./chain.ts";

const audit = "zendesk-global/FY27-Q4";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A chain of so many events. */
function chainOf(count: number): ChainedEvent[] {
  const events: ChainedEvent[] = [];
  for (let n = 1; n <= count; n += 1) {
    const event = { n, at: `2026-11-${10 + n}T08:00:00.000Z`, kind: "said", actor: "dana@acme.test", payload: { words: `${n}` } };
    const payloadSha256 = payloadDigest(event, sha256);
    const digest = linkDigest({ ...event, previous: events.at(-1)?.sha256 ?? null, audit, payloadSha256 }, sha256);
    events.push({ ...event, payloadSha256, sha256: digest, redactedAt: null });
  }
  return events;
}

test("a chain is whole as it was written, and its digest is the one anybody computes", () => {
  const events = chainOf(3);
  const state = followChain(audit, events, sha256);
  expect(state).toEqual({ head: events[2]?.sha256, events: 3, breaks: [], redacted: [] });
  const payload = sha256('{"actor":"dana@acme.test","payload":{"words":"1"}}');
  expect(events[0]?.sha256).toBe(
    sha256(
      `{"audit":"${audit}","kind":"said","n":1,"payload_sha256":"${payload}","previous":null,"time":"2026-11-11T08:00:00.000Z"}`,
    ),
  );
});

test("nothing of an audit is nothing broken", () => {
  expect(followChain(audit, [], sha256)).toEqual({ head: null, events: 0, breaks: [], redacted: [] });
});

const changes: [string, (events: ChainedEvent[]) => ChainedEvent[], number][] = [
  ["what one says", (all) => all.with(1, { ...all[1], payload: { words: "other" } } as ChainedEvent), 2],
  ["who did it", (all) => all.with(1, { ...all[1], actor: "kim@acme.test" } as ChainedEvent), 2],
  ["its time", (all) => all.with(1, { ...all[1], at: "2026-11-01T08:00:00.000Z" } as ChainedEvent), 2],
  ["its kind", (all) => all.with(1, { ...all[1], kind: "replied" } as ChainedEvent), 2],
  ["one taken out", (all) => all.toSpliced(1, 1), 3],
  ["the first taken out", (all) => all.slice(1), 2],
  ["two in the other order", ([a, b, c]) => [a, c, b] as ChainedEvent[], 3],
  ["one twice", ([a, b, c]) => [a, b, b, c] as ChainedEvent[], 2],
  [
    "what one says, with its own digest put right",
    (all) => {
      const payload = { words: "other" };
      return all.with(1, {
        ...all[1],
        payload,
        payloadSha256: payloadDigest({ actor: "dana@acme.test", payload }, sha256),
      } as ChainedEvent);
    },
    2,
  ],
];

test.each(changes)("a chain is broken by %s, and the event is named", (_, change, n) => {
  const { breaks } = followChain(audit, change(chainOf(3)), sha256);
  expect(breaks[0]?.n).toBe(n);
});

test("the chain of another audit is not ours", () => {
  expect(followChain("calendly/FY27-Q4", chainOf(2), sha256).breaks.map(({ n }) => n)).toEqual([1, 2]);
});

test("an event that was redacted under retention is told, and the chain is whole", () => {
  const events = chainOf(3);
  const redacted = { ...events[1], actor: "forgotten-1", payload: {}, redactedAt: "2027-11-30T00:00:00.000Z" } as ChainedEvent;
  const state = followChain(audit, events.with(1, redacted), sha256);
  expect([state.breaks, state.redacted]).toEqual([[], [{ n: 2, at: "2027-11-30T00:00:00.000Z" }]]);
  const moved = followChain(audit, events.with(1, { ...redacted, kind: "replied" }), sha256);
  expect(moved.breaks.map(({ n }) => n)).toEqual([2]);
});

test("an event comes back from its line as it was", () => {
  for (const event of chainOf(2)) expect(eventOfLine(eventLine(event))).toEqual(event);
});
