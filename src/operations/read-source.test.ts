import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  configurationError,
  credentialsError,
  interruptedError,
  laterError,
  machineError,
  type RollcallError,
} from "../model/errors.ts";
import type { Row } from "../model/source.ts";
import type { Listing } from "../platforms/platform.ts";
import { RowFolder } from "../store/kept-rows.ts";
import { readSource } from "./read-source.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-read-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A listing that gives the pages of each reading in turn; a page may be an error to throw. */
function listing(readings: (Row[] | Error)[][], more: Partial<Listing> = {}): Listing & { opened: number } {
  return {
    name: "users",
    query: "GET /users",
    right: "an admin's token",
    opened: 0,
    async *pages(reading) {
      for (const page of readings[Math.min(this.opened++, readings.length - 1)] ?? []) {
        reading.meter.requests += 1;
        if (page instanceof Error) throw page;
        yield page;
      }
    },
    ...more,
  } as Listing & { opened: number };
}

function countOf(...values: (number | null | Error)[]): Listing["count"] {
  let asked = 0;
  return {
    name: "user-count",
    query: "GET /users/count",
    async read({ meter }) {
      meter.requests += 1;
      const value = values[Math.min(asked++, values.length - 1)] ?? null;
      if (value instanceof Error) throw value;
      return value;
    },
  };
}

function read(from: Listing) {
  return readSource(from, {
    rows: new RowFolder(folder),
    signal: new AbortController().signal,
    clock: () => "2026-11-22T12:00:00Z",
    onRows: () => {},
  });
}

function withStatus(error: RollcallError, status: number): RollcallError {
  return Object.assign(error, { status });
}

const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));

test("a list read to its end is complete, with rows, requests, the platform's count and a digest", async () => {
  const [users, count] = await read(listing([[rows("1", "2"), rows("3")]], { count: countOf(3) }));
  expect(users).toMatchObject({ status: "complete", rows: 3, expected: 3, requests: 2, reason: null });
  expect(users?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(count).toMatchObject({ name: "user-count", status: "complete", rows: 1, requests: 1 });
});

test("a repeated row means the list moved: it is read again from the start, and the second reading stands", async () => {
  const from = listing([[rows("1", "2"), rows("2", "3")], [rows("1", "2", "3")]]);
  const [users] = await read(from);
  expect(users).toMatchObject({ status: "complete", rows: 3, requests: 3 });
  expect([...new RowFolder(folder).of("users")].map(({ id }) => id)).toEqual(["1", "2", "3"]);
});

test("a list that disagrees with the count three times has failed, says both numbers, and leaves no rows to use", async () => {
  const from = listing([[rows("1", "2")]], { count: countOf(3) });
  const [users] = await read(from);
  expect(from.opened).toBe(3);
  expect(users).toMatchObject({ status: "failed", sha256: null, expected: 3 });
  expect(users?.reason).toContain("2 rows read, the platform counts 3");
  expect(readdirSync(folder)).not.toContain("users.jsonl");
});

test("a list cut midway has failed: what came before the cut is never used", async () => {
  const [users] = await read(listing([[rows("1"), laterError("users: page 2 broke off", "try later")]]));
  expect(users).toMatchObject({ status: "failed", rows: 1, reason: "users: page 2 broke off; try later", refused: false });
  expect(existsSync(join(folder, "users.jsonl"))).toBe(false);
});

test("of a list in parts, what was read stands to be judged, and the list is unread all the same", async () => {
  const broken = withStatus(credentialsError("1 of 2 could not be read (group b): 403 Forbidden"), 403);
  const [members] = await read(listing([[rows("a/1", "a/2"), broken]], { inParts: true }));
  expect(members).toMatchObject({ status: "unavailable", rows: 2, sha256: null, refused: true });
  expect([...new RowFolder(folder).of("users")].map(({ id }) => id)).toEqual(["a/1", "a/2"]);
});

test("parts that never hold still are not judged", async () => {
  const [members] = await read(listing([[rows("a/1", "a/1")]], { inParts: true }));
  expect(members).toMatchObject({ status: "failed", sha256: null });
  expect([...new RowFolder(folder).of("users")]).toEqual([]);
});

test("a refusal is unavailable and names the missing right", async () => {
  const [users] = await read(listing([[withStatus(credentialsError("403 Forbidden"), 403)]]));
  expect(users).toMatchObject({ status: "unavailable", refused: true, reason: "403 Forbidden; it needs an admin's token" });
});

test("credentials that are not known at all are told what to do about them, not which right they lack", async () => {
  const [users] = await read(listing([[credentialsError("the client is not known", "check client_secret")]]));
  expect(users).toMatchObject({ status: "unavailable", refused: true, reason: "the client is not known; check client_secret" });
});

test("an address that leads nowhere is this source's failure, with what to correct", async () => {
  const [users] = await read(listing([[configurationError("this host name is not known", "check url")]]));
  expect(users).toMatchObject({ status: "failed", refused: false, reason: "this host name is not known; check url" });
});

test("an answer that means there is no such thing here is absent, also after the platform's own status for it", async () => {
  const from = listing([[withStatus(configurationError("404"), 404)]], { absent: { 404: "switched off" } });
  expect((await read(from))[0]).toMatchObject({ status: "absent", reason: "switched off", rows: 0 });
});

test("a 404 that means nothing special has failed and is marked for settling", async () => {
  expect((await read(listing([[withStatus(configurationError("404"), 404)]])))[0]).toMatchObject({
    status: "failed",
    notFound: true,
  });
});

test("a count that cannot be had leaves the list complete and is itself not", async () => {
  const [users, count] = await read(listing([[rows("1")]], { count: countOf(withStatus(credentialsError("403"), 403)) }));
  expect(users).toMatchObject({ status: "complete", expected: null });
  expect(count).toMatchObject({ status: "unavailable" });
});

test.each([interruptedError(), machineError("the disk is full")])("$actor ends the run instead of the source", async (error) => {
  await expect(read(listing([[error]]))).rejects.toBe(error);
});

/** A listing whose pages say how many rows there are: what is told at each, and the page itself. */
function told(readings: [number, Row[]][][]): Listing {
  let opened = 0;
  return listing([], {
    async *pages({ meter, expect: tell }) {
      for (const [total, page] of readings[Math.min(opened++, readings.length - 1)] ?? []) {
        meter.requests += 1;
        tell?.(total);
        yield page;
      }
    },
  });
}

test("what the pages themselves say of their number is what is expected", async () => {
  const [users] = await read(
    told([
      [
        [3, rows("1", "2")],
        [3, rows("3")],
      ],
    ]),
  );
  expect(users).toMatchObject({ status: "complete", rows: 3, expected: 3, requests: 2 });
});

test.each([
  ["fewer rows than the pages count", [[3, rows("1", "2")]] as [number, Row[]][], "2 rows read, the platform counts 3"],
  [
    "a number that changes while it is read",
    [
      [3, rows("1", "2")],
      [2, []],
    ] as [number, Row[]][],
    "counted 3 rows, then 2",
  ],
])("%s mean the list moved: it is read again, and then is unread", async (_, pages, reason) => {
  const whole: [number, Row[]][] = [[2, rows("1", "2")]];
  expect(await read(told([pages, whole]))).toMatchObject([{ status: "complete", rows: 2, expected: 2 }]);
  const [users] = await read(told([pages]));
  expect(users).toMatchObject({ status: "failed", sha256: null, reason: expect.stringContaining(reason) });
});
