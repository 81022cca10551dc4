import { expect, it } from "vitest";
import { configurationReference } from "./reference.ts";
import { systemKeys } from "./system-keys.ts";
import { topKeys } from "./top-keys.ts";

const text = configurationReference();

it("has a row for every key, in sections", () => {
  for (const name of [...Object.keys(topKeys), ...Object.keys(systemKeys)]) expect(text).toContain(`| \`${name}\` |`);
  expect(text.match(/^## .+$/gm)).toContain("## systems.&lt;id&gt;.service_accounts");
});

it("says what holds without a key, which variable it usually comes from", () => {
  expect(text).toContain("| `organization` | Name in titles and reports. | required |");
  expect(text).toMatch(/\| `rate` \| .* \| `0\.5` \|/);
  expect(text).toContain("Usually `${GL_TOKEN}`.");
});

it("is Markdown whose tables hold: no cell breaks its row", () => {
  for (const row of text.split("\n").filter((line) => line.startsWith("|"))) {
    expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(4);
  }
});
