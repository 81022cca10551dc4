import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf } from "./reason.ts";
import { Redactor } from "./redact.ts";

test("a given secret is gone raw, in base64 and URL-encoded", () => {
  const secret = fc.string({ minLength: 6, unit: "grapheme" }).filter((text) => text.trim().length > 5 && !"***".includes(text));
  fc.assert(
    fc.property(secret, fc.string(), (text, around) => {
      const redactor = new Redactor([text]);
      for (const form of [text, Buffer.from(text).toString("base64"), encodeURIComponent(text)]) {
        expect(redactor.redact(`${around} ${form} ${around}`)).not.toContain(form);
      }
    }),
  );
});

test.each([
  "Authorization: Basic ZGFuYTpzM2NyZXQ=",
  '"authorization":"Bearer s3cret-s3cret"',
  "PRIVATE-TOKEN: s3cret-s3cret",
  "x-api-key=s3cret-s3cret",
  "https://x.test/?access_token=s3cret-s3cret&page=2",
  "?token=s3cret-s3cret",
  '{"client_secret": "s3cret-s3cret"}',
  "https://dana:s3cret-s3cret@x.test/",
  "glpat-s3cret_s3cret",
  "xoxb-s3cret-s3cret",
])("%s is recognised", (text) => {
  const clean = new Redactor().redact(text);
  expect(clean).toContain("***");
  expect(clean).not.toMatch(/s3cret|ZGFuYT/);
});

test.each(["invalid token: expired", "?page_token=abcdef", "the token of Dana", "https://x.test/users?page=2", "Basic plan"])(
  "%s is left as it is",
  (text) => {
    expect(new Redactor().redact(text)).toBe(text);
  },
);

test("headers are learned by name, with and without their scheme", () => {
  const redactor = new Redactor();
  redactor.learnHeaders({ Authorization: "Bearer abcd-efgh", Accept: "application/json" });
  expect(redactor.redact("abcd-efgh application/json")).toBe("*** application/json");
});

test("a secret across the cut of an excerpt leaves no half behind", () => {
  const redactor = new Redactor(["example-secret"]);
  for (let before = 280; before < 300; before += 1) {
    expect(reasonOf(`${"x".repeat(before)} example-secret`, redactor)).not.toMatch(/ex|am/);
  }
});
