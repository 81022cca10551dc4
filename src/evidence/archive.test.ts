import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import JSZip from "jszip";
import { expect, test } from "vitest";
import { openArchive } from "./archive-reader.ts";
import { archiveOf, type NewFile } from "./archive-writer.ts";
import { ownFolder, sha256 } from "./testing/bundles.ts";

const files: NewFile[] = [
  { path: "a.txt", bytes: () => [Buffer.from("one\n"), Buffer.from("two\n")] },
  { path: "folder/b.jsonl.gz", bytes: () => [Buffer.alloc(70_000, 7)] },
  { path: "folder/empty", bytes: () => [] },
];

async function bytesOf(all: readonly NewFile[] = files): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of archiveOf(all)) parts.push(part);
  return Buffer.concat(parts);
}

function onDisk(bytes: Buffer): string {
  const path = join(ownFolder(), "archive.zip");
  writeFileSync(path, bytes);
  return path;
}

test("the same files are the same archive for ever: what was sealed is built again years later", async () => {
  // The digest is of the form itself. Where it changes, every bundle sealed before counts as broken.
  expect(sha256(await bytesOf())).toBe("10e4f5fd66e59ceace899c1d4fc1105bf452a5d22d9b974244a42372b829f631");
});

test("in another time zone, and cut otherwise, it is the same archive", async () => {
  const script = `
    import { archiveOf } from ${JSON.stringify(join(import.meta.dirname, "archive-writer.ts"))};
    const files = [
      { path: "a.txt", bytes: () => [Buffer.from("one\\ntwo\\n")] },
      { path: "folder/b.jsonl.gz", bytes: () => Array.from({ length: 70 }, () => Buffer.alloc(1000, 7)) },
      { path: "folder/empty", bytes: () => [Buffer.alloc(0)] },
    ];
    const parts = [];
    for await (const part of archiveOf(files)) parts.push(part);
    process.stdout.write(Buffer.concat(parts));`;
  const env = { ...process.env, TZ: "Pacific/Kiritimati" };
  const there = execFileSync(process.execPath, ["--input-type=module", "-e", script], { env, maxBuffer: 1 << 24 });
  expect(there.equals(await bytesOf())).toBe(true);
});

test("another program that knows zip reads it", async () => {
  const zip = await JSZip.loadAsync(await bytesOf(), { checkCRC32: true });
  expect(await zip.file("a.txt")?.async("string")).toBe("one\ntwo\n");
  expect((await zip.file("folder/b.jsonl.gz")?.async("nodebuffer"))?.equals(Buffer.alloc(70_000, 7))).toBe(true);
});

test("an archive is read back, and is its own again", async () => {
  const archive = await openArchive(onDisk(await bytesOf()));
  expect(archive.files.map(({ path, size }) => [path, size])).toEqual([
    ["a.txt", 8],
    ["folder/b.jsonl.gz", 70_000],
    ["folder/empty", 0],
  ]);
  expect((await archive.whole("a.txt")).toString()).toBe("one\ntwo\n");
  expect(await archive.firstDifference()).toBeNull();
  await expect(archive.whole("folder/b.jsonl.gz", 1000)).rejects.toThrow("larger than anything of its kind");
  await expect(archive.whole("c")).rejects.toThrow("there is no c in it");
  archive.close();
});

test.each([
  ["something before it", (bytes: Buffer) => Buffer.concat([Buffer.from("hello"), bytes])],
  ["something after it", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("hello")])],
])("an archive with %s is none, or another one", async (_, change) => {
  const path = onDisk(change(await bytesOf()));
  const archive = await openArchive(path).catch((error: Error) => error);
  if (archive instanceof Error) expect(archive).toMatchObject({ is: "damaged" });
  else expect(await archive.firstDifference()).not.toBeNull();
});

test.each(["../../etc/x", "/etc/passwd", "a/../b/c12", "a\\b\\c1234", "C:/temp/xyz", "a//b/c/d/e", ".hidden/abc"])(
  "a file with the name %s is never opened",
  async (name) => {
    const planted = "x".repeat(name.length);
    const bytes = await bytesOf([{ path: planted, bytes: () => [Buffer.from("hello")] }]);
    const hostile = Buffer.from(bytes.toString("latin1").replaceAll(planted, name), "latin1");
    await expect(openArchive(onDisk(hostile))).rejects.toMatchObject({ is: "name" });
  },
);

test("what is no archive is said to be none", async () => {
  await expect(openArchive(onDisk(Buffer.from("not a zip")))).rejects.toMatchObject({ is: "damaged" });
  await expect(openArchive(onDisk(Buffer.alloc(0)))).rejects.toMatchObject({ is: "damaged" });
  const bytes = await bytesOf();
  await expect(openArchive(onDisk(bytes.subarray(0, bytes.length - 30)))).rejects.toMatchObject({ is: "damaged" });
});

test("what goes wrong while a file is read ends the archive", async () => {
  const broken: NewFile = {
    path: "broken",
    async *bytes() {
      yield Buffer.from("begun");
      throw new Error("the database is away");
    },
  };
  await expect(bytesOf([...files, broken])).rejects.toThrow("the database is away");
});

test("a name that is twice in it is no archive of ours", async () => {
  const bytes = await bytesOf([
    { path: "first", bytes: () => [Buffer.from("1")] },
    { path: "other", bytes: () => [Buffer.from("2")] },
  ]);
  const twice = Buffer.from(bytes.toString("latin1").replaceAll("other", "first"), "latin1");
  await expect(openArchive(onDisk(twice))).rejects.toThrow("first is in it twice");
  expect(readFileSync(onDisk(twice)).length).toBe(bytes.length);
});
