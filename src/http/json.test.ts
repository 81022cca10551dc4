import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "./json.ts";

test("integers beyond 2^53 are text, digit for digit; all else is as JSON.parse gives it", () => {
  const text =
    '{"id":9007199254740993,"neg":-12345678901234567890,"safe":9007199254740991,"text":"9007199254740993 \\" 12345678901234567890","real":1.12345678901234567890,"big":1e30,"exp":12345678901234567890e2,"list":[18446744073709551615]}';
  const plain = JSON.parse(text) as object;
  expect(parseJson(text)).toEqual({
    ...plain,
    id: "9007199254740993",
    neg: "-12345678901234567890",
    list: ["18446744073709551615"],
  });
});

test.each(['{"a":', "12345678901234567890,", "01234567890123456789", "[1234567890123456789.]"])("%j is no JSON", (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test("a very long text full of escapes is read", () => {
  expect(parseJson(`["${"\\n".repeat(3_000_000)}",12345678901234567]`)).toEqual(["\n".repeat(3_000_000), "12345678901234567"]);
});

test("any integer survives, any other value is untouched", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const integers = fc.array(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }));
  fc.assert(
    fc.property(value, integers, (other, ids) => {
      const body = parseJson(`{"other":${JSON.stringify(other)},"ids":[${ids.join(",")}]}`) as { other: unknown; ids: unknown[] };
      expect(body.ids.map(String)).toEqual(ids.map(String));
      expect(JSON.stringify(body.other)).toBe(asWritten(other));
    }),
  );
});

/** What is given back for a JavaScript value: its unsafe integers as the digits they are written with. */
function asWritten(value: unknown): string {
  return JSON.stringify(value, (_key, one) =>
    /^-?\d{16,}$/.test(typeof one === "number" && !Number.isSafeInteger(one) ? JSON.stringify(one) : "")
      ? JSON.stringify(one)
      : one,
  );
}
