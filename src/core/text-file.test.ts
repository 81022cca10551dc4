import { expect, it } from "vitest";
import { type Problem, problemText } from "./problem.ts";
import { decodeText } from "./text-file.ts";

function decode(bytes: Uint8Array, limit = 1024 * 1024) {
  const problems: Problem[] = [];
  return { text: decodeText(bytes, { file: "x", limit, problems }), problems: problems.map(problemText) };
}

it("reads UTF-8 and leaves a byte-order mark out", () => {
  expect(decode(Buffer.from("\ufeffname: é"))).toEqual({ text: "name: é", problems: [] });
});

it("names the line of what is not UTF-8", () => {
  expect(decode(Buffer.from("name: x\ntitle: Müller\n", "latin1"))).toEqual({
    text: null,
    problems: ["x:2: not UTF-8: save the file as UTF-8"],
  });
});

it("refuses what is too large, and binary files", () => {
  expect(decode(Buffer.alloc(1024 * 1024 + 1, "x")).problems).toEqual(["x:1: larger than 1 MiB: not read"]);
  expect(decode(Buffer.from("a\nb\0")).problems).toEqual(["x:2: holds a NUL character: is this a text file in UTF-8?"]);
});
