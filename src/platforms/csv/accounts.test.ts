import { describe, expect, it } from "vitest";
import { person } from "../../core/testing/scene.ts";
import type { SystemConfig } from "../../model/config.ts";
import { csv } from "./index.ts";
import { accountsOf, columns, systemOf } from "./testing/export.ts";
import { readTime } from "./times.ts";

type Cells = Partial<Record<string, string>>;

/** The account of one row with these cells, each in a column of its own name. */
async function account(cells: Cells, settings: object = {}) {
  const names = Object.keys(cells);
  const mapped = { id: "id", ...Object.fromEntries(names.map((name) => [name, name])) };
  const rows = [
    ["id", ...names],
    ["1", ...Object.values(cells)],
  ];
  const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n");
  const [found] = await accountsOf(text, systemOf({ columns: mapped, ...settings }));
  return found;
}

describe("a fact", () => {
  it("whose column is not mapped, or whose cell is empty, is null, never false", async () => {
    const unsaid = {
      name: null,
      email: null,
      role: null,
      admin: null,
      suspended: null,
      mfa: null,
      lastSignIn: null,
      createdAt: null,
    };
    expect(await account({})).toMatchObject({ ...unsaid, grants: [], class: "member", seated: true });
    expect(
      await account({ name: "", email: "", role: "", admin: "", suspended: "", mfa: "", last_sign_in: "", created: "" }),
    ).toMatchObject(unsaid);
  });

  it.each([
    [{ suspended: "Active" }, { suspended: false, seated: true }],
    [{ suspended: "Suspended" }, { suspended: true, seated: false }],
    [{ mfa: "ENABLED" }, { mfa: true }],
    [{ mfa: "Not  enrolled" }, { mfa: false }],
    [{ admin: "true" }, { admin: true, class: "admin" }],
    [{ last_sign_in: "Never logged in" }, { lastSignIn: "never" }],
    [{ created: "2026-01-31" }, { createdAt: "2026-01-31T00:00:00Z" }],
    [{ role: " Agent " }, { role: { id: null, name: "Agent", known: true } }],
    [
      { seat: "Full", suspended: "yes" },
      { class: "Full", seated: true },
    ],
    [{ seat: "" }, { class: "none", seated: false }],
  ])("of %j is %j", async (cells, expected) => {
    expect(await account(cells)).toMatchObject(expected);
  });

  it("means what the configuration says, before what its words say", async () => {
    const values = {
      suspended: { active: true, Inactive: "yes", "*": "unknown" },
      admin: { Owner: "yes", "*": "no" },
      last_sign_in: { "": "never", "-": "unknown" },
      seat: { Collaborator: "no" },
    };
    expect(await account({ suspended: "Active" }, { values })).toMatchObject({ suspended: true });
    expect(await account({ suspended: "Pending", admin: "Agent" }, { values })).toMatchObject({ suspended: null, admin: false });
    expect(await account({ admin: "owner", last_sign_in: "" }, { values })).toMatchObject({ admin: true, lastSignIn: "never" });
    expect(await account({ last_sign_in: "-", seat: "Collaborator" }, { values })).toMatchObject({
      lastSignIn: null,
      seated: false,
    });
    expect(await account({ admin: "" }, { values })).toMatchObject({ admin: null });
  });

  it("of groups is a set, split where the configuration says", async () => {
    const names = (one: Awaited<ReturnType<typeof account>>) => one?.grants.map(({ entitlement }) => entitlement.name);
    expect(names(await account({ groups: "A; B ;;A" }))).toEqual(["A", "B"]);
    expect(names(await account({ groups: "A; B, C" }, { group_separator: "," }))).toEqual(["A; B", "C"]);
  });
});

describe("times", () => {
  it.each([
    ["2026-01-31", "2026-01-31T00:00:00Z"],
    ["2026/1/5 9:05", "2026-01-05T09:05:00Z"],
    ["2026-01-31T09:30:15.123+02:00", "2026-01-31T07:30:15Z"],
    ["2026-01-31 09:30:00 UTC", "2026-01-31T09:30:00Z"],
    ["31/01/2026 09:30", "2026-01-31T09:30:00Z"],
    ["1/31/2026 9:30 PM", "2026-01-31T21:30:00Z"],
    ["04.03.2026", "2026-03-04T00:00:00Z"],
    ["5/5/2026", "2026-05-05T00:00:00Z"],
    ["31 Jan 2026", "2026-01-31T00:00:00Z"],
    ["Sat, January 31, 2026 at 12:15 AM", "2026-01-31T00:15:00Z"],
    ["1769852160", "2026-01-31T09:36:00Z"],
  ])("%s is %s", (text, time) => {
    expect(readTime(text, undefined)).toEqual({ time });
  });

  it.each([
    "soon",
    "46053.5",
    "2026-02-30",
    "31/13/2026",
    "31 Foo 2026",
    "31/01/26",
    "2026-01-31 25:00",
    "2026-01-31 13:00 PM",
    "",
  ])("%j is none", (text) => {
    expect(readTime(text, undefined)).toHaveProperty("fault");
  });

  it("that may be two days are refused until the configuration says which", () => {
    expect(readTime("03/04/2026", undefined)).toEqual({ fault: expect.stringContaining("day-first") });
    expect(readTime("03/04/2026", "day-first")).toEqual({ time: "2026-04-03T00:00:00Z" });
    expect(readTime("03/04/2026", "month-first")).toEqual({ time: "2026-03-04T00:00:00Z" });
    expect(readTime("31/01/2026", "month-first")).toHaveProperty("fault");
  });
});

describe("what a system tells", () => {
  it("is what its columns tell", () => {
    const keys = (system: SystemConfig) => Object.keys(csv.facts(system)).sort();
    expect(keys(systemOf({ columns: { email: "E" } }))).toEqual([
      "accounts",
      "accounts-expected",
      "citizenship",
      "emails",
      "team-only",
    ]);
    expect(keys(systemOf({ columns: { ...columns, last_sign_in: "L", mfa: "M" } }, { rosterKey: "training" }))).toEqual([
      "accounts",
      "accounts-expected",
      "citizenship",
      "emails",
      "ids",
      "mfa",
      "names",
      "sign-in",
      "team-only",
    ]);
  });

  it("of admins and suspension is counted only where somebody says", async () => {
    const [one] = await accountsOf("User ID,E-mail address,Full name\n1,a,A\n");
    const of = (more: object) => csv.counts({ accounts: one ? [{ ...one, ...more }] : [], credentials: [] });
    expect(of({})).toEqual({ accounts: 1, seated: 1 });
    expect(of({ suspended: false, admin: true })).toEqual({ accounts: 1, seated: 1, admins: 1, suspended: 0 });
  });
});

describe("the roster", () => {
  const expected = (rosterKey: string | null, more: object = {}, settings: object = {}) =>
    csv.expectation(person(more), systemOf(settings, { rosterKey }));

  it("expects everyone where no block is named", () => {
    expect(expected(null)).toMatchObject({ path: "", id: null, role: null });
  });

  it("can name Zendesk's block, for an export in place of the API, or a login's", () => {
    expect(expected("zendesk.main")).toMatchObject({ path: "zendesk.main", id: "1" });
    expect(expected("zendesk.other")).toBeNull();
    expect(expected("gitlab", { gitlab: { id: "7", username: "dw" } })).toMatchObject({ id: "7", username: "dw" });
    expect(expected("gitlab")).toBeNull();
  });

  it("can have a block of the system's own, which then is known", () => {
    const extra = { training: { id: 5, role: "Learner", groups: "Basics" } };
    expect(expected("training", { extra })).toMatchObject({ path: "training", id: "5", role: "Learner", groups: ["Basics"] });
    expect(expected("training", { extra: { training: {} } })).toMatchObject({ id: null, groups: null });
    expect(expected("training")).toBeNull();
    expect(csv.rosterBlock?.(systemOf({}, { rosterKey: "training" }))).toBe("training");
    expect(csv.rosterBlock?.(systemOf({}, { rosterKey: "zendesk.main" }))).toBeNull();
  });

  it("gives no id where e-mail addresses stand in for them", () => {
    expect(expected("zendesk.main", {}, { columns: { email: "E" } })).toMatchObject({ id: null });
  });

  it("is refused with file and line where the block is none, and a key that is no block is refused", () => {
    const places = { training: { file: "roster/dana.yaml", line: 9 } };
    const extra = { training: { rolle: "x" } };
    expect(() => expected("training", { extra, places })).toThrow("roster/dana.yaml:9: training: expected keys id, username");
    expect(() => expected("training", { extra: { training: null }, places })).toThrow("{} where there is nothing to say");
    expect(() => csv.rosterBlock?.(systemOf({}, { rosterKey: "title" }))).toThrow("rollcall.yaml:9: systems.training.roster_key");
  });
});
