import { configurationError, type RollcallError } from "../model/errors.ts";

/** Something wrong in a file a person wrote. `message` starts with the key and says what was expected and what was found. */
export interface Problem {
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/** Problems an error names one by one; the rest is counted. */
const named = 20;

/** All that is wrong with some files as one configuration error, each problem a line with its place. */
export function problemsError(problems: readonly Problem[], fix?: string): RollcallError {
  const [only] = problems;
  if (only && problems.length === 1) return configurationError(problemText(only), fix);
  const lines = problems.slice(0, named).map((problem) => `\n  ${problemText(problem)}`);
  const rest = problems.length > named ? `\n  … and ${problems.length - named} more` : "";
  return configurationError(`${problems.length} problems:${lines.join("")}${rest}`, fix);
}

/** `rollcall.yaml:12: rate: expected …`. */
export function problemText({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}

/** Text of a file inside a message: quoted, on one line, cut. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Words as a sentence lists them: "a", "a or b", "a, b or c". */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
