import { expect, test } from "vitest";
import { credential, oauthClient, oauthToken } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "token-name-nonstandard";

test.each([
  "zapier token 2",
  "Zapier - sync",
  "Dana Whitfield",
  "Dana Whitfield - https://gitlab.test/1",
  "Dana Whitfield - https://gitlab.test/1 - soon",
  "",
  null,
])("%j is none of the three forms", (name) => {
  expect(judge(id, { credentials: [credential({ name })] }).findings[0]).toMatchObject({ severity: "low", observed: name });
});

test.each([
  "Dana Whitfield - https://gitlab.test/1 - 2027-01-01",
  "Old Hand - https://gitlab.test/1 - 2027/01/01",
  "Target - Slack",
  "dana@acme.test - nightly export",
])("%j is one", (name) => {
  expect(judge(id, { credentials: [credential({ name }), oauthClient({ name })] }).result).toMatchObject({
    outcome: "pass",
    assessed: 2,
  });
});

test("names the team did not choose are not judged", () => {
  expect(
    judge(id, { credentials: [oauthToken(), oauthToken({ id: "oauth-token:8", coveredByClient: true })] }).result.assessed,
  ).toBe(0);
  expect(judge(id, { credentials: [oauthClient({ name: "Zapier", namedByTeam: false })] }).result.assessed).toBe(0);
});

test("a listing that was not read counts as one unknown", () => {
  expect(judge(id, { ended: { "api-tokens": "unavailable" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
