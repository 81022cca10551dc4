import { expect, test } from "vitest";
import { account, person, type SceneParts, scene } from "../core/testing/scene.ts";
import type { Account } from "../model/account.ts";
import type { Person } from "../model/person.ts";
import { isMainPage, slugOf } from "./calendly-links.ts";
import { judge } from "./testing/judge.ts";

const accounts = { mode: "all", sources: ["users"] } as const;
const facts = { accounts, "team-only": accounts, names: accounts, links: accounts };

function dana(calendly: string | null, more: Partial<Person> = {}): Person {
  return person({ calendly, places: { "": { file: "dana.yaml", line: 1 }, calendly: { file: "dana.yaml", line: 7 } }, ...more });
}

function page(slug: string, more: Partial<Account> = {}): Account {
  return account({ username: slug, url: `https://calendly.com/${slug}`, ...more });
}

test.each([
  ["https://calendly.com/dana-w", true],
  ["https://calendly.com/dana-w/", true],
  ["https://CALENDLY.com/Dana", true],
  ["https://calendly.com/dana-w/30min", false],
  ["https://calendly.com/dana-w//", false],
  ["https://calendly.com/d/abc-123/30min", false],
  ["https://calendly.com/d", false],
  ["https://calendly.com/dana-w?month=2026-11", false],
  ["https://calendly.com/dana-w#x", false],
  ["https://calendly.com/", false],
  ["https://calendly.com:8443/dana-w", false],
  ["https://user@calendly.com/dana-w", false],
  ["https://calendly.com.evil.test/dana-w", false],
  ["http://calendly.com/dana-w", false],
  ["calendly.com/dana-w", false],
  ["dana-w", false],
  ["", false],
])("%j is a main page: %j", (link, expected) => {
  expect(isMainPage(link)).toBe(expected);
});

test.each([
  ["https://calendly.com/Dana-W/", "dana-w"],
  ["https://calendly.com/dana-w/30min", "dana-w"],
  ["calendly.com/dana-w", "dana-w"],
  ["https://www.calendly.com/dana-w", "dana-w"],
  ["https://calendly.com/d/abc/30min", null],
  ["https://calendly.com", null],
  ["https://cal.test/dana-w", null],
  ["not a link", null],
])("the slug of %j is %j", (link, slug) => {
  expect(slugOf(link)).toBe(slug);
});

test("no link: found, and the page of the account is offered", () => {
  const { subjects, findings } = judge("link-missing", { facts, people: [dana(null)], accounts: [page("dana-w")] });
  expect(subjects).toEqual(["person:dana@acme.test"]);
  expect(findings[0]).toMatchObject({
    severity: "low",
    expected: "https://calendly.com/dana-w",
    observed: null,
    roster_at: "dana.yaml:7@0123456789ab",
    fixes: ["put calendly: https://calendly.com/dana-w in the roster (dana.yaml:7)"],
    answers_to: { email: "dana@acme.test" },
  });
});

test("a link to an event: found once, the slug is right", () => {
  const parts = { facts, people: [dana("https://calendly.com/dana-w/30min")], accounts: [page("dana-w")] };
  expect(judge("link-not-main-page", parts).findings[0]).toMatchObject({
    expected: "https://calendly.com/dana-w",
    observed: "https://calendly.com/dana-w/30min",
  });
  expect(judge("link-mismatch", parts).subjects).toEqual([]);
  expect(judge("link-missing", parts).subjects).toEqual([]);
});

test("a link to somebody else's page: found, and it says whose", () => {
  const bo = person({ id: "bo@acme.test", email: "bo@acme.test", name: "Bo", calendly: "https://calendly.com/bo" }, { id: "2" });
  const { subjects, findings } = judge("link-mismatch", {
    facts,
    people: [dana("https://calendly.com/BO/"), bo],
    accounts: [page("dana-w"), page("bo", { id: "2", email: "bo@acme.test", name: "Bo" })],
  });
  expect(subjects).toEqual(["person:dana@acme.test"]);
  expect(findings[0]).toMatchObject({ severity: "medium", expected: "https://calendly.com/dana-w" });
  expect(findings[0]?.message).toContain("the link leads to the page of Bo <bo@acme.test>");
});

test.each([
  ["there is no account", dana("https://calendly.com/other"), []],
  ["the link is nobody's page", dana("https://cal.test/other"), [page("dana-w")]],
  ["there is no link", dana(null), [page("dana-w")]],
  ["the page of a second account is meant", dana("https://calendly.com/second"), [page("dana-w"), page("second", { id: "2" })]],
  ["only case differs", dana("https://calendly.com/DANA-W"), [page("dana-w")]],
])("no mismatch where %s", (_, one, accounts) => {
  expect(judge("link-mismatch", { facts, people: [one], accounts }).subjects).toEqual([]);
});

test("an account without a page gives no signal", () => {
  const parts = { facts, people: [dana("https://calendly.com/dana-w")], accounts: [account({ url: null })] };
  expect(judge("link-mismatch", parts).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});

test.each(["link-missing", "link-not-main-page", "link-mismatch"])("%s is about expected people only", (id) => {
  const link = id === "link-missing" ? null : "https://calendly.com/other/30min";
  const one = (more: Partial<Person>, skip: string[] = []) =>
    judge(id, { facts, people: [dana(link, more)], accounts: [page("dana-w")], skip }).subjects;
  expect(one({})).toHaveLength(1);
  expect(one({ endDate: "2026-11-21" })).toEqual([]);
  expect(one({ startDate: "2026-11-23" })).toEqual([]);
  expect(one({}, ["dana@acme.test"])).toEqual([]);
  expect(judge(id, { facts, ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", failing: 0 });
  expect(() => judge(id)).toThrow("is not listed");
});

test("where everybody is expected without a block of their own, no id is asked for and no fix names a key there is not", () => {
  const accounts = [account({ id: "9", name: "Bobby" }), account({ id: "8", email: "x@acme.test" })];
  for (const id of ["id-missing", "id-mismatch", "email-mismatch", "light-agent-on-roster"])
    expect(() => judge(id, { facts, accounts })).toThrow("is not listed");
  const { matching } = scene({ accounts, people: [person({}, { id: null })] });
  const everybody = { path: "", id: null, username: null, alias: null, role: null, groups: null };
  for (const one of matching.people) one.expectation = everybody;
  const fixes = (id: string) =>
    judge(id, { facts, matching } as SceneParts)
      .findings.flatMap((finding) => finding.fixes)
      .join("; ");
  expect(fixes("name-mismatch")).toContain("say so in an answer");
  expect(fixes("name-mismatch")).not.toContain("alias");
  expect(fixes("account-without-person")).toContain("add its e-mail under aliases");
});
