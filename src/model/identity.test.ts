import fc from "fast-check";
import { expect, test } from "vitest";
import { emailDomain, normalEmail, normalName } from "./identity.ts";

test.each([
  ["Dana.W@Acme.TEST", "dana.w@acme.test"],
  [" dana+zendesk@acme.test ", "dana@acme.test"],
  ["+only@acme.test", "+only@acme.test"],
  ["no-at-sign", "no-at-sign"],
])("%j is compared as %j", (written, compared) => {
  expect(normalEmail(written)).toBe(compared);
});

test("normalising twice changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
      expect(normalEmail(normalEmail(text))).toBe(normalEmail(text));
      expect(normalName(normalName(text))).toBe(normalName(text));
    }),
  );
});

test("the domain is what stands behind the last at sign", () => {
  expect(emailDomain('"a@b"@Acme.test')).toBe("acme.test");
  expect(emailDomain("nobody@")).toBeNull();
  expect(emailDomain("nobody")).toBeNull();
});

test("names are the same written with combining marks or odd spaces, and differ by case", () => {
  expect(normalName("Ame\u0301lie \u00a0 Roux ")).toBe("Am\u00e9lie Roux");
  expect(normalName("amélie roux")).not.toBe(normalName("Amélie Roux"));
});
