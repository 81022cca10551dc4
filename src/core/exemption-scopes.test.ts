import { expect, test } from "vitest";
import type { Exemption } from "../model/exemption.ts";
import { unknownScopes } from "./exemption-scopes.ts";

const exemption: Exemption = {
  from: "file",
  key: null,
  system: "zendesk-global",
  check: "role-mismatch",
  account: "1",
  person: null,
  match: null,
  credential: null,
  reason: "agreed",
  approver: "kim@acme.test",
  until: "2027-01-31",
  at: "exemptions.yaml:3",
};
const known = { systems: ["zendesk-global", "calendly"], checks: ["role-mismatch", "mfa-disabled"] };
const gap = { system: "calendly", source: "groups", reason: "", approver: "", until: "", at: "exemptions.yaml:9" };

test("what names systems and checks there are, or none, is in order", () => {
  expect(unknownScopes([exemption, { ...exemption, system: null, check: null }], [gap], known)).toEqual([]);
});

test("a mistyped system or check is told with its line and what was meant", () => {
  const wrong = { ...exemption, system: "zendesk-globl", check: "rolemismatch" };
  expect(unknownScopes([wrong], [{ ...gap, system: "calendy" }], known)).toEqual([
    'exemptions.yaml:3: there is no system "zendesk-globl": did you mean zendesk-global?; it accepts nothing',
    'exemptions.yaml:3: there is no check "rolemismatch": did you mean role-mismatch?; it accepts nothing',
    'exemptions.yaml:9: there is no system "calendy": did you mean calendly?; it accepts nothing',
  ]);
});

test("one that is like none is told without a guess", () => {
  expect(unknownScopes([{ ...exemption, check: "x" }], [], known)).toEqual([
    'exemptions.yaml:3: there is no check "x"; it accepts nothing',
  ]);
});
