import { expect, test } from "vitest";
import { OrdinaryFailure, refusalOf, SignedOut } from "./refusal.ts";

const person = { system: "1password", isService: false };
const service = { system: "1password", isService: true };

// As people have reported them of `op` 2.
test.each([
  "You are not currently signed in. Please run `op signin --help` for instructions",
  "account is not signed in",
  "session expired, sign in to create a new session",
  "could not find session token for account acme",
  "authorization timeout",
  "authorization prompt dismissed, please try again",
  "connecting to desktop app: read: connection reset, make sure the 1Password app is running",
  "No accounts configured for use with 1Password CLI.",
  "1Password is locked",
  "(401) Unauthorized: You aren't authorized",
])("%s: nobody is let in, and it is said how to be", (told) => {
  const error = refusalOf("op user list", told, person);
  expect(error).toBeInstanceOf(SignedOut);
  expect(error).toMatchObject({ actor: "credentials", message: `op user list failed: ${told}` });
  expect(error.fix).toContain("op signin");
});

test.each([
  "invalid service account token",
  "failed to session.DecodeSACredentials: failed to base64decode",
  "Service Account Deleted",
])("%s: the token is what is wrong", (told) => {
  const error = refusalOf("op user list", told, service);
  expect(error).toBeInstanceOf(SignedOut);
  expect(error.fix).toContain("check the service account's token");
});

test.each([
  "op group list is not supported with service accounts",
  "This command is not supported for use with service account tokens",
  "(403) Forbidden: you don't have permission to perform this action",
])("%s: a service account is told the ways out, a person the right", (told) => {
  const refused = refusalOf("op group list", told, service);
  expect(refused).toMatchObject({ actor: "credentials" });
  expect(refused).not.toBeInstanceOf(SignedOut);
  for (const way of ["`rollcall audit 1password`", "scim:", "platform: csv"]) expect(refused.fix).toContain(way);
  expect(refusalOf("op group list", told, person).fix).toContain("manager of the group");
});

test.each(["rate limit exceeded", "Too many requests. Your client has been rate-limited.", "(429) slow down"])(
  "%s: later",
  (told) => expect(refusalOf("op user list", told, service)).toMatchObject({ actor: "later" }),
);

test.each(['"x" isn\'t a user', "(500) internal", "unknown command", "it ended with 3 and said nothing"])(
  "%s: failed",
  (told) => {
    for (const caller of [person, service]) expect(refusalOf("op user get", told, caller)).toBeInstanceOf(OrdinaryFailure);
  },
);
