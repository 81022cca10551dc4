import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { TarError } from "./pax.ts";
import { readTar } from "./tar.ts";
import { paxOf, tarOf, type Written } from "./testing/tar.ts";

const dana: Written = { name: "t/dana.yaml", content: "name: Dana\n" };
const commit = "0123456789abcdef0123456789abcdef01234567";

function read(entries: readonly Written[], end?: number) {
  const { entries: found, ...rest } = readTar(tarOf(entries, end));
  return { ...rest, entries: found.map(({ path, kind, bytes }) => [path, kind, Buffer.from(bytes).toString()]) };
}

function faultOf(archive: Uint8Array): string {
  try {
    readTar(archive);
  } catch (error) {
    if (error instanceof TarError) return error.message;
    throw error;
  }
  return "";
}

describe("an archive as git writes it", () => {
  it("gives folders, files and links, and the commit it is of", () => {
    const global: Written = { name: "pax_global_header", type: "g", content: paxOf({ comment: commit }) };
    const entries = [global, { name: "t/", type: "5" }, dana, { name: "t/empty.yaml" }, { name: "t/link.yaml", type: "2" }];
    expect(read(entries, 20)).toEqual({
      commit,
      entries: [
        ["t", "directory", ""],
        ["t/dana.yaml", "file", "name: Dana\n"],
        ["t/empty.yaml", "file", ""],
        ["t/link.yaml", "link", ""],
      ],
    });
  });

  it("has long names in a pax header or a prefix, for one entry each", () => {
    const long = `t/${"ü".repeat(90)}/${"x".repeat(120)}.yaml`;
    const pax: Written = { name: "t/x.paxheader", type: "x", content: paxOf({ mtime: "1", path: long }) };
    const prefixed: Written = { ...dana, name: "lee.yaml", prefix: "t/deep" };
    expect(read([pax, { ...dana, name: "t/x.data" }, dana, prefixed]).entries.map(([path]) => path)).toEqual([
      long,
      "t/dana.yaml",
      "t/deep/lee.yaml",
    ]);
  });

  test("whatever names and contents it has, they come back", () => {
    const step = fc.string({ minLength: 1, maxLength: 90, unit: "grapheme" }).filter((text) => !/[/\0]|^\.{1,2}$/u.test(text));
    const paths = fc.uniqueArray(
      fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join("/")),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(paths, fc.uint8Array({ maxLength: 1500 }), (names, content) => {
        const entries = names.flatMap((path, index): Written[] => [
          { name: `${index}.paxheader`, type: "x", content: paxOf({ path }) },
          { name: `${index}.data`, content },
        ]);
        const found = readTar(tarOf(entries)).entries;
        expect(found.map(({ path }) => path)).toEqual(names);
        for (const { bytes } of found) expect(Buffer.compare(bytes, content)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe("an archive that was cut", () => {
  const whole = tarOf([{ name: "t/", type: "5" }, dana, { ...dana, name: "t/lee.yaml" }]);

  test("anywhere is never a smaller one", () => {
    for (let length = 0; length < whole.length; length += 1) expect(faultOf(whole.subarray(0, length)), `${length}`).not.toBe("");
    expect(faultOf(whole)).toBe("");
  });

  test.each([
    ["without an end mark", tarOf([dana], 0), "it breaks off before its end mark"],
    ["in the middle of its end mark", tarOf([dana], 1), "it breaks off inside its end mark"],
    ["of nothing", Buffer.alloc(0), "it breaks off before its end mark"],
    ["in a file", tarOf([dana]).subarray(0, 515), 'it breaks off inside "t/dana.yaml"'],
    [
      "and goes on after its end",
      Buffer.concat([tarOf([dana]), tarOf([{ ...dana, name: "t/b" }])]),
      "something follows its end mark",
    ],
  ])("%s", (_, archive, fault) => {
    expect(faultOf(archive)).toBe(fault);
  });
});

describe("a hostile archive", () => {
  const pax = (content: string): Written => ({ name: "x", type: "x", content });

  test.each<[string, Written[], string]>([
    ["a path that climbs", [{ name: "t/../../etc/passwd" }], '"t/../../etc/passwd" is a path that leads out of it'],
    ["an absolute path", [{ name: "/etc/passwd" }], '"/etc/passwd" is a path that leads out of it'],
    ["a path that climbs in a pax header", [pax(paxOf({ path: "t/../x" })), dana], '"t/../x" is a path that leads out of it'],
    ["a path with a NUL", [pax(paxOf({ path: "t/a\0b" })), dana], '"t/a\\u0000b" is a path that leads out of it'],
    ["no path", [{ name: "" }], '"" is a path that leads out of it'],
    ["a name twice", [dana, dana], '"t/dana.yaml" stands in it twice'],
    ["a name as file and folder", [dana, { name: "t/dana.yaml/", type: "5" }], '"t/dana.yaml" stands in it twice'],
    ["a hard link", [{ name: "t/a", type: "1" }], '"t/a" is of a kind git does not write (type "1")'],
    ["a device", [{ name: "t/a", type: "3" }], '"t/a" is of a kind git does not write (type "3")'],
    ["a long name as GNU writes it", [{ name: "././@LongLink", type: "L", content: "t/a" }], "leads out of it"],
    ["a sparse file", [{ name: "t/a", type: "S" }], '"t/a" is of a kind git does not write (type "S")'],
    ["a kind nobody knows", [{ name: "t/a", type: "\u0007" }], '"t/a" is of a kind git does not write (type "\\u0007")'],
    ["a link with content", [{ name: "t/a", type: "2", content: "x" }], '"t/a" is no file and has content'],
    ["a size beyond its end", [{ ...dana, size: "77777777777\0" }], 'it breaks off inside "t/dana.yaml"'],
    ["a size in GNU's binary form", [{ ...dana, size: "\u0080\0\0\0\0\0\0\0\0\0\0\u000b" }], "a header is damaged (size)"],
    ["a size that is none", [{ ...dana, size: "-0000000001\0" }], "a header is damaged (size)"],
    ["no size", [{ ...dana, size: "\0".repeat(12) }], "a header is damaged (size)"],
    ["a wrong checksum", [{ ...dana, checksum: "0000001\0" }], "a header is damaged (checksum)"],
    ["GNU's magic", [{ ...dana, magic: "ustar  \0" }], "it is no POSIX tar (ustar)"],
    ["two sizes", [pax(paxOf({ size: "4096" })), dana], 'the size of "t/dana.yaml" is said twice, differently'],
    ["a record longer than its header", [pax("99 path=t/a\n"), dana], "a pax header is damaged"],
    ["a record of no length", [pax("0 path=t/a\n"), dana], "a pax header is damaged"],
    ["a record without a key", [pax("6 abc\n"), dana], "a pax header is damaged"],
    ["a record without an end", [pax("10 path=tt"), dana], "a pax header is damaged"],
    ["no record", [pax("nothing"), dana], "a pax header is damaged"],
    ["a header as large as a book", [pax("x".repeat(2 ** 20 + 1)), dana], "a pax header is larger than 1 MiB"],
    ["a header of nothing", [dana, pax(paxOf({ path: "t/b" }))], "a pax header stands before nothing"],
  ])("with %s is refused", (_, entries, fault) => {
    expect(faultOf(tarOf(entries))).toContain(fault);
  });

  test("with a name that is not UTF-8 is refused", () => {
    const broken = tarOf([{ name: "x", type: "x", content: Buffer.from("9 path=\xff\n", "latin1") }, dana]);
    expect(faultOf(broken)).toBe("a pax header is not UTF-8");
  });

  test("of any bytes ends, with a fault or entries that stay inside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), fc.nat(2000), fc.integer({ min: 0, max: 255 }), (noise, at, byte) => {
        faultOf(noise);
        const bent = tarOf([{ name: "t/", type: "5" }, dana]);
        bent[at % bent.length] = byte;
        if (faultOf(bent) === "")
          for (const { path } of readTar(bent).entries) expect(path).not.toMatch(/^\/|(?:^|\/)\.\.(?:\/|$)/);
      }),
    );
  });
});
