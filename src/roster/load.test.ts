import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRoster } from "./load.ts";
import { inFolder, refusalOf, rosterOf } from "./testing/written.ts";

function person(name: string, more = ""): string {
  return `name: ${name}\nemail: ${name.toLowerCase().replace(/ /g, ".")}@acme.test\n${more}`;
}

describe("a folder", () => {
  it("is read with its subfolders, .yaml and .yml, without what starts with a dot; people are sorted", async () => {
    const roster = await rosterOf("directory", {
      "roster/z.yaml": person("Abe Young"),
      "roster/emea/b.yml": person("Zoe Ames"),
      "roster/.hidden.yaml": "broken: [",
      "roster/.git/x.yaml": "broken: [",
      "roster/README.md": "# not a person",
    });
    expect(roster.people.map(({ name }) => name)).toEqual(["Abe Young", "Zoe Ames"]);
    expect(roster.people[1]?.places.email).toEqual({ file: "roster/emea/b.yml", line: 2 });
    expect(roster.source).toBe("roster/");
    expect(roster.warnings).toEqual([]);
  });

  it("gathers everything that is wrong", async () => {
    const message = await refusalOf("directory", {
      "roster/a.yaml": "name: [",
      "roster/b.yaml": "name: B\nstart_date: soon\nend_date: later",
      "roster/c.yaml": new Uint8Array(Buffer.from("name: Jürgen", "latin1")),
      "roster/d.yaml": person("Fine"),
    });
    expect(message).toBe(
      [
        "4 problems:",
        "roster/a.yaml:1: name: a quote, bracket, brace, comma or colon is missing",
        'roster/b.yaml:2: start_date: expected a day such as 2026-01-31, found "soon"',
        'roster/b.yaml:3: end_date: expected a day such as 2026-01-31, found "later"',
        "roster/c.yaml:1: not UTF-8: save the file as UTF-8",
      ].join("\n  "),
    );
  });

  it("names twenty problems and counts the rest", async () => {
    const files = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`roster/${n}.yaml`, `name: P${n}\nend_date: x`]));
    expect(await refusalOf("directory", files)).toMatch(/^25 problems:\n(?: {2}roster.*\n){20} {2}… and 5 more$/);
  });

  it("refuses a person's file over 1 MiB", async () => {
    const large = `name: x\n# ${"y".repeat(1024 * 1024)}\n`;
    expect(await refusalOf("directory", { "roster/a.yaml": large })).toBe("roster/a.yaml:1: larger than 1 MiB: not read");
  });

  it("follows links to files, and names links that lead nowhere or to a folder", async () => {
    await inFolder({ "elsewhere/dana.yaml": person("Dana") }, async (root) => {
      mkdirSync(join(root, "roster"));
      symlinkSync(join(root, "elsewhere/dana.yaml"), join(root, "roster/dana.yaml"));
      const options = { allowEmpty: false, root };
      const config = { directory: join(root, "roster") };
      expect((await loadRoster(config, options)).people).toHaveLength(1);
      symlinkSync(join(root, "gone.yaml"), join(root, "roster/gone.yaml"));
      symlinkSync(join(root, "elsewhere"), join(root, "roster/more.yaml"));
      await expect(loadRoster(config, options)).rejects.toThrow(
        "2 problems:\n  roster/gone.yaml:1: a link that leads nowhere\n  roster/more.yaml:1: not a file: a link to a folder?",
      );
    });
  });
});

describe("one file", () => {
  const list =
    "# everybody\n---\n- name: Dana\n  email: dana@acme.test\n\n- { name: Lee, email: lee@acme.test }\n-\n  name: Kim\n";

  it("is a list, with the line of each fact", async () => {
    const { people, source } = await rosterOf("file", { "support-team.yaml": list });
    expect(people.map(({ name, places }) => [name, places.name?.line])).toEqual([
      ["Dana", 3],
      ["Kim", 8],
      ["Lee", 6],
    ]);
    expect(source).toBe("support-team.yaml");
  });

  it("or people: and a list, anchors allowed", async () => {
    const text = "people:\n  - &base { name: Dana, region: EMEA }\n  - { <<: *base, name: Lee }\n";
    const { people } = await rosterOf("file", { "t.yaml": text });
    expect(people.map(({ name, region }) => [name, region])).toEqual([
      ["Dana", "EMEA"],
      ["Lee", "EMEA"],
    ]);
  });

  it.each([
    ["team:\n  - name: x", "t.yaml:1: expected a list of people, found keys"],
    ["people: Dana", 't.yaml:1: expected a list of people, found "Dana"'],
    [
      "- name: a\n- name: [b\n- name: c\n  end_date: x\n- 5",
      [
        "3 problems:",
        "t.yaml:2: name: a quote, bracket, brace, comma or colon is missing",
        't.yaml:4: end_date: expected a day such as 2026-01-31, found "x"',
        't.yaml:5: expected a person as keys such as name and email, found "5"',
      ].join("\n  "),
    ],
  ])("refuses %j", async (text, message) => {
    expect(await refusalOf("file", { "t.yaml": text })).toBe(message);
  });
});

describe("nobody", () => {
  it.each([
    [
      "directory",
      { "roster/README.md": "" },
      "the roster roster/ is empty (no .yaml or .yml file in it): every account would look wrong",
    ],
    ["file", { "t.yaml": "" }, "the roster t.yaml is empty: every account would look wrong"],
    ["file", { "t.yaml": "people: []" }, "the roster t.yaml is empty: every account would look wrong"],
    ["csv", { "t.csv": "name,email\n" }, "the roster t.csv is empty: every account would look wrong"],
  ] as const)("in a %s is refused, unless allowed", async (kind, files, message) => {
    expect(await refusalOf(kind, files)).toBe(message);
    expect((await rosterOf(kind, files, true)).people).toEqual([]);
  });

  it("says how to go on", async () => {
    await expect(rosterOf("file", { "t.yaml": "" })).rejects.toMatchObject({
      fix: expect.stringContaining("--allow-empty-roster"),
    });
  });
});

describe("what is not there", () => {
  it("is named", async () => {
    await inFolder({ "a.yaml": "" }, async (root) => {
      const options = { allowEmpty: true, root };
      await expect(loadRoster({ directory: join(root, "roster") }, options)).rejects.toThrow("the roster roster/ is not there");
      await expect(loadRoster({ csv: join(root, "p.csv") }, options)).rejects.toThrow("the roster p.csv is not there");
      await expect(loadRoster({ directory: join(root, "a.yaml") }, options)).rejects.toThrow(
        "the roster a.yaml/ is not a folder",
      );
      await expect(loadRoster({ file: root }, options)).rejects.toThrow("is not a file");
    });
  });
});

describe("twice", () => {
  it("an e-mail in other case or with a tag, naming both places", async () => {
    const files = { "roster/a.yaml": "name: Dana\nemail: d@acme.test", "roster/b.yaml": "name: Lee\nemail: D+x@acme.test" };
    expect(await refusalOf("directory", files)).toBe(
      "roster/b.yaml:2: email: d@acme.test may stand once, and Dana stands with it at roster/a.yaml:2",
    );
  });

  it("an alias that is another's e-mail", async () => {
    const files = {
      "roster/a.yaml": "name: Dana\nemail: d@acme.test\naliases: [d@acme.test, D@acme.test]",
      "roster/b.yaml": "name: Lee\nemail: lee@acme.test\naliases: [d@acme.test]",
    };
    expect(await refusalOf("directory", files)).toBe(
      "roster/b.yaml:3: aliases: d@acme.test may stand once, and Dana stands with it at roster/a.yaml:2",
    );
  });

  it("the same person, with and without e-mail", async () => {
    const withEmail = { "roster/a.yaml": person("Dana"), "roster/b.yaml": person("Dana") };
    expect(await refusalOf("directory", withEmail)).toBe(
      "roster/b.yaml:2: email: dana@acme.test may stand once, and the same person stands at roster/a.yaml:2",
    );
    const without = { "roster/a.yaml": "name: Dana W", "roster/b.yaml": "name: dana  w" };
    expect(await refusalOf("directory", without)).toContain(
      "roster/b.yaml:1: name: dana  w stands at roster/a.yaml:1 too, without email",
    );
  });

  it("a name is allowed", async () => {
    const files = { "roster/a.yaml": "name: Lee\nemail: a@acme.test", "roster/b.yaml": "name: Lee\nemail: b@acme.test" };
    expect((await rosterOf("directory", files)).people).toHaveLength(2);
  });
});

describe("focuses", () => {
  it("that do not add up are a warning", async () => {
    const text = person("Dana", "focuses: [{ name: A, percentage: 60 }, { name: B, percentage: 30% }]");
    const { warnings } = await rosterOf("directory", { "roster/a.yaml": text });
    expect(warnings).toEqual(["roster/a.yaml:3: focuses of Dana add up to 90, not 100"]);
  });
});

describe("an unknown key", () => {
  it("is said once, however many have it", async () => {
    const files = Object.fromEntries(["A", "B", "C"].map((name) => [`roster/${name}.yaml`, person(name, "end_dat: 2026-01-01")]));
    const { warnings } = await rosterOf("directory", files);
    expect(warnings).toEqual(['roster/A.yaml:3: unknown key "end_dat" kept but not used, and in 2 more: did you mean end_date?']);
  });
});

describe("a hundred thousand people", () => {
  it("are read one by one from a list and a CSV", { timeout: 120_000 }, async () => {
    await inFolder({}, async (root) => {
      const numbers = Array.from({ length: 100_000 }, (_, n) => n);
      writeFileSync(join(root, "p.csv"), `name,email\n${numbers.map((n) => `P${n},p${n}@acme.test\n`).join("")}`);
      writeFileSync(join(root, "p.yaml"), numbers.map((n) => `- name: P${n}\n  email: p${n}@acme.test\n`).join(""));
      const options = { allowEmpty: false, root };
      expect((await loadRoster({ csv: join(root, "p.csv") }, options)).people).toHaveLength(100_000);
      expect((await loadRoster({ file: join(root, "p.yaml") }, options)).people).toHaveLength(100_000);
    });
  });
});
