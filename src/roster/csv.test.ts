import { describe, expect, it } from "vitest";
import { refusalOf, rosterOf } from "./testing/written.ts";

const header = "name;email;aliases;zendesk.main.id;zendesk.main.groups;zendesk.us-federal.id;focuses;start_date";

describe("a CSV roster", () => {
  it("has dotted columns, lists with semicolons, ids exactly, and the line of each row", async () => {
    const text = `\ufeff${header}\r\n"Dana\r\nW";dana@acme.test;"d@acme.test; e@acme.test";9007199254740993;"A; B";;"SaaS: 60; Other: 40";2026-01-31\r\nLee;;;;;;;\r\n`;
    const { people, warnings, source } = await rosterOf("csv", { "people.csv": text });
    expect(people[0]).toMatchObject({
      id: "dana@acme.test",
      aliases: ["d@acme.test", "e@acme.test"],
      zendesk: { main: { id: "9007199254740993", groups: ["A", "B"], role: null } },
      focuses: [
        { name: "SaaS", percentage: 60 },
        { name: "Other", percentage: 40 },
      ],
      startDate: "2026-01-31",
    });
    expect(Object.keys(people[0]?.zendesk ?? {})).toEqual(["main"]);
    expect(people[1]).toMatchObject({ id: "lee", email: null, zendesk: {}, places: { name: { file: "people.csv", line: 4 } } });
    expect(people[0]?.places["zendesk.main.id"]?.line).toBe(2);
    expect([warnings, source]).toEqual([[], "people.csv"]);
  });

  it.each([
    ["a comma", ","],
    ["a tab", "\t"],
  ])("may be separated by %s", async (_, separator) => {
    const text = `name${separator}gitlab.username\nDana${separator}dw`;
    expect((await rosterOf("csv", { "p.csv": text })).people[0]?.gitlab?.username).toBe("dw");
  });

  it("keeps unknown columns and says them once", async () => {
    const { people, warnings } = await rosterOf("csv", { "p.csv": "name,shoe,e-mail\nA,42,\nB,43,x@acme.test\n" });
    expect(people.map(({ extra }) => extra)).toEqual([{ shoe: "42" }, { shoe: "43", "e-mail": "x@acme.test" }]);
    expect(warnings).toEqual([
      'p.csv:2: unknown key "shoe" kept but not used, and in 1 more',
      'p.csv:3: unknown key "e-mail" kept but not used: did you mean email?',
    ]);
  });

  it.each([
    [
      "Dana,dana@acme.test\n",
      'p.csv:1: the first row names the columns: expected name or email among them, found "Dana, dana@acme.test"',
    ],
    ["name,email,name\nA,,", 'p.csv:1: the column "name" stands twice'],
    ["name,gitlab,gitlab.id\nA,,", 'p.csv:1: the column "gitlab" stands beside columns of its parts'],
    [
      "name,email\nA,a@acme.test,x\nB\n",
      "2 problems:\n  p.csv:2: expected 2 fields as in the first row, found 3\n  p.csv:3: expected 2 fields as in the first row, found 1",
    ],
    ["name,,email\nA,x,\n", "p.csv:2: field 2 stands in a column without a name"],
    ["name,email\nA,nobody\n", 'p.csv:2: email: expected an e-mail address, found "nobody"'],
    [
      "name,email\nA,a@acme.test\n,\nB,A@acme.test\n",
      "p.csv:4: email: a@acme.test may stand once, and A stands with it at p.csv:2",
    ],
    [
      "name,zendesk.main\nA,yes\n",
      'p.csv:2: zendesk.main: expected keys, {} where there is nothing to say, or no such line, found "yes"',
    ],
  ])("refuses %j", async (text, message) => {
    expect(await refusalOf("csv", { "p.csv": text })).toBe(message);
  });
});
