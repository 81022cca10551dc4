import { describe, expect, it } from "vitest";
import { dayText, emailText, idText, secretText, webAddress } from "./setting-types.ts";

describe("an address", () => {
  it.each([
    "https://acme.zendesk.com",
    "http://127.0.0.1:8080",
    "http://127.3.2.1",
    "http://[::1]:1/",
    "http://localhost:3000/x",
  ])("%s", (text) => {
    expect(webAddress.parse(text)).toEqual(new URL(text));
  });

  it.each([
    ["http://acme.zendesk.com", "https:// (http:// is allowed toward this machine only)"],
    ["http://127.0.0.1.evil.test", "https:// (http:// is allowed"],
    ["http://localhost.evil.test", "https:// (http:// is allowed"],
    ["http://0.0.0.0", "https:// (http:// is allowed"],
    ["ftp://acme.test", "starts with https://"],
    ["acme.zendesk.com", "expected an address"],
    ["file:///etc/passwd", "expected an address"],
    ["", "expected an address"],
    ["https://user:example@acme.test", "without user name and password"],
  ])("not %s", (text, message) => {
    const { error } = webAddress.safeParse(text);
    expect(error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
    expect(error?.message).not.toContain("example@");
  });
});

it("makes a secret that does not print, and refuses an empty one without showing it", () => {
  const secret = secretText.parse("example-token");
  expect([String(secret), secret.reveal()]).toEqual(["***", "example-token"]);
  expect(secretText.safeParse("").error?.message).toContain("found empty text");
});

it("checks days against the calendar, e-mails lightly, and takes ids as text or number", () => {
  expect(["2026-02-28", "2026-02-30", "2026-2-1", "26-02-01"].map((day) => dayText.safeParse(day).success)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(["a@b", "a b@c", "a@", "a@b@c", "<a@b>"].map((text) => emailText.safeParse(text).success)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([idText.parse(42), idText.parse("9007199254740993"), idText.safeParse(1.5).success]).toEqual([
    "42",
    "9007199254740993",
    false,
  ]);
});
