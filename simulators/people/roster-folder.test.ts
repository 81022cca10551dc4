import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RosterFolder } from "./roster-folder.ts";

const dana = `# Whoever changes this: ask first.
name: Dana Whitfield
email: dana@acme.test
aliases: [dana.w@acme.test]
title: Manager
zendesk:
  main:
    id: 9007199254741260
    groups: [Support, "VIP @all"]
    role: Staff
  us-federal:
    id: 12
    groups: []
    role: Staff
`;

function roster(): { folder: RosterFolder; text(): string } {
  const path = mkdtempSync(join(tmpdir(), "rollcall-roster-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, "dana.yaml"), dana);
  writeFileSync(join(path, "readme.md"), "not a person");
  return { folder: new RosterFolder(path), text: () => readFileSync(join(path, "dana.yaml"), "utf8") };
}

test("a correction changes its value and nothing else, whatever size other ids have", () => {
  const { folder, text } = roster();
  folder.correct("dana@acme.test", ["zendesk", "us-federal", "id"], 9_007_199_254_741_299n);
  expect(text()).toBe(dana.replace("id: 12", "id: 9007199254741299"));

  folder.correct("dana@acme.test", ["zendesk", "us-federal"], undefined);
  expect(text()).not.toContain("us-federal");
  expect(folder.people()[0]?.zendesk).toEqual({
    main: { id: 9_007_199_254_741_260n, groups: ["Support", "VIP @all"], role: "Staff" },
  });
});

test("people are found by each of their addresses, however it is written; who is nobody is not corrected", () => {
  const { folder } = roster();
  for (const email of ["dana@acme.test", "DANA+tag@acme.test", "dana.w@acme.test"])
    expect(folder.byEmail(email)?.name).toBe("Dana Whitfield");
  expect(folder.byEmail("kim@acme.test")).toBeUndefined();
  expect(() => folder.correct("dana.w@acme.test", ["title"], "x")).toThrow(
    "nobody in the roster has the address dana.w@acme.test",
  );
});
