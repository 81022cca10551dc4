import { expect, test } from "vitest";
import type { SystemConfig } from "../../model/config.ts";
import type { Scene } from "../../model/scene.ts";
import type { SourceStatus } from "../../model/source.ts";
import { zendesk } from "./index.ts";
import { zendeskNotes } from "./notes.ts";

const facts = zendesk.facts({} as SystemConfig);

/** A scene of an account where the named sources ended otherwise than read. */
function scene(unread: Record<string, SourceStatus>): Scene {
  const names = [...new Set(Object.values(facts).flatMap(({ sources }) => sources))];
  const sources = names.map((name) => ({ name, status: unread[name] ?? "complete" }));
  return {
    facts,
    sources,
    matching: { accounts: [], people: [], lostClaims: [] },
    credentials: [],
  } as unknown as Scene;
}

test("the Notes have the tables an audit has always had", () => {
  const titles = zendeskNotes(scene({}), []).map(({ title }) => title);
  expect(titles).toEqual(["Light agents", "Admins", "Full agents", "Contributors", "Suspended agents", "API token review"]);
});

test("a list nobody could read has no table: an empty one would say that there is nobody", () => {
  expect(zendeskNotes(scene({ users: "unavailable" }), []).map(({ id }) => id)).toEqual(["api-token-review"]);
});

test("a token review that misses a source says so in its title, and there is none where all of them are missing", () => {
  const [review] = zendeskNotes(scene({ users: "failed", "oauth-tokens": "unavailable" }), []);
  expect(review?.title).toBe("API token review without oauth-tokens, which could not be read");
  const none = {
    "api-tokens": "failed",
    "oauth-tokens": "failed",
    "oauth-clients": "failed",
    "global-oauth-clients": "failed",
  } as const;
  expect(zendeskNotes(scene(none), []).map(({ id }) => id)).not.toContain("api-token-review");
});

test("API tokens that are switched off are no gap in the review", () => {
  expect(zendeskNotes(scene({ "api-tokens": "absent" }), []).at(-1)?.title).toBe("API token review");
});
