import { expect, test } from "vitest";
import { readGitlabBudget } from "./gitlab-budget.ts";

const now = Date.parse("2026-11-22T12:00:30Z");

function headers(over: Record<string, string> = {}): Headers {
  const reset = String(Date.parse("2026-11-22T12:01:00Z") / 1000);
  return new Headers({ "RateLimit-Limit": "2000", "RateLimit-Remaining": "1998", "RateLimit-Reset": reset, ...over });
}

test("the budget's end is a time by GitLab's clock", () => {
  expect(readGitlabBudget(headers(), now)).toEqual({ limit: 2000, remaining: 1998, resetAt: now + 30_000 });
  const ahead = headers({ Date: "Sun, 22 Nov 2026 12:00:40 GMT" });
  expect(readGitlabBudget(ahead, now)?.resetAt).toBe(now + 20_000);
});

test("an answer without the headers says nothing of it", () => {
  expect(readGitlabBudget(new Headers(), now)).toBeNull();
  expect(readGitlabBudget(headers({ "RateLimit-Remaining": "many" }), now)).toBeNull();
});
