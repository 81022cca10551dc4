import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { personOf, refusalOf } from "./testing/written.ts";

const dana = `name: Dana Whitfield            # real name
email: Dana@acme.test
aliases: [dana.w@acme.test]
title: Senior Support Engineer
reports_to: Lee Okafor
region: AMER-E
start_date: 2022-03-14
end_date: 2026-10-31
working_hours: 0800-1600 Central time
calendly: https://calendly.com/dana-w
pagerduty: { id: PXPGF42, rotations: [Emergencies AMER], role: Manager, alias: Dana }
zendesk:
  main:       { id: 1234567890, groups: [Support AMER, Emergencies], role: Support Staff, alias: Dana }
  us-federal:
    id: "987654321"
    groups: []
gitlab: { id: 4242, username: "@dwhitfield" }
slack:  { id: U024BE7LH, username: dana }
focuses: [{ name: Self-Managed, percentage: 100 }]
`;

describe("every key", () => {
  it("is read", async () => {
    const { person } = await personOf(dana);
    const { places, ...facts } = person;
    expect(facts).toEqual({
      id: "dana@acme.test",
      name: "Dana Whitfield",
      email: "Dana@acme.test",
      aliases: ["dana.w@acme.test"],
      title: "Senior Support Engineer",
      reportsTo: "Lee Okafor",
      manager: null,
      region: "AMER-E",
      startDate: "2022-03-14",
      endDate: "2026-10-31",
      workingHours: "0800-1600 Central time",
      calendly: "https://calendly.com/dana-w",
      pagerduty: { id: "PXPGF42", role: "Manager", rotations: ["Emergencies AMER"], alias: "Dana" },
      zendesk: {
        main: { id: "1234567890", groups: ["Support AMER", "Emergencies"], role: "Support Staff", alias: "Dana" },
        "us-federal": { id: "987654321", groups: [], role: null, alias: null },
      },
      gitlab: { id: "4242", username: "dwhitfield" },
      slack: { id: "U024BE7LH", username: "dana" },
      focuses: [{ name: "Self-Managed", percentage: 100 }],
      extra: {},
    });
  });

  it("has the line it stands at", async () => {
    const { places } = (await personOf(dana)).person;
    const lines = dana.split("\n");
    for (const [path, { file, line }] of Object.entries(places)) {
      expect(file).toBe("roster/one.yaml");
      expect(lines[line - 1]).toContain(path.split(".").at(-1) ?? "");
    }
    expect(places["zendesk.main.role"]).toEqual({ file: "roster/one.yaml", line: 13 });
    expect(places["zendesk.us-federal"]?.line).toBe(14);
    expect(places["zendesk.us-federal.groups"]?.line).toBe(16);
    expect(places[""]?.line).toBe(1);
  });

  it("may be missing or without a value", async () => {
    const { person } = await personOf("email: a@acme.test\nname:\naliases:\nzendesk: { main: {} }\ngitlab:\n");
    expect(person).toMatchObject({ name: null, aliases: [], gitlab: null, pagerduty: null, focuses: [], startDate: null });
    expect(person.zendesk).toEqual({ main: { id: null, groups: null, role: null, alias: null } });
  });
});

describe("values", () => {
  it("keeps ids exactly, however many digits and zeros they have", async () => {
    const digits = fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String);
    await fc.assert(
      fc.asyncProperty(digits, fc.constantFrom("", "0", "00"), fc.boolean(), async (id, zeros, inQuotes) => {
        const text = `${zeros}${id}`;
        const { person } = await personOf(`name: x\nzendesk: { main: { id: ${inQuotes ? `"${text}"` : text} } }\n`);
        expect(person.zendesk.main?.id).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps ids and names that look like other numbers as written", async () => {
    const { person } = await personOf("name: x\nslack: { id: 12E5 }\npagerduty: { id: 0x1F, rotations: [2024] }\n");
    expect(person).toMatchObject({ slack: { id: "12E5" }, pagerduty: { id: "0x1F", rotations: ["2024"] } });
  });

  it("takes the day of a timestamp as written", async () => {
    const { person } = await personOf("name: x\nstart_date: 2022-03-14T23:30:00-05:00\nend_date: 2026-10-31 00:00:00\n");
    expect(person).toMatchObject({ startDate: "2022-03-14", endDate: "2026-10-31" });
  });

  it("takes one value for a list of one", async () => {
    expect((await personOf("name: x\naliases: y@acme.test\n")).person.aliases).toEqual(["y@acme.test"]);
  });

  it("goes by the name in lower case where there is no e-mail", async () => {
    expect((await personOf("name: 'Åsa  Öberg '\n")).person.id).toBe("åsa öberg");
  });

  it.each([
    ["name: x\nstart_date: 2022-13-14", 'roster/one.yaml:2: start_date: expected a day such as 2026-01-31, found "2022-13-14"'],
    ["name: x\nend_date: 2026-02-30", 'roster/one.yaml:2: end_date: expected a day such as 2026-01-31, found "2026-02-30"'],
    ["name: x\nend_date: [2026]", "roster/one.yaml:2: end_date: expected a day such as 2026-01-31, found a list"],
    ["name: x\nemail: dana at acme", 'roster/one.yaml:2: email: expected an e-mail address, found "dana at acme"'],
    [
      "name: x\naliases: [a@b.test,\n  nobody]",
      'roster/one.yaml:3: aliases: expected a list of e-mail addresses, found "nobody"',
    ],
    ["name: { first: x }\nemail: x@acme.test", "roster/one.yaml:1: name: expected text, found keys"],
    ["name: true\nemail: x@acme.test", 'roster/one.yaml:1: name: expected text, found "true"'],
    [
      "name: x\nzendesk:\n  main:\n    id: [1]",
      "roster/one.yaml:4: zendesk.main.id: expected an id, text or a whole number, found a list",
    ],
    [
      "name: x\nzendesk: { main: { id: 12 34 } }",
      'roster/one.yaml:2: zendesk.main.id: expected an id, text or a whole number, found "12 34"',
    ],
    [
      "name: x\nzendesk:\n  main: { groups: [{}] }",
      "roster/one.yaml:3: zendesk.main.groups: expected a list of text, found keys",
    ],
    [
      "name: x\nzendesk:\n  main:",
      "roster/one.yaml:3: zendesk.main: expected keys, {} where there is nothing to say, or no such line, found nothing",
    ],
    ["name: x\nzendesk: main", 'roster/one.yaml:2: zendesk: expected keys, found "main"'],
    [
      "name: x\nfocuses: [{ name: a, percentage: lots }]",
      'roster/one.yaml:2: focuses.0.percentage: expected a percentage from 0 to 100, found "lots"',
    ],
    ["title: nobody", "roster/one.yaml:1: expected a name or an email, found neither"],
    ["", "roster/one.yaml:1: expected a person as keys such as name and email, found nothing"],
    ["just text", 'roster/one.yaml:1: expected a person as keys such as name and email, found "just text"'],
    ["- name: x", "roster/one.yaml:1: expected one person, found a list: for one file with everybody write roster: { file: … }"],
    ["name: x\nname: y", "roster/one.yaml:2: the key name stands twice: first in line 1"],
    ["name: x\ngroups: [a", "roster/one.yaml:2: groups: a quote, bracket, brace, comma or colon is missing"],
  ])("refuses %j", async (text, message) => {
    expect(await refusalOf("directory", { "roster/one.yaml": text })).toBe(message);
  });
});

describe("unknown keys", () => {
  it("are kept as read, and said with what was perhaps meant", async () => {
    const { person, warnings } = await personOf("name: x\nshirt: { size: L }\nzendesk: { main: { rolle: Staff } }\n");
    expect(person.extra).toEqual({ shirt: { size: "L" }, "zendesk.main.rolle": "Staff" });
    expect(warnings).toEqual([
      'roster/one.yaml:3: unknown key "zendesk.*.rolle" kept but not used: did you mean role?',
      'roster/one.yaml:2: unknown key "shirt" kept but not used',
    ]);
  });
});
