import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configurationReference } from "../src/config/reference.ts";

test("the reference of the configuration is the one its schema makes (npm run reference)", () => {
  expect(readFileSync(join(import.meta.dirname, "../docs/reference/configuration.md"), "utf8")).toBe(configurationReference());
});
