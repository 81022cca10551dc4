import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DoneAct, FollowUpState } from "../model/follow-up.ts";
import { step } from "./follow-up.ts";
import { recorded } from "./plan.ts";
import { dayMs, runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";
import { anyState, iso, moment, start } from "./testing/any-follow-up.ts";

/** The facts as they were known then: nothing of what is still to be said or seen. */
function knownAt(all: FollowUpState, now: number): FollowUpState {
  const past = ({ at }: { at: string }) => Date.parse(at) <= now;
  const findings = all.findings.map((one) => ({
    ...one,
    answers: one.answers.filter(past),
    decisions: one.decisions.filter(past),
    sightings: one.sightings.filter(past),
  }));
  return { ...all, findings };
}

/** What is done by ticks at these times, in the order given. */
function run(all: FollowUpState, ticks: readonly number[]): DoneAct[] {
  let done: readonly DoneAct[] = [];
  for (const now of ticks) {
    const at = iso(now);
    const then = { ...knownAt(all, now), done };
    done = recorded(then, step(then, at).due, at).done;
  }
  return [...done];
}

const last = Date.parse("2027-02-03T12:00:00Z");

/** Every twelve hours until the period is over. */
const regular = Array.from({ length: Math.ceil((last - start) / (dayMs / 2)) + 1 }, (_, n) => start + n * (dayMs / 2));

/** Any of the regular ticks are missed, but never the last ones. */
const irregular = fc
  .array(fc.boolean(), { minLength: regular.length, maxLength: regular.length })
  .map((kept) => regular.filter((at, index) => kept[index] || at > last - 3 * dayMs));

const once: readonly string[] = ["ask", "escalate", "tell", "decide", "decide-late", "review", "carry-over"];

describe("the follow-up", () => {
  it("makes no step twice for a finding, whatever ticks are missed", () => {
    fc.assert(
      fc.property(anyState, irregular, (all, ticks) => {
        const made = run(all, ticks).flatMap(({ step: name, items }) =>
          once.includes(name) ? items.map(({ key, turn, of }) => `${name} ${key} ${turn} ${of}`) : [],
        );
        expect(made.length).toBe(new Set(made).size);
      }),
      { numRuns: 50 },
    );
  });

  it("gives every act an id of its own", () => {
    fc.assert(
      fc.property(anyState, irregular, (all, ticks) => {
        const ids = run(all, ticks).map(({ id }) => id);
        expect(ids.length).toBe(new Set(ids).size);
      }),
      { numRuns: 50 },
    );
  });

  it("ends for every finding: settled, or carried over by the time the period is over", () => {
    fc.assert(
      fc.property(anyState, irregular, (all, ticks) => {
        const done = run(all, ticks);
        const clock = runningClock(all.clock);
        const open = all.findings
          .filter((finding) => settle(finding, { clock, now: last }).is !== "settled")
          .map(({ key }) => key);
        const carried = done.filter((act) => act.step === "carry-over").flatMap(({ items }) => items.map(({ key }) => key));
        expect([...carried].sort()).toEqual(open.sort());
      }),
      { numRuns: 50 },
    );
  });

  it("forgets nobody: who is open and known for long enough was asked, whatever the limit of a round", () => {
    fc.assert(
      fc.property(anyState, (all) => {
        const clock = runningClock(all.clock);
        const silent = { ...all, findings: all.findings.map((one) => ({ ...one, answers: [], decisions: [], sightings: [] })) };
        const asked = new Set(
          run(silent, regular).flatMap(({ step: name, items }) => (name === "ask" ? items.map(({ key }) => key) : [])),
        );
        const open = silent.findings.filter((finding) => settle(finding, { clock, now: last }).is === "open");
        expect(open.every(({ key }) => asked.has(key))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("does nothing more when it is asked twice, in between, or at a time that has gone back", () => {
    const extra = fc.array(fc.tuple(fc.nat(regular.length - 1), fc.integer({ min: 0, max: 30 })), { maxLength: 40 });
    fc.assert(
      fc.property(anyState, extra, (all, drawn) => {
        // Every fact is known from the start: only the clock goes back, not what was said.
        const known = { ...all, findings: knownAt(all, last).findings };
        const goingBack = new Map(drawn);
        const ticks = regular.flatMap((at, index) => {
          const days = goingBack.get(index);
          return days === undefined ? [at] : [at, at, at - days * dayMs, at];
        });
        expect(runKnown(known, ticks)).toEqual(runKnown(known, regular));
      }),
      { numRuns: 50 },
    );
  });

  it("does the same in whatever order findings, people and acts are given", () => {
    fc.assert(
      fc.property(anyState, moment, (all, at) => {
        const done = run(all, regular.slice(0, 15));
        const turned = {
          ...all,
          findings: all.findings.toReversed(),
          people: new Map([...all.people].toReversed()),
          done: done.toReversed(),
        };
        expect(step(turned, at)).toEqual(step({ ...all, done }, at));
      }),
      { numRuns: 50 },
    );
  });

  it("says when the next act is due: nothing comes before", () => {
    fc.assert(
      fc.property(anyState, irregular, fc.nat(80), (all, ticks, count) => {
        const now = ticks[Math.min(count, ticks.length - 1)] ?? start;
        const then = {
          ...knownAt(all, now),
          done: run(
            all,
            ticks.filter((at) => at <= now),
          ),
        };
        const { due, next } = step(then, iso(now));
        expect(due).toEqual([]);
        const latest = next === null ? now + 90 * dayMs : Date.parse(next) - 1;
        for (const part of [0.1, 0.5, 0.9, 1]) expect(step(then, iso(now + (latest - now) * part)).due).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("never shortens a wait: no rung comes sooner than `wait` after the one below", () => {
    fc.assert(
      fc.property(anyState, irregular, (all, ticks) => {
        const before = new Map<string, number>();
        for (const { step: name, at, items } of run(all, ticks)) {
          for (const { key, turn, of } of items) {
            const rung = `${key} ${turn} ${of}`;
            const below = before.get(rung);
            if (below !== undefined && ["escalate", "tell", "decide-late"].includes(name))
              expect(Date.parse(at) - below).toBeGreaterThanOrEqual(all.settings.wait * dayMs);
            before.set(rung, Date.parse(at));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("asks nobody on a paused day, one message a person and step a day, and no more people than allowed", () => {
    fc.assert(
      fc.property(anyState, irregular, (all, ticks) => {
        const clock = runningClock(all.clock);
        const people = new Map<string, Set<string>>();
        const messages: string[] = [];
        for (const { step: name, about, to, at } of run(all, ticks)) {
          const day = clock.dayOf(Date.parse(at));
          expect(clock.running(Date.parse(at))).toBe(Date.parse(at));
          messages.push(`${day} ${name} ${about} ${to}`);
          if (name === "ask" || name === "escalate") people.set(day, (people.get(day) ?? new Set()).add(about));
        }
        expect(messages.length).toBe(new Set(messages).size);
        for (const pinged of people.values()) expect(pinged.size).toBeLessThanOrEqual(all.settings.atMost);
      }),
      { numRuns: 50 },
    );
  });
});

/** Like `run`, with everything known from the start. */
function runKnown(all: FollowUpState, ticks: readonly number[]): DoneAct[] {
  let then = all;
  for (const now of ticks) then = recorded(then, step(then, iso(now)).due, iso(now));
  return [...then.done];
}
