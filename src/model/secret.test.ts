import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret shows nowhere but where it is asked for", () => {
  const secret = new Secret("example-password");
  const shown = [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret }, { depth: 5, showHidden: true })];
  for (const text of shown) expect(text).not.toContain("example-password");
  expect(secret.reveal()).toBe("example-password");
});
