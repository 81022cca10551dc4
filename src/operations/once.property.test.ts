import fc from "fast-check";
import { expect, test } from "vitest";
import { monday } from "../core/testing/follow-up.ts";
import { aRemembered, authors, Rounds } from "./testing/round.ts";

const times = [monday, "2026-11-24T09:00:00Z", "2026-11-26T09:00:00Z", "2026-11-29T09:00:00Z", "2026-12-01T09:00:00Z"];

/** What people do between the rounds, always the same. */
function people(on: Rounds, round: number): void {
  if (round === 1) on.issue.write(authors.dana, "/rollcall explain F1: cover");
  if (round === 2) on.issue.write(authors.lee, "/rollcall reject F1: not any more\n\n/rollcall explian F2");
  if (round === 4) on.issue.write(authors.lee, "/rollcall accept F1 F2 until 2027-03-01: as agreed");
  if (round === 5) on.issue.write(authors.opal, "/rollcall close");
}

class Broken extends Error {}

/** Plays it, breaking at the given writes (counted over tracker and store, before and after each); then as often as it takes. */
async function played(breaks: ReadonlySet<number>): Promise<{ on: Rounds; points: number }> {
  const on = new Rounds({ findings: [aRemembered(1), aRemembered(2)] });
  let points = 0;
  const point = () => {
    points += 1;
    if (breaks.has(points)) throw new Broken();
  };
  on.issue.around = point;
  on.held.around = point;
  for (const [index, now] of [...times, "2026-12-02T09:00:00Z", "2026-12-02T09:00:00Z"].entries()) {
    if (index < 6) people(on, index);
    // Whoever comes next begins anew, at the same time: nobody waits for the clock.
    for (let tries = 0; tries < 20; tries += 1) {
      const round = await on.at(now).catch(() => null);
      if (!round || (round.errors.length === 0 && on.held.memory.unconfirmed.length === 0)) break;
    }
  }
  return { on, points };
}

/** What stands in the issue in the end, without the times and numbers that may differ. */
function endOf({ issue, held }: Rounds): object {
  const ours = issue.ours().map((body) => body.replace(/ at="[^"]*"/, ""));
  return { ours: ours.sort(), thumbs: [...issue.thumbs].sort(), state: held.memory.audit.state, issue: issue.state };
}

test("law: wherever a round breaks, the next ones make everything once, and nothing is lost", async () => {
  const whole = await played(new Set());
  const end = endOf(whole.on);
  expect(end).toMatchObject({ state: "closed", issue: "closed" });
  const breaks = fc.uniqueArray(fc.integer({ min: 1, max: whole.points }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(breaks, async (at) => {
      const { on } = await played(new Set(at));
      expect(endOf(on)).toEqual(end);
    }),
    { numRuns: 300 },
  );
});
