import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Problem, problemText } from "../core/problem.ts";
import { plainData, readYaml } from "../core/yaml.ts";
import { withEnvironment } from "./environment.ts";

function filled(text: string, env: Record<string, string>) {
  const problems: Problem[] = [];
  const root = readYaml(text, { file: "x.yaml", problems });
  if (!root) throw new Error("no YAML");
  const data = plainData(withEnvironment(root, { env, file: "x.yaml", problems }));
  return { data, problems: problems.map(problemText) };
}

const dollar = "$";

/** Any text, and often one with what a variable is written with. */
const withDollars = fc
  .array(fc.oneof(fc.string(), fc.constantFrom(dollar, `${dollar}{`, "{", "}", `${dollar}{A}`)))
  .map((parts) => parts.join(""));

describe("variables", () => {
  it("stand anywhere in a text, several too, in lists and maps; numbers stay numbers", () => {
    const text = `a: "https://${dollar}{HOST}:${dollar}{PORT}/"\nb: ["${dollar}{HOST}", 1]\nc: { d: '${dollar}{PORT}' }\n`;
    expect(filled(text, { HOST: "x.test", PORT: "80" }).data).toEqual({
      a: "https://x.test:80/",
      b: ["x.test", 1],
      c: { d: "80" },
    });
  });

  it("are not looked for in what they held, nor in keys", () => {
    expect(filled(`${dollar}{A}: "${dollar}{A}"`, { A: `${dollar}{B}`, B: "x" }).data).toEqual({
      [`${dollar}{A}`]: `${dollar}{B}`,
    });
  });

  it("are written as text with a doubled dollar", () => {
    expect(filled(`a: "${dollar}${dollar}{A} costs 5${dollar}"`, {}).data).toEqual({ a: `${dollar}{A} costs 5${dollar}` });
  });

  it("that are not set are named with key and line, each", () => {
    const text = `a:\n  b: "${dollar}{ONE}"\n  c: ["x", "${dollar}{TWO}"]\n`;
    expect(filled(text, {}).problems).toEqual([
      "x.yaml:2: a.b: the environment variable ONE is not set",
      "x.yaml:3: a.c.1: the environment variable TWO is not set",
    ]);
  });

  it.each(["{}", "{A B}", "{A-B}", "{1A}", "{A"])("written wrongly: %s", (name) => {
    expect(filled(`a: "${dollar}${name}"`, {}).problems).toEqual([
      expect.stringContaining(`x.yaml:1: a: expected a variable as ${dollar}{NAME}`),
    ]);
  });

  it("any text comes through when its dollars are doubled", () => {
    fc.assert(
      fc.property(withDollars, (text) => {
        // By a function: in a replacement text a doubled dollar means one.
        const escaped = JSON.stringify(text.replaceAll(`${dollar}{`, () => `${dollar}${dollar}{`));
        // A dollar right before would double ours.
        fc.pre(!text.includes(`${dollar}${dollar}{`));
        expect(filled(`a: ${escaped}`, {})).toEqual({ data: { a: text }, problems: [] });
      }),
    );
  });
});
