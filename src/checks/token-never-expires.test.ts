import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-never-expires";

test("the platform could let it expire and it does not", () => {
  const { subjects, findings } = judge(id, { credentials: [oauthToken({ expiresAt: "never" })] });
  expect(subjects).toEqual(["credential:oauth-token:7"]);
  expect(findings[0]).toMatchObject({ severity: "medium", observed: "never" });
});

test("a date passes", () => {
  expect(judge(id, { credentials: [oauthToken()] }).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test.each([
  ["an API token where the platform knows no expiry", credential({ name: "Target - x" })],
  ["a client", oauthClient()],
  ["a token that is switched off", oauthToken({ expiresAt: "never", active: false })],
])("%s is not asked", (_, one) => {
  expect(judge(id, { credentials: [one] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("an OAuth token without that signal is unknown", () => {
  expect(judge(id, { credentials: [oauthToken({ expiresAt: null })] }).result).toMatchObject({
    outcome: "not-assessed",
    unknown: 1,
  });
});
