import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { json } from "../../http/testing/loopback.ts";
import { readSource } from "../../operations/read-source.ts";
import { RowFolder } from "../../store/kept-rows.ts";
import { connected } from "./testing/service.ts";

/** What a server does with one question: a page of its own size, from where it was asked or from elsewhere, counted rightly or not. */
const whim = fc.record({
  size: fc.integer({ min: 0, max: 7 }),
  shift: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) }),
  miscount: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) }),
  lose: fc.oneof({ weight: 8, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 6 }) }),
});

test("whatever page sizes a server chooses, and however it errs, every row is read exactly once or the source is not complete", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-scim-"));
  const ends = { complete: 0, other: 0 };
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 12 }), fc.array(whim, { minLength: 1, maxLength: 5 }), async (length, whims) => {
      const ids = Array.from({ length }, (_, place) => `U${place}`);
      const of = await connected((response, { path }, n) => {
        const { size, shift, miscount, lose } = whims[n % whims.length] ?? { size: 1, shift: 0, miscount: 0, lose: -1 };
        const start = Math.max(0, Number(new URL(path, "http://x.test").searchParams.get("startIndex")) - 1 + shift);
        const page = ids.slice(start, start + size).filter((_, place) => place !== lose);
        json(response, { totalResults: Math.max(0, length + miscount), Resources: page.map((id) => ({ id })) });
      });
      const rows = new RowFolder(mkdtempSync(join(folder, "run-")));
      const options = { rows, signal: new AbortController().signal, clock: () => "2026-11-22T12:00:00Z", onRows: () => {} };
      const [source] = await readSource(of.listing("users"), options);
      const kept = [...rows.of("users")].map(({ id }) => id);
      const isHonest = whims.every(({ miscount }) => miscount === 0);
      ends[source?.status === "complete" ? "complete" : "other"] += 1;
      if (source?.status !== "complete") expect(kept).toEqual([]);
      // Who always counts wrong in the same way cannot be found out; nobody else gets past.
      else if (isHonest) expect(kept).toEqual([...ids].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));
      else expect(new Set(kept).size).toBe(source.expected);
    }),
    { numRuns: 120 },
  );
  rmSync(folder, { recursive: true });
  // Both ways out were taken, else nothing was tried.
  expect(Math.min(ends.complete, ends.other)).toBeGreaterThan(10);
});
