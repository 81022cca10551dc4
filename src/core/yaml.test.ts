import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Problem, problemText } from "./problem.ts";
import { foundText, nodeAt, plainData, readYaml } from "./yaml.ts";
import { readPlainItem } from "./yaml-plain.ts";

function read(text: string, firstLine = 1) {
  const problems: Problem[] = [];
  const node = readYaml(text, { file: "x.yaml", firstLine, problems });
  return { node, data: node && plainData(node), problems: problems.map(problemText) };
}

describe("what is read", () => {
  it("keeps integers beyond 2^53 as their text, and others as numbers", () => {
    expect(read("a: 9007199254740993\nb: -18446744073709551615\nc: 42\nd: 0.5").data).toEqual({
      a: "9007199254740993",
      b: "-18446744073709551615",
      c: 42,
      d: 0.5,
    });
  });

  it("keeps text, booleans and nothing apart, as YAML 1.2 does", () => {
    expect(read("a: off\nb: true\nc:\nd: '1'\ne: 2026-01-31").data).toEqual({
      a: "off",
      b: true,
      c: null,
      d: "1",
      e: "2026-01-31",
    });
  });

  it("expands anchors, and takes over the keys of << where there are none of its own", () => {
    expect(read("base: &b { role: Staff, id: 1 }\none: { <<: *b, id: 2 }\ntwo: *b").data).toEqual({
      base: { role: "Staff", id: 1 },
      one: { role: "Staff", id: 2 },
      two: { role: "Staff", id: 1 },
    });
  });

  it("reads a key called __proto__ as a key", () => {
    expect(Object.keys(read("__proto__: { polluted: true }").data as object)).toEqual(["__proto__"]);
  });

  it("reads an empty text as nothing", () => {
    expect(read("").node).toMatchObject({ kind: "null", line: 1 });
    expect(read("# only a comment\n").node).toMatchObject({ kind: "null" });
  });

  it("gives the line of every key and item, counted from where the text starts in its file", () => {
    const { node } = read("a:\n  b: 1\n  c:\n    - x\n    - y\n", 101);
    expect(node && [nodeAt(node, ["a", "b"]).line, nodeAt(node, ["a", "c", 1]).line]).toEqual([102, 105]);
    expect(node && nodeAt(node, ["a", "z", "q"])).toMatchObject({ line: 101, found: false });
  });

  it("says what was found", () => {
    const { node } = read("a: [1]\nb: { c: 1 }\nc:\nd: x\n");
    expect(["a", "b", "c", "d"].map((key) => node && foundText(nodeAt(node, [key]).node))).toEqual([
      "a list",
      "keys",
      "nothing",
      '"x"',
    ]);
  });
});

describe("what is refused", () => {
  it.each([
    ["a: 1\nb: 2\na: 3", "x.yaml:3: the key a stands twice: first in line 1"],
    ["a: 1\n---\nb: 2", "x.yaml:2: a: one document a file: a second one starts here (---)"],
    ["a: !foo 1", "x.yaml:1: a: tags (!…) are not read: write the value without one"],
    ["a: 1\nb: !!set { x }", "x.yaml:2: tags (!…) are not read: write the value without one"],
    ["a: !!js/function 'x'", "x.yaml:1: a: tags (!…) are not read: write the value without one"],
    ["%YAML 1.1\n---\na: yes", "x.yaml:1: directives (lines that start with %) are not read"],
    ["a: *b", "x.yaml:1: there is no anchor &b above *b"],
    ["a: &x [*x]", "x.yaml:1: the anchor &x holds itself"],
    ["a: &x 1\nb: { <<: *x }", "x.yaml:2: << expects an anchor with keys"],
    ["? [a, b]\n: 1", "x.yaml:1: a key must be plain text"],
    ["name: x\ngroups: [a, b\n", "x.yaml:2: groups: a quote, bracket, brace, comma or colon is missing"],
    ['name: "x', "x.yaml:1: name: a quote, bracket, brace, comma or colon is missing"],
    ["title: Lead: EMEA", "x.yaml:1: title: expected one value; for text with a colon, put it in quotes"],
    ["a:\n\t- b", "x.yaml:2: a: indented with a tab: use spaces"],
    ["a:\n  b: 1\n c: 2", "x.yaml:3: c: the indentation does not fit the lines above"],
  ])("%j", (text, message) => {
    expect(read(text).problems).toEqual([message]);
    expect(read(text).node).toBeNull();
  });

  it("anchors that expand without measure, at once", () => {
    const lines = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]`,
    );
    expect(read(["a0: &a0 [x]", ...lines].join("\n")).problems).toEqual([
      expect.stringContaining("anchors expand to more than 10,000 values"),
    ]);
  });

  it("nesting that would exhaust the stack", () => {
    expect(read("[".repeat(20_000)).problems).toHaveLength(1);
    expect(read(`a: ${"{a: ".repeat(20_000)}`).problems).toHaveLength(1);
  });

  it("never repeats the text it stumbles over: it may be a secret", () => {
    const secret = "glpat-example-not-real";
    const broken = [`a: "x" ${secret}`, `a: [${secret}`, `${secret}\nb: 1`, `a: @${secret}`, `a: %${secret}`, `a: b: ${secret}`];
    for (const text of broken) {
      const { problems } = read(text);
      expect(problems).toHaveLength(1);
      expect(problems.join()).not.toContain("example");
    }
  });
});

const word = fc.oneof(
  fc.constantFrom(
    "Dana",
    "Support AMER",
    "null",
    "Null",
    "true",
    "no",
    "off",
    "0x1F",
    "0o17",
    "1e3",
    "12.5",
    "007",
    "a#b",
    "a #b",
    "a:b",
  ),
  fc.constantFrom(
    "http://x.test/y",
    "x: y",
    "it's",
    'say "x"',
    "- x",
    "[x]",
    "{x}",
    "é ü",
    "a  b",
    "x,",
    "&x",
    "*x",
    "!x",
    "~",
    "",
    "x ",
  ),
  fc.bigInt({ min: 0n, max: 2n ** 66n }).map(String),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const key = fc.constantFrom("name", "email", "zendesk", "main", "us-federal", "groups", "id", "true", "null", "role");
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.dictionary(key, tie("any"), { maxKeys: 4, minKeys: 1 }),
}));

describe("the quick way", () => {
  const flow = fc
    .boolean()
    .map((inFlow) => (inFlow ? ({ collectionStyle: "flow", lineWidth: 0 } as const) : ({ lineWidth: 0 } as const)));

  it("reads the same as the parser, whatever it takes on", () => {
    fc.assert(
      fc.property(fc.dictionary(key, value.any, { minKeys: 1, maxKeys: 5 }), flow, (person, options) => {
        const lines = Object.entries(person).map(([name, one]) => `${name}: ${stringifyBelow(one, options)}`.trimEnd());
        expectSame(`- ${lines.join("\n  ")}\n`);
      }),
      { numRuns: 500 },
    );
  });

  it("reads the same as the parser when a character goes wrong", () => {
    const base =
      "- name: Dana W\n  zendesk:\n    main: { id: 12, groups: [A B, 'C'], role: \"X\" }\n    fed: { id: 1 }\n  title: x\n";
    const slip = fc.constantFrom(..." -:#,[]{}'\"&*!|>%@`\n\r\t~?.0a\u00a0\u2028\ufeffé");
    fc.assert(
      fc.property(fc.nat(base.length), fc.nat(2), fc.array(slip, { maxLength: 3 }), (at, cut, put) => {
        expectSame(base.slice(0, at) + put.join("") + base.slice(at + cut));
      }),
      { numRuns: 3000 },
    );
  });

  it("takes on what rosters are written in", () => {
    expect(
      readPlainItem("- name: Dana\n  zendesk:\n    main: { id: 1, groups: [A, B C] }\n  calendly: https://x.test/y\n", 7),
    ).not.toBeNull();
  });

  function stringifyBelow(one: unknown, options: object): string {
    const text = stringify(one, options).trimEnd();
    return one !== null && typeof one === "object" && !/^[[{]/.test(text) ? `\n    ${text.replaceAll("\n", "\n    ")}` : text;
  }

  function expectSame(text: string): void {
    const quick = readPlainItem(text, 5);
    if (!quick) return;
    const { node, problems } = read(text, 5);
    expect(problems).toEqual([]);
    expect(node).toEqual({ kind: "list", line: 5, items: [quick] });
  }
});
