import { expect, it } from "vitest";
import { anyOf, problemsError, quoted } from "./problem.ts";

function problem(line: number) {
  return { file: "a.yaml", line, message: "wrong" };
}

it("names one problem in one line, and several below each other", () => {
  expect(problemsError([problem(3)], "mend it")).toMatchObject({
    actor: "configuration",
    message: "a.yaml:3: wrong",
    fix: "mend it",
  });
  expect(problemsError([problem(3), problem(4)]).message).toBe("2 problems:\n  a.yaml:3: wrong\n  a.yaml:4: wrong");
});

it("names twenty and counts the rest", () => {
  const { message } = problemsError(Array.from({ length: 25 }, (_, index) => problem(index + 1)));
  expect(message).toContain("a.yaml:20: wrong\n  … and 5 more");
  expect(message).not.toContain("a.yaml:21");
});

it("quotes text of a file on one line, cut", () => {
  expect(quoted("a\nb")).toBe('"a\\nb"');
  expect(quoted("x".repeat(100))).toHaveLength(63);
});

it("lists words", () => {
  expect([anyOf([]), anyOf(["a"]), anyOf(["a", "b"]), anyOf(["a", "b", "c"])]).toEqual(["", "a", "a or b", "a, b or c"]);
});
