import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Asks, Check } from "./check.ts";
import { checks } from "./index.ts";

const folder = new URL("../../docs/checks/", import.meta.url);

const words: Record<Asks, string> = {
  person: "the person",
  manager: "the manager",
  auditor: "the auditor",
  owner: "the owner",
};

function page(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

/** Cells of the first row under the table heading that starts with these words. */
function rowUnder(heading: string, text: string): string[] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`| ${heading}`));
  return (lines[at + 2] ?? "")
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function limitsOf({ limits = {} }: Check): string {
  return (
    Object.entries(limits)
      .map(([key, days]) => `\`${key}: ${days}d\``)
      .join(" ") || "none"
  );
}

test("every check has a page, and every page a check", () => {
  const pages = readdirSync(folder).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(checks.map(({ id }) => `${id}.md`).sort());
});

test.each(checks.map((check) => [check.id, check] as const))("the page of %s says what the check says", (id, check) => {
  const text = page(`${id}.md`);
  expect(text.startsWith(`# ${check.title}\n\n\`${id}\`: `)).toBe(true);
  expect(rowUnder("default severity", text)).toEqual([
    check.severity,
    words[check.asks],
    limitsOf(check),
    check.controls.join(" · "),
  ]);
});

test.each(checks.map(({ id }) => id))("the page of %s is whole, and its exemption names the check", (id) => {
  const text = page(`${id}.md`);
  expect(text.match(/^## .*$/gm)).toEqual([
    "## What it means",
    "## Why it matters",
    "## How it is decided",
    "## How to fix",
    "## How to exempt",
  ]);
  const example = /```yaml\n([^`]+)```/.exec(text.slice(text.indexOf("## How to exempt")))?.[1] ?? "";
  expect(example).toContain(`  check: ${id}\n`);
  expect(example.match(/^ {2}(account|person|match|credential): /gm)).toHaveLength(1);
  expect(example).toMatch(/^ {2}reason: .+\n {2}approver: .+\n {2}until: \d{4}-\d{2}-\d{2}$/m);
});

test.each(checks.map((check) => [check.id, check] as const))("the index lists %s", (id, check) => {
  expect(page("README.md")).toContain(`| [\`${id}\`](${id}.md) | ${check.title} | ${check.severity} | ${words[check.asks]} |\n`);
});

test("links between pages lead to pages", () => {
  const names = new Set(readdirSync(folder));
  for (const name of names) {
    for (const [, target] of page(name).matchAll(/\]\(([^)#:]+\.md)\)/g)) expect(names, `${name} → ${target}`).toContain(target);
  }
});

test("no two pages share a sentence of substance", () => {
  const seen = new Map<string, string>();
  for (const { id } of checks) {
    const why = page(`${id}.md`).split("## Why it matters")[1]?.split("## ")[0]?.trim() ?? "";
    expect(seen.get(why), `${id} says why in the words of another page`).toBeUndefined();
    expect(why.length).toBeGreaterThan(80);
    seen.set(why, id);
  }
});
