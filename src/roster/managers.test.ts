import { describe, expect, it } from "vitest";
import { rosterOf } from "./testing/written.ts";

const lee = "name: Lee Okafor\nemail: lee@acme.test\n";
const dana = "name: Dana\nemail: dana@acme.test\nreports_to: Lee  Okafor\n";

async function managersOf(files: Record<string, string>) {
  const { people, warnings } = await rosterOf("directory", files);
  return { managers: Object.fromEntries(people.map((person) => [person.id, person.manager])), warnings };
}

describe("reports_to", () => {
  it("names a person, whatever the spaces", async () => {
    const { managers, warnings } = await managersOf({ "roster/dana.yaml": dana, "roster/lee.yaml": lee });
    expect(managers).toEqual({ "dana@acme.test": "lee@acme.test", "lee@acme.test": null });
    expect(warnings).toEqual([]);
  });

  it("of nobody is a warning once a name, with a likely name", async () => {
    const { managers, warnings } = await managersOf({
      "roster/dana.yaml": dana.replace("Lee  Okafor", "Leo Okafor"),
      "roster/kim.yaml": "name: Kim\nreports_to: Leo Okafor\n",
      "roster/lee.yaml": lee,
    });
    expect(managers["dana@acme.test"]).toBeNull();
    expect(warnings).toEqual([
      `roster/dana.yaml:3: reports_to "Leo Okafor" (and in 1 more) is nobody's name: did you mean Lee Okafor (roster/lee.yaml:1)?`,
    ]);
  });

  it("of two people is a warning that names all files", async () => {
    const { managers, warnings } = await managersOf({
      "roster/dana.yaml": dana,
      "roster/lee1.yaml": lee,
      "roster/lee2.yaml": lee.replace("lee@", "lee2@"),
    });
    expect(managers["dana@acme.test"]).toBeNull();
    expect(warnings).toEqual([
      'roster/dana.yaml:3: reports_to "Lee  Okafor" may be roster/lee2.yaml:1 or roster/lee1.yaml:1: nobody taken',
    ]);
  });

  it("in a circle is a warning, once a circle; everybody keeps their manager", async () => {
    const { managers, warnings } = await managersOf({
      "roster/a.yaml": "name: A\nreports_to: B\n",
      "roster/b.yaml": "name: B\nreports_to: C\n",
      "roster/c.yaml": "name: C\nreports_to: B\n",
      "roster/d.yaml": "name: D\nreports_to: D\n",
    });
    expect(managers).toEqual({ a: "b", b: "c", c: "b", d: "d" });
    expect(warnings).toEqual([
      "reports_to goes round in a circle: B (roster/b.yaml:2) → C (roster/c.yaml:2) → B",
      "reports_to goes round in a circle: D (roster/d.yaml:2) → D",
    ]);
  });
});
