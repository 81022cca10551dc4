import { expect, test } from "vitest";
import { account, person, scene } from "../../core/testing/scene.ts";
import type { Finding } from "../../model/finding.ts";
import type { SourceStatus } from "../../model/source.ts";
import { scim } from "./index.ts";
import { scimNotes } from "./notes.ts";
import { settings, system } from "./testing/service.ts";

test("it tells what it is configured to tell, and by which source", () => {
  const told = (more: Record<string, unknown> = {}, rosterKey: string | null = null) =>
    Object.fromEntries(
      Object.entries(scim.facts(system(more, rosterKey))).map(([fact, { sources }]) => [fact, sources.join(" ")]),
    );
  const users = Object.fromEntries(
    ["accounts", "team-only", "accounts-expected", "citizenship", "names", "emails", "suspension"].map((fact) => [fact, "users"]),
  );
  expect(told()).toEqual({ ...users, groups: "groups" });
  expect(told({ groups: false })).toEqual(users);
  expect(told({}, "lab")).toEqual({ ...users, ids: "users", groups: "groups" });
  expect(told({ ids: false }, "lab")).toEqual({ ...users, groups: "groups" });
  expect(told({ role: "userType", admin_groups: ["A"] })).toEqual({
    ...users,
    groups: "groups",
    roles: "users",
    admins: "groups",
  });
  expect(told({ groups: ["A"], accounts: "members" }).accounts).toBe("users groups");
});

test("the roster's block says who should be there; ids and groups nobody looks at are left out of it", () => {
  const dana = person({ extra: { lab: { id: "U1", role: "Reader", groups: ["Lab  users", "Choir"] } } });
  const expected = (more: Record<string, unknown>) => scim.expectation(dana, system(more, "lab"));
  expect(expected({})).toMatchObject({ path: "lab", id: "U1", role: "Reader", groups: ["Lab  users", "Choir"] });
  expect(expected({ ids: false, groups: ["Lab users"] })).toMatchObject({ id: null, groups: ["Lab  users"] });
  expect(scim.expectation(person({}), system({}, "lab"))).toBeNull();
  expect(scim.expectation(person({}), system())).toMatchObject({ path: "", id: null, groups: null });
});

test("what is counted is what somebody said", () => {
  const accounts = [account({ admin: true }), account({ id: "2", suspended: true, seated: false, admin: false })];
  const none = accounts.map((one) => ({ ...one, admin: null }));
  expect(scim.counts({ accounts, credentials: [] })).toEqual({ accounts: 2, seated: 1, admins: 1, suspended: 1 });
  expect(scim.counts({ accounts: none, credentials: [] })).toEqual({ accounts: 2, seated: 1, suspended: 1 });
});

test("the last table is the groups, with how many of the team are in each, and through which others", () => {
  const grant = (name: string, via: string | null = null) => ({
    entitlement: { kind: "group" as const, id: name, name },
    direct: via === null,
    via,
  });
  const made = scene({
    people: [person({})],
    accounts: [
      account({ grants: [grant("B"), grant("A", "Nights")] }),
      account({ id: "9", email: "x@y.test", grants: [grant("A")] }),
    ],
    facts: scim.facts(system()),
  });
  const notes = (groups: SourceStatus) => {
    const sources = Object.entries({ users: "complete", groups }).map(([name, status]) => ({ name, status }));
    return scimNotes({ ...made, sources } as typeof made, [] as Finding[]);
  };
  expect(notes("complete").map(({ id }) => id)).toEqual(["support-team", "not-in-the-team", "suspended", "groups"]);
  expect(notes("complete").at(-1)?.rows).toEqual([
    ["A", 2, 1, 1, "Nights"],
    ["B", 1, 1, 0, ""],
  ]);
  expect(notes("failed").map(({ id }) => id)).not.toContain("groups");
});

test.each([
  [{ accounts: "members" }, "members are those of groups: name the groups, too"],
  [{ accounts: "some" }, "expected all or members"],
  [{ groups: [] }, "expected at least one group"],
  [{ groups: "Support" }, "expected names or ids of groups, or false"],
  [{ groups: false, admin_groups: ["A"] }, "groups: false says that there are none"],
  [{ admin_groups: "A" }, "expected names or ids of groups"],
  [{ user_filter: 7 }, "expected text"],
  [{ role: "title" }, "expected roles, entitlements or userType"],
  [{ ids: "maybe" }, "expected true or false"],
  [{ url: "http://example.test/scim/v2" }, "expected https://"],
  [{ auth: { token: "" } }, "found empty text"],
  [{ nonsense: 1 }, "nonsense"],
])("settings %j are refused: %s", (more, message) => {
  expect(() => settings(more)).toThrow(message);
});
