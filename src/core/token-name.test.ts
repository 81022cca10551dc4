import fc from "fast-check";
import { expect, test } from "vitest";
import { dateIn, parseTokenName } from "./token-name.ts";

const link = "https://gitlab.test/acme/requests/-/issues/5";

test.each([
  [`Dana Whitfield - ${link} - 2027-01-31`, "person-request-expiry", "Dana Whitfield", link, "2027-01-31"],
  [`  Dana  Whitfield -  ${link}  - 31 Jan 2027`, "person-request-expiry", "Dana Whitfield", link, "2027-01-31"],
  ["Dana - gitlab.test/requests/5 - 2027/01/31", "person-request-expiry", "Dana", "gitlab.test/requests/5", "2027-01-31"],
  ["Target - Slack webhook", "target", "Target", null, null],
  ["target - x - 2027-01-31", "target", "target", null, "2027-01-31"],
  ["Dana - nightly export", "person-use", "Dana", null, null],
  ["Dana - export - weekly - 2027-01-31", "person-use", "Dana", null, "2027-01-31"],
  ["Anne-Marie - year-end export", "person-use", "Anne-Marie", null, null],
  [`Dana - ${link}`, "other", "Dana", link, null],
  [`Dana - ${link} - soon`, "other", "Dana", link, null],
  [`Dana - ${link} - 2027-02-30`, "other", "Dana", link, null],
  [`Dana - export - ${link} - 2027-01-31`, "other", "Dana", link, "2027-01-31"],
  [`Dana - ${link} - export - 2027-01-31`, "other", "Dana", link, "2027-01-31"],
  ["Dana \u2014 nightly export", "other", "Dana \u2014 nightly export", null, null],
  ["Dana-export", "other", "Dana-export", null, null],
  ["2027-01-31", "other", "2027-01-31", null, null],
  ["Dana - ", "other", "Dana -", null, null],
  ["", "other", "", null, null],
])("%j is %s", (name, form, holder, foundLink, expires) => {
  expect(parseTokenName(name)).toEqual({ form, holder, link: foundLink, expires });
});

test.each([
  ["2026-10-31", "2026-10-31"],
  ["2026/1/5", "2026-01-05"],
  ["31 Oct 2026", "2026-10-31"],
  ["5 september 2026", "2026-09-05"],
  ["October 31, 2026", "2026-10-31"],
  ["10/11/2026", null],
  ["2026-13-01", null],
  ["2026-02-29", null],
  ["2028-02-29", "2028-02-29"],
  ["31 Okt 2026", null],
  ["1 ma 2026", null],
  ["2026-10/31", null],
  ["", null],
])("the date in %j is %j", (text, day) => {
  expect(dateIn(text)).toBe(day);
});

test("any text is a name of some form", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseTokenName(text).form).toMatch(/^(person-request-expiry|target|person-use|other)$/);
    }),
  );
});
