import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { canonicalJson, compareIds } from "../model/json.ts";
import type { Row } from "../model/source.ts";
import { RowFolder } from "./kept-rows.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-rows-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function keep(rows: Row[], pageSize: number): { folder: RowFolder; kept: ReturnType<ReturnType<RowFolder["writer"]>["finish"]> } {
  const rowFolder = new RowFolder(folder);
  const writer = rowFolder.writer("users");
  for (let at = 0; at < rows.length; at += pageSize) writer.append(rows.slice(at, at + pageSize));
  return { folder: rowFolder, kept: writer.finish() };
}

test("rows come back ordered by id as numbers of any length, and the digest is over the bytes on disk", () => {
  const { folder: rows, kept } = keep([{ id: "900719925474099312" }, { id: "35", name: "ünïcode 🙂" }, { id: "9" }], 2);
  expect([...rows.of("users")].map((row) => row.id)).toEqual(["9", "35", "900719925474099312"]);
  const bytes = readFileSync(join(folder, "users.jsonl"));
  expect(kept).toEqual({ rows: 3, sha256: createHash("sha256").update(bytes).digest("hex"), repeated: null });
});

test("a list longer than a batch and in descending order is merged whole, and leaves one file", () => {
  const count = 45_000;
  const { folder: rows, kept } = keep(
    Array.from({ length: count }, (_, at) => ({ id: String(count - at), text: `zeile\n${at}` })),
    100,
  );
  expect(kept.rows).toBe(count);
  expect(kept.repeated).toBeNull();
  let last = 0;
  for (const row of rows.of("users")) expect(Number(row.id)).toBe(++last);
  expect(last).toBe(count);
  expect(readdirSync(folder)).toEqual(["users.jsonl"]);
});

test("an id that comes twice is named, also when the two stand in different batches", () => {
  const rows = Array.from({ length: 25_000 }, (_, at) => ({ id: String(at + 1) }));
  expect(keep([...rows, { id: "7" }], 100).kept.repeated).toBe("7");
});

test("the order rows arrive in never changes the bytes", () => {
  const ids = fc.uniqueArray(fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String), fc.string({ minLength: 1 })), {
    maxLength: 50,
  });
  fc.assert(
    fc.property(ids, (list) => {
      const rows = list.map((id) => ({ id, name: `n${id}` }));
      const expected = [...rows].sort((a, b) => compareIds(a.id, b.id)).map((row) => `${canonicalJson(row)}\n`);
      expect(keep(rows, 3).kept.sha256).toBe(createHash("sha256").update(expected.join("")).digest("hex"));
    }),
  );
});

test("a source that was never written has no rows", () => {
  expect([...new RowFolder(folder).of("groups")]).toEqual([]);
});

test("a list that is empty when it is read again leaves nothing of the reading before", () => {
  keep([{ id: "1" }], 1);
  const { folder: rows, kept } = keep([], 1);
  expect(kept.rows).toBe(0);
  expect([...rows.of("users")]).toEqual([]);
});
