import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./csv-records.ts";
import { type Problem, problemText } from "./problem.ts";

function parse(text: string) {
  const problems: Problem[] = [];
  return { records: [...parseCsv(text, { file: "p.csv", problems })], problems: problems.map(problemText) };
}

describe("records", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('"', '""', ",", ";", "\t", "\r\n", "\n", "a\nb", 'say "x"', " ", "é"),
  );
  const row = fc.array(cell, { minLength: 2, maxLength: 4 }).filter((cells) => cells.some((one) => one.trim() !== ""));

  it("come back as they were written, with the line they start at", () => {
    const written = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 5 }),
      separator: fc.constantFrom(",", ";", "\t", "|"),
      end: fc.constantFrom("\n", "\r\n"),
      last: fc.boolean(),
    });
    fc.assert(
      fc.property(written, ({ rows, separator, end, last }) => {
        const quoted = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator));
        const text = quoted.join(end) + (last ? end : "");
        const { records, problems } = parse(text);
        expect(problems).toEqual([]);
        expect(records.map(({ cells }) => cells)).toEqual(rows);
        for (const [index, { line, row }] of records.entries()) {
          expect(row).toBe(index + 1);
          const before = quoted.slice(0, index).join(end) + (index > 0 ? end : "");
          expect(line).toBe(1 + (before.match(/\r\n|\n|\r/g)?.length ?? 0));
        }
      }),
    );
  });

  it("need no quotes where nothing in them asks for any; blank lines are no records", () => {
    expect(parse("a,b\n\n c ,\n,\nd,e").records).toEqual([
      { line: 1, row: 1, cells: ["a", "b"] },
      { line: 3, row: 3, cells: [" c ", ""] },
      { line: 5, row: 5, cells: ["d", "e"] },
    ]);
  });

  it.each([
    ['a,b\nx,"y\nz', "p.csv:2: the quotes opened here are never closed"],
    ['a,b\n"x"y,z', "p.csv:2: text after closing quotes: write quotes inside quotes twice"],
  ])("are refused: %j", (text, message) => {
    expect(parse(text).problems).toEqual([message]);
  });

  it("with quotes that never close in a large file are refused at once", () => {
    expect(parse(`a,b\n"${'""'.repeat(2_000_000)}`).problems).toHaveLength(1);
  });
});
