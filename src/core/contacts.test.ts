import { expect, it } from "vitest";
import type { ConfiguredContact } from "../model/config.ts";
import type { Person, Roster } from "../model/person.ts";
import { resolveContact, unresolvedContacts } from "./contacts.ts";

const dana = {
  id: "dana@acme.test",
  name: "Dana Whitfield",
  email: "dana@acme.test",
  aliases: ["dana.w@acme.test"],
  gitlab: { id: "1", username: "dwhitfield" },
  slack: { id: "U1", username: null },
} as Person;
const roster: Roster = { source: "roster/", revision: "sha256:00", people: [dana], warnings: [] };

function contact(email: string, more: Partial<ConfiguredContact> = {}): ConfiguredContact {
  return { email, name: null, gitlab: null, slack: null, ...more };
}

it("takes name, username and Slack id from the roster, by e-mail in any spelling or alias", () => {
  const reached = { email: "dana@acme.test", name: "Dana Whitfield", gitlab: "dwhitfield", slack: "U1" };
  expect(resolveContact(contact("Dana+x@acme.test"), roster)).toEqual(reached);
  expect(resolveContact(contact("dana.w@acme.test"), roster)).toEqual(reached);
});

it("goes by the configuration where it says something itself", () => {
  expect(resolveContact(contact("dana@acme.test", { gitlab: "other", name: "D" }), roster)).toMatchObject({
    gitlab: "other",
    name: "D",
  });
});

it("keeps somebody outside the roster as configured", () => {
  expect(resolveContact(contact("x@else.test", { gitlab: "x" }), roster)).toEqual(contact("x@else.test", { gitlab: "x" }));
});

it("warns of those nobody can mention, and of skips and absences of nobody", () => {
  const people = {
    opsManager: contact("dana@acme.test"),
    deputy: contact("out@else.test", { gitlab: "out" }),
    auditor: contact("lee@acme.test"),
    skip: [contact("head@acme.test")],
  };
  const days = { from: "2026-12-01", to: "2026-12-02" };
  const absences = ["Dana+x@acme.test", "lee@acme.test", "gone@acme.test"].map((email) => ({ email, ...days }));
  expect(unresolvedContacts({ people, pauses: { weekends: false, holidays: [], absences } }, roster)).toEqual([
    "people.auditor: lee@acme.test is not in the roster and has no gitlab username: mentions will not reach them",
    "people.skip: head@acme.test is not in the roster: nobody is skipped",
    "follow_up.absences: gone@acme.test is not in the roster: nobody is waited for longer",
  ]);
});
