import { expect, test } from "vitest";
import type { Config, ConfiguredContact } from "../model/config.ts";
import type { Author } from "../model/conversation.ts";
import type { Person, Roster } from "../model/person.ts";
import { aPerson } from "../reports/testing/views.ts";
import { emailOfAuthor } from "./author.ts";

const contact = (email: string, gitlab: string | null): ConfiguredContact => ({ email, name: null, gitlab, slack: null });
const people: Config["people"] = {
  auditor: contact("lee@acme.test", null),
  opsManager: contact("dana@acme.test", "dana.outside"),
  deputy: null,
  skip: [],
};

function person(email: string, gitlab: Person["gitlab"]): Person {
  return aPerson({ id: email, email, gitlab });
}

function who(author: Partial<Author> | null, roster: Person[], over: Partial<Config["people"]> = {}): string | null {
  const of: Roster = { source: "roster/", revision: "1", people: roster, warnings: [] };
  const full = author && { id: "0", username: null, name: null, ...author };
  return emailOfAuthor(full, { roster: of, config: { people: { ...people, ...over } } });
}

test("by user id, whatever the username is by now", () => {
  const roster = [person("a@acme.test", { id: "7", username: "old" }), person("b@acme.test", { id: "8", username: "new" })];
  expect(who({ id: "7", username: "new" }, roster)).toBe("a@acme.test");
});

test("by username, in any case, where the roster has no id", () => {
  expect(who({ id: "7", username: "Ann" }, [person("a@acme.test", { id: null, username: "ann" })])).toBe("a@acme.test");
});

test("whoever took a username somebody had is not them", () => {
  expect(who({ id: "9", username: "ann" }, [person("a@acme.test", { id: "7", username: "ann" })])).toBeNull();
});

test("by the username the configuration gives somebody outside the roster", () => {
  expect(who({ id: "9", username: "dana.outside" }, [])).toBe("dana@acme.test");
  expect(who({ id: "9", username: "lee" }, [])).toBeNull();
});

test("two of the same id or username are nobody; the same one twice is one", () => {
  const twins = (gitlab: Person["gitlab"]) => [person("a@acme.test", gitlab), person("b@acme.test", gitlab)];
  expect(who({ id: "7", username: "x" }, twins({ id: "7", username: null }))).toBeNull();
  expect(who({ id: "9", username: "ann" }, twins({ id: null, username: "ann" }))).toBeNull();
  const both = [person("dana@acme.test", { id: null, username: "dana.outside" })];
  expect(who({ id: "9", username: "dana.outside" }, both)).toBe("dana@acme.test");
  expect(who({ id: "9", username: "dana.outside" }, [person("x@acme.test", { id: null, username: "dana.outside" })])).toBeNull();
});

test("strangers, and whoever is gone, are nobody", () => {
  expect(who(null, [person("a@acme.test", { id: null, username: null })])).toBeNull();
  expect(who({ id: "9", username: null }, [person("a@acme.test", { id: null, username: null })])).toBeNull();
  expect(who({ id: "9", username: "stranger" }, [person("a@acme.test", null)])).toBeNull();
});
