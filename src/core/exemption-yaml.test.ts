import fc from "fast-check";
import { expect, test } from "vitest";
import { exemptionYaml, type WrittenExemption } from "./exemption-yaml.ts";
import type { Problem } from "./problem.ts";
import { plainData, readYaml } from "./yaml.ts";

const whole: WrittenExemption = {
  ...{ system: "zendesk-global", check: "role-mismatch", account: "9007199254740993" },
  ...{ person: null, match: null, credential: null },
  ...{ reason: "covers for the lead", approver: "kim@acme.test", until: "2027-03-01" },
};

function readBack(exemption: WrittenExemption): unknown {
  const problems: Problem[] = [];
  const root = readYaml(exemptionYaml(exemption), { file: "exemptions.yaml", problems });
  expect(problems).toEqual([]);
  return root && plainData(root);
}

function present(exemption: WrittenExemption): unknown {
  return Object.fromEntries(Object.entries(exemption).filter(([, value]) => value !== null));
}

test("reads as somebody would write it", () => {
  expect(exemptionYaml(whole)).toBe(
    [
      "- system: zendesk-global",
      "  check: role-mismatch",
      '  account: "9007199254740993"',
      "  reason: covers for the lead",
      "  approver: kim@acme.test",
      "  until: 2027-03-01\n",
    ].join("\n"),
  );
});

test.each([
  ...[
    "yes",
    "Null",
    "~",
    "1e3",
    "0x1F",
    "2027-01-01",
    "- a",
    "a: b",
    "a #b",
    "#b",
    "*a",
    "&a",
    "!!str a",
    "@a",
    "`a`",
    "%a",
    "|",
    "> a",
  ],
  ...[
    "{ a: 1 }",
    "[a]",
    '"a"',
    "'a'",
    "a\n- system: x\n  until: 9999-12-31",
    "a\r\nb",
    "\u0000\u001b[2J",
    "\u202egnp.exe",
    "\ufeffa",
    "\u2028",
    "😀",
    "\\u0041",
  ],
])("%j reads back as itself, in one entry", (text) => {
  const hostile = { ...whole, account: null, match: text, reason: text };
  expect(readBack(hostile)).toEqual([present(hostile)]);
  expect(exemptionYaml(hostile)).toMatch(/^[\n -~\u{a1}-\u{ac}\u{ae}-\u{10ffff}]*$/u);
  expect(exemptionYaml(hostile)).not.toMatch(/[\u202a-\u202e\u2028\ufeff]/);
});

test("whatever the text, it reads back as itself", () => {
  const text = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "grapheme", minLength: 1 }));
  fc.assert(
    fc.property(text, text, (reason, match) => {
      const hostile = { ...whole, account: null, reason, match };
      expect(readBack(hostile)).toEqual([present(hostile)]);
    }),
  );
});
