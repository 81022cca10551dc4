import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Admission, type Budget, Pacer, type Ticket } from "./budget.ts";
import { runWorld, type World } from "./testing/fixed-window.ts";

const minute = 60_000;
const start = 1_790_000_000_000;

function ticketOf(admission: Admission): Ticket {
  if ("until" in admission) throw new Error(`refused until ${admission.until}`);
  return admission.ticket;
}

function budget(remaining: number, resetAt: number | null = start + minute): Budget {
  return { limit: null, remaining, resetAt };
}

/** Sends one after the other until refused. */
function spend(pacer: Pacer, options: { remaining: number; now: number }): number {
  let { remaining } = options;
  for (let sent = 0; ; sent += 1) {
    const admission = pacer.admit(options.now);
    if ("until" in admission) return sent;
    remaining -= 1;
    pacer.answered(admission.ticket, { budget: budget(remaining), now: options.now });
  }
}

describe("a window", () => {
  test("begins with a single request that learns what is left", () => {
    const pacer = new Pacer(1);
    const probe = ticketOf(pacer.admit(start));
    expect(pacer.admit(start)).toEqual({ until: null });
    pacer.answered(probe, { budget: budget(10), now: start });
    expect(pacer.admit(start)).toHaveProperty("ticket");
    expect(pacer.admit(start)).toHaveProperty("ticket");
  });

  test("gives all of it at rate 1, half of it at rate 0.5, and one request at least", () => {
    expect(spend(new Pacer(1), { remaining: 700, now: start })).toBe(700);
    expect(spend(new Pacer(0.5), { remaining: 700, now: start })).toBe(350);
    expect(spend(new Pacer(0.01), { remaining: 5, now: start })).toBe(1);
  });

  test("shrinks our share by what others take", () => {
    const pacer = new Pacer(0.5);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(699), now: start });
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(4), now: start });
    expect(pacer.admit(start)).toHaveProperty("ticket");
    expect(pacer.admit(start)).toEqual({ until: null });
  });

  test("used up, is waited out until the told reset and a second for its rounding", () => {
    const pacer = new Pacer(1);
    spend(pacer, { remaining: 3, now: start });
    expect(pacer.admit(start + 10)).toEqual({ until: start + minute + 1000 });
    expect(pacer.admit(start + minute + 1000)).toHaveProperty("ticket");
  });

  test("whose reset nobody tells lasts a minute from its first answer", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(0, null), now: start + 70 });
    expect(pacer.admit(start + 80)).toEqual({ until: start + 70 + minute });
  });

  test("is not reopened by a late answer that tells of more left", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(5), now: start });
    const [early, late] = [ticketOf(pacer.admit(start)), ticketOf(pacer.admit(start))];
    pacer.answered(late, { budget: budget(0), now: start + 10 });
    pacer.answered(early, { budget: budget(4), now: start + 20 });
    expect(pacer.admit(start + 30)).toEqual({ until: start + minute + 1000 });
  });

  test.each([
    ["by more left", null, null],
    ["by a later reset", start + minute, start + 2 * minute],
  ])("that the platform ended before we expected it, told %s, makes room for the next", (_how, first, second) => {
    const pacer = new Pacer(0.5);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(9, first), now: start });
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(99, second), now: start + 10 });
    let sent = 1;
    while ("ticket" in pacer.admit(start + 20)) sent += 1;
    expect(sent).toBe(50);
  });

  test("counts a request that crossed its beginning as perhaps taken", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(50, null), now: start });
    const crossing = ticketOf(pacer.admit(start));
    pacer.answered(ticketOf(pacer.admit(start + 1)), { budget: budget(60, null), now: start + 2 });
    pacer.answered(crossing, { budget: budget(2, null), now: start + 3 });
    let sent = 0;
    while ("ticket" in pacer.admit(start + 4)) sent += 1;
    expect(sent).toBe(59);
  });

  test("gets no room from answers the next window counted, where nobody tells when it began", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(2, null), now: start });
    const [before, after] = [ticketOf(pacer.admit(start)), ticketOf(pacer.admit(start))];
    pacer.answered(before, { budget: budget(1, null), now: start + 10 });
    pacer.answered(after, { budget: budget(2, null), now: start + 11 });
    expect(pacer.admit(start + 12)).toEqual({ until: start + minute });
  });

  test("does not count a request that never left", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(1), now: start });
    pacer.admit(start);
    pacer.unsent();
    expect(pacer.admit(start)).toHaveProperty("ticket");
  });

  test("counts a request nobody heard of again as taken", () => {
    const pacer = new Pacer(1);
    pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(2), now: start });
    pacer.admit(start);
    pacer.lost();
    expect(pacer.admit(start)).toHaveProperty("ticket");
    expect(pacer.admit(start)).toEqual({ until: null });
  });
});

test("a platform that tells no budget is not paced", () => {
  const pacer = new Pacer(0.5);
  pacer.answered(ticketOf(pacer.admit(start)), { budget: null, now: start });
  for (let sent = 0; sent < 1000; sent += 1) expect(pacer.admit(start)).toHaveProperty("ticket");
});

test("after a 429 from a platform that tells no budget one goes alone too", () => {
  const pacer = new Pacer(1);
  pacer.answered(ticketOf(pacer.admit(start)), { budget: null, now: start });
  pacer.admit(start);
  pacer.lost();
  pacer.pause(start + 1000);
  const probe = ticketOf(pacer.admit(start + 1000));
  expect(pacer.admit(start + 1000)).toEqual({ until: null });
  pacer.answered(probe, { budget: null, now: start + 1100 });
  expect(pacer.admit(start + 1100)).toHaveProperty("ticket");
  expect(pacer.admit(start + 1100)).toHaveProperty("ticket");
});

test("after a 429 nothing goes before its time, and then one alone", () => {
  const pacer = new Pacer(1);
  pacer.answered(ticketOf(pacer.admit(start)), { budget: budget(100), now: start });
  const other = ticketOf(pacer.admit(start));
  pacer.admit(start);
  pacer.lost();
  pacer.pause(start + 93_000);
  pacer.answered(other, { budget: budget(99), now: start + 5 });
  expect(pacer.admit(start + 92_999)).toEqual({ until: start + 93_000 });
  expect(pacer.admit(start + 93_000)).toHaveProperty("ticket");
  expect(pacer.admit(start + 93_000)).toEqual({ until: null });
});

const world = fc.record({
  limit: fc.integer({ min: 1, max: 700 }),
  rate: fc.constant(1),
  concurrency: fc.integer({ min: 1, max: 8 }),
  windows: fc.constantFrom("aligned" as const, "from-first-request" as const),
  phaseMs: fc.integer({ min: 0, max: minute - 1 }),
  tells: fc.constantFrom("seconds-up" as const, "seconds-down" as const, "epoch" as const, "nothing" as const),
  latencyMs: fc.integer({ min: 0, max: 400 }),
  othersEveryMs: fc.constant<number | null>(null),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
});

function seeded({ seed, ...rest }: Omit<World, "random"> & { seed: number }): World {
  let state = seed;
  return {
    ...rest,
    random() {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    },
  };
}

describe("against a fixed window of a minute", () => {
  test("rate 1 is never refused, however answers cross and resets are rounded", () => {
    fc.assert(
      fc.property(world, (given) => {
        expect(runWorld(seeded(given), 6 * minute).refused).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test("rate 1 takes at least 95 % of what the limit allows", () => {
    const busy = world.map((given) => ({
      ...given,
      limit: Math.max(20, given.limit),
      concurrency: 6,
      latencyMs: given.latencyMs / 8,
    }));
    fc.assert(
      fc.property(busy, (given) => {
        // The first minute may have begun before us.
        expect(runWorld(seeded(given), 12 * minute).served).toBeGreaterThanOrEqual(Math.floor(0.95 * given.limit * 11));
      }),
      { numRuns: 60 },
    );
  });

  test("a lower rate takes no more than its share, and others can only make it less", () => {
    const shared = fc.tuple(
      world,
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      fc.option(fc.integer({ min: 100, max: 5000 })),
    );
    fc.assert(
      fc.property(shared, ([given, rate, othersEveryMs]) => {
        const { perWindow } = runWorld(seeded({ ...given, rate, othersEveryMs }), 6 * minute);
        const share = Math.max(1, Math.floor(rate * given.limit));
        // Nobody tells to the millisecond when a window ends: the rest of one share may be counted in the next window. That is
        // then less in the one before, so any windows in a row take their shares and one more at the most.
        for (const from of perWindow.keys()) {
          const row = perWindow.slice(from);
          const taken = row.reduce((sum, each) => sum + each, 0);
          expect(taken).toBeLessThanOrEqual((row.length + 1) * share + given.concurrency);
          expect(row[0]).toBeLessThanOrEqual(2 * share + given.concurrency);
        }
      }),
      { numRuns: 150 },
    );
  });
});
