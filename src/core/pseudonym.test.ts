import { describe, expect, test } from "vitest";
import { identifiersOf, pseudonymised, replacer } from "./pseudonym.ts";
import { person } from "./testing/scene.ts";

const dana = {
  emails: ["dana@acme.test", "D.Whitfield@acme.test"],
  names: ["Dana Whitfield", "Zoë (Z.) O'Hara+"],
  handles: ["dwhitfield"],
};
const replace = replacer(dana, "X");

describe("what tells who somebody is goes, and nothing else", () => {
  test.each([
    ["dana@acme.test", "X"],
    ["DANA+zendesk@Acme.Test wrote", "X wrote"],
    ["d.whitfield@acme.test", "X"],
    ["<dana@acme.test>, kim@acme.test", "<X>, kim@acme.test"],
    ["zendesk-global/person-without-account/person:dana@acme.test", "zendesk-global/person-without-account/person:X"],
    ["Dana Whitfield has role Admin", "X has role Admin"],
    ["dana   whitfield", "X"],
    ["Zoë (Z.) O'Hara+ left", "X left"],
    ["dwhitfield", "X"],
    ["@dwhitfield: please look", "@X: please look"],
  ])("%s", (text, expected) => expect(replace(text)).toBe(expected));

  test.each([
    "bodana@acme.test",
    "dana@acme.testing.test",
    "dana@acme.test-lab",
    "Jordana Whitfield",
    "Dana Whitfieldson",
    "Dana",
    "the group dwhitfield-team",
    "dwhitfield2",
    "@dwhitfield-bot",
  ])("%s stays", (text) => expect(replace(text)).toBe(text));
});

test("in any value, keys too, and nothing else is touched", () => {
  const value = { "person:dana@acme.test": ["F1", null, 3, true, { by: "Dana Whitfield" }], other: "dana" };
  expect(pseudonymised(value, replace)).toEqual({ "person:X": ["F1", null, 3, true, { by: "X" }], other: "dana" });
});

test("nobody of whom nothing is known is replaced", () => {
  expect(replacer({ emails: [], names: [], handles: [] }, "X")("anything")).toBe("anything");
});

test("an entry of the roster tells addresses, names and user names; an alias that is a word like any other does not", () => {
  const one = person({
    email: "dana@acme.test",
    aliases: ["d@acme.test"],
    name: "Dana Whitfield",
    gitlab: { id: "4242", username: "dwhitfield" },
    slack: { id: "U024BE7LH", username: "dana" },
    zendesk: {
      main: { id: "1", groups: null, role: null, alias: "Support" },
      federal: { id: "2", groups: null, role: null, alias: "Dana W" },
    },
  });
  expect(identifiersOf(one)).toEqual({
    emails: ["dana@acme.test", "d@acme.test"],
    names: ["Dana Whitfield", "Dana W"],
    handles: ["dwhitfield", "dana", "U024BE7LH"],
  });
});
