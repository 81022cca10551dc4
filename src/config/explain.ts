import type { z } from "zod";
import { didYouMean } from "../core/did-you-mean.ts";
import { anyOf, type Problem } from "../core/problem.ts";
import { foundText, nodeAt, type YamlNode, type YamlPath } from "../core/yaml.ts";
import { alternativesAt, keysAt } from "./schema-keys.ts";

type Issue = z.core.$ZodIssue;

export interface Explaining {
  file: string;
  root: YamlNode;
  /** Where in the file the value stands that was parsed. */
  prefix: YamlPath;
  schema: z.ZodType;
  /** Keys that are valid there although the schema does not have them. */
  alsoKnown?: readonly string[];
  /** Whether a value may be shown: secrets never, not even wrong ones. */
  mayShow(path: YamlPath): boolean;
}

/** What zod found wrong, with the line, the key, what was expected and what was found. */
export function explain(issues: readonly Issue[], about: Explaining): Problem[] {
  return issues.flatMap((issue) => explainIssue(issue, about));
}

function explainIssue(issue: Issue, about: Explaining): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, { issue, about }));
  if (issue.code === "invalid_union") return explainUnion(issue, about);
  const path = fullPath(issue, about);
  const { node, line, found } = nodeAt(about.root, path);
  const expected = expectation(issue, node);
  const problem = (message: string) => [{ file: about.file, line, message: `${keyText(path)}${message}` }];
  if (!found) return problem(`missing: ${expected}`);
  if (!expected.startsWith("expected") || expected.includes(", found ")) return problem(expected);
  const shown = about.mayShow(path) || node.kind === "null" ? foundText(node) : kindText(node);
  return problem(`${expected}, found ${shown}${near(issue, node, about.mayShow(path))}`);
}

function fullPath({ path }: Pick<Issue, "path">, { prefix }: Explaining): (string | number)[] {
  return [...prefix, ...path.map((step) => (typeof step === "number" ? step : String(step)))];
}

/** `people.skip.0: `. Which item of a file that is a list, the line says better than a number. */
function keyText(path: YamlPath): string {
  const keys = typeof path[0] === "number" ? path.slice(1) : path;
  return keys.length === 0 ? "" : `${keys.join(".")}: `;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "keys",
  record: "keys",
  array: "a list",
};

/** Messages of our own start with "expected" or are whole sentences; zod's are put into our words. */
function expectation(issue: Issue, node: YamlNode): string {
  if (!/^(?:Invalid|Too (?:big|small)|Unrecognized)/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_type") return `expected ${kinds[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `expected ${anyOf(issue.values.map(String))}`;
  if (issue.code === "too_small") return `expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
  if (issue.code === "too_big") return `expected ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
  return node.kind === "text" ? "expected text of another form" : "expected another value";
}

function near(issue: Issue, node: YamlNode, mayShow: boolean): string {
  if (issue.code !== "invalid_value" || node.kind !== "text" || !mayShow) return "";
  const word = didYouMean(node.text, issue.values.map(String));
  return word === null ? "" : `: did you mean ${word}?`;
}

function kindText(node: YamlNode): string {
  return node.kind === "text" ? "text" : node.kind === "number" ? "a number" : foundText(node);
}

function unknownKey(key: string, { issue, about }: { issue: Issue; about: Explaining }): Problem {
  const path = fullPath(issue, about);
  const known = [...keysAt(about.schema, issue.path), ...(issue.path.length === 0 ? (about.alsoKnown ?? []) : [])];
  const word = didYouMean(key, known);
  const hint = word === null ? `expected ${anyOf(known)}` : `did you mean ${word}?`;
  const { line } = nodeAt(about.root, [...path, key]);
  // `{ token:glpat-… }` is a key with the token in it: what does not look like a key is not repeated.
  const isHarmless = about.mayShow(path) ? /^[\w.@/ -]{1,60}$/ : /^[a-z_]{1,30}$/;
  const shown = isHarmless.test(key) ? JSON.stringify(key) : "that is not shown here (is a space missing after a colon?)";
  return { file: about.file, line, message: `${keyText(path)}unknown key ${shown}: ${hint}` };
}

/** Of several forms the one that was most likely meant: the right kind of value, with the fewest faults. */
function explainUnion(issue: Issue & { code: "invalid_union" }, about: Explaining): Problem[] {
  const branches = issue.errors.filter((errors) => !errors.some(isOtherKind));
  const [likely] = branches.sort((a, b) => weight(a) - weight(b));
  if (!likely) return explainIssue({ ...issue, code: "custom", message: kindsExpected(issue) }, about);
  const path = fullPath(issue, about);
  const inside = likely.map((inner): Issue => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const lacking = inside.some((inner) => !nodeAt(about.root, fullPath(inner, about)).found);
  const forms = alternativesAt(about.schema, issue.path);
  if (!lacking || forms.length < 2) return explain(inside, about);
  const { line, node } = nodeAt(about.root, path);
  const has = node.kind === "map" ? [...node.entries.keys()].filter((key) => forms.flat().includes(key)) : [];
  const choice = forms.map((keys) => keys.join(" and ")).join(", or ");
  const message = `${keyText(path)}expected ${choice}; found ${has.join(" and ") || "none of them"}`;
  return [
    { file: about.file, line, message },
    ...explain(
      inside.filter(({ code }) => code === "unrecognized_keys"),
      about,
    ),
  ];
}

function isOtherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

function kindsExpected(issue: Issue & { code: "invalid_union" }): string {
  if (!issue.message.startsWith("Invalid")) return issue.message;
  const names = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === "invalid_type" ? [kinds[inner.expected] ?? inner.expected] : []));
  return `expected ${anyOf([...new Set(names)])}`;
}
