import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { holdContext } from "./held.ts";
import type { Opened } from "./leases.ts";

let readings: number;
let fails: Error | null;
let closed: number;
let warned: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  [readings, fails, closed, warned] = [0, null, 0, []];
});
afterEach(() => {
  vi.useRealTimers();
});

function held() {
  return holdContext({
    fresh: 10_000,
    patience: 60_000,
    async open() {
      if (fails) throw fails;
      readings += 1;
      const close = async () => {
        closed += 1;
      };
      return { context: { config: { organization: `as of ${readings}` } }, warnings: [], close } as unknown as Opened;
    },
    store: () => Promise.reject(new Error("nobody asks for it")),
    clock: () => "2026-11-22T12:00:00.000Z",
    warn: (warning) => void warned.push(warning),
    signal: new AbortController().signal,
  });
}

const asOf = (of: ReturnType<typeof held>) => of.using(async ({ config }) => config.organization);

it("many who ask at once share one reading", async () => {
  const one = held();
  expect(await Promise.all([asOf(one), asOf(one), asOf(one)])).toEqual(["as of 1", "as of 1", "as of 1"]);
  vi.advanceTimersByTime(10_000);
  expect([await asOf(one), readings]).toEqual(["as of 1", 1]);
});

it("is read anew after some seconds, while whoever asks gets what is there; what was before is closed", async () => {
  const one = held();
  await asOf(one);
  vi.advanceTimersByTime(10_001);
  expect(await asOf(one)).toBe("as of 1");
  await vi.waitFor(() => expect([readings, closed]).toEqual([2, 1]));
  expect(await asOf(one)).toBe("as of 2");
});

it("is waited for by everybody where nobody had asked for long: who was taken from a list is out", async () => {
  const one = held();
  await asOf(one);
  vi.advanceTimersByTime(3_600_000);
  expect(await Promise.all([asOf(one), asOf(one)])).toEqual(["as of 2", "as of 2"]);
  expect(readings).toBe(2);
});

it("what cannot be read now stays as it was, and is said", async () => {
  const one = held();
  await asOf(one);
  fails = new Error("GitLab is away");
  vi.advanceTimersByTime(3_600_000);
  expect(await asOf(one)).toBe("as of 1");
  expect(warned).toEqual(["what was read before goes on: GitLab is away"]);
});

it("what never could be read is an error, and is tried again", async () => {
  const one = held();
  fails = new Error("no roster");
  await expect(asOf(one)).rejects.toThrow("no roster");
  fails = null;
  expect(await asOf(one)).toBe("as of 1");
});
