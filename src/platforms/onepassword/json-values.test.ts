import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonValues } from "./json-values.ts";

function read(text: string, size = text.length): unknown[] {
  const values = new JsonValues({ what: "op user list", excerpt: (quoted) => quoted.slice(0, 20) });
  const found: string[] = [];
  for (let at = 0; at < text.length; at += Math.max(1, size)) found.push(...values.push(text.slice(at, at + Math.max(1, size))));
  values.end();
  return found.map((value) => JSON.parse(value));
}

const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));

test("whatever stands in the rows and wherever the text is cut, an array and objects one after the other give the same rows", () => {
  const law = fc.property(rows, fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 2), (list, size, indent) => {
    const written = list.map((row) => JSON.stringify(row, null, indent));
    // As JSON has it: -0 is written 0, and a key __proto__ is one like any other.
    const expected = written.map((row) => JSON.parse(row));
    expect(read(JSON.stringify(list, null, indent), size)).toEqual(expected);
    expect(read(written.join("\n"), size)).toEqual(expected);
    expect(read(written.join(""), size)).toEqual(expected);
  });
  fc.assert(law);
});

test.each(["", "\n", "null", "null\n", "[]", " [ ]\n"])("%j is a list without rows", (text) => {
  for (const size of [1, 2, 99]) expect(read(text, size)).toEqual([]);
});

test.each([
  ["a table for people", "ID    NAME   EMAIL", 'printed no JSON list: "I'],
  ["a page", "<!doctype html>", "printed no JSON list"],
  ["a bare number", "17", "printed no JSON list"],
  ["a list of words", '["a"]', "printed no JSON list"],
  ["a list in a list", "[[{}]]", "printed no JSON list"],
  ["a word that only begins like null", "nul", "printed no JSON list"],
  ["more after the list", "[] {}", "printed no JSON list"],
  ["rows after null", 'null {"id":1}', "printed no JSON list"],
  ["a list that breaks off", '[{"id":"a"},', "printed JSON that breaks off"],
  ["a row that breaks off", '[{"id":"a}', "printed JSON that breaks off"],
])("%s is no list: %s", (_, text, message) => {
  for (const size of [1, 3, 99]) expect(() => read(text, size)).toThrow(`op user list ${message}`);
});

test("a row without an end is given up before it fills the memory", () => {
  const values = new JsonValues({ what: "op user list", excerpt: String });
  values.push('[{"name":"');
  const chunk = "x".repeat(2 ** 20);
  expect(() => {
    for (let sent = 0; sent < 100; sent += 1) values.push(chunk);
  }).toThrow("one row of more than 8 MiB");
});
