import { expect, it } from "vitest";
import type { Context } from "../operations/context.ts";
import { openLeases } from "./leases.ts";

function counting(fresh: number) {
  const count = { opened: 0, closed: 0, warned: [] as string[] };
  const using = openLeases({
    async open() {
      count.opened += 1;
      return {
        context: { now: "then" } as Context,
        warnings: ["odd"],
        close: async () => {
          count.closed += 1;
        },
      };
    },
    fresh,
    clock: () => "now",
    warn: (warning) => void count.warned.push(warning),
  });
  return { count, using };
}

const { signal } = new AbortController();

it("jobs at the same time share one reading, each with a time and a signal of its own", async () => {
  const { count, using } = counting(60_000);
  const other = new AbortController().signal;
  const seen = await Promise.all(
    [signal, other].map((one) => using(one, async ({ now, signal: given }) => [now, given === one])),
  );
  expect(seen).toEqual([
    ["now", true],
    ["now", true],
  ]);
  expect(count).toEqual({ opened: 1, closed: 1, warned: ["odd"] });
});

it("a job after the others reads the files again, and what is odd in them is said once", async () => {
  const { count, using } = counting(60_000);
  await using(signal, async () => {});
  await using(signal, async () => {});
  expect(count).toEqual({ opened: 2, closed: 2, warned: ["odd"] });
});

it("a job that comes late does not get what an old one has read", async () => {
  const { count, using } = counting(-1);
  await using(signal, () => using(signal, async () => {}));
  expect(count).toEqual({ opened: 2, closed: 2, warned: ["odd"] });
});

it("files that cannot be read end the job, not the next one", async () => {
  let broken = true;
  const using = openLeases({
    open: async () => {
      if (broken) throw new Error("rollcall.yaml:3: no");
      return { context: {} as Context, warnings: [], close: async () => {} };
    },
    ...{ fresh: 60_000, clock: () => "now", warn: () => {} },
  });
  await expect(using(signal, async () => 1)).rejects.toThrow("rollcall.yaml:3");
  broken = false;
  expect(await using(signal, async () => 1)).toBe(1);
});
