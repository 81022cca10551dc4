import { expect, test } from "vitest";
import { aCheck, anAuditView } from "../reports/testing/views.ts";
import { hasNotesHeading } from "./notes-block.ts";
import { builtInTemplate, issueTitle } from "./template.ts";
import { aDraft } from "./testing/drafts.ts";

test("the built-in template is a checklist of the audit's steps that ends in Notes", () => {
  const text = builtInTemplate(aDraft());
  expect(text.match(/^- \[ \] /gm)?.length).toBeGreaterThan(10);
  expect(text.trimEnd().endsWith("## Notes")).toBe(true);
  expect(hasNotesHeading(text)).toBe(true);
  expect(text).toContain("API tokens and OAuth clients");
  expect(text).not.toContain("citizenship");
});

test("a system whose people must be verified has that step, an unknown platform the general ones", () => {
  const view = anAuditView({ checks: [aCheck({ id: "citizenship-unverified" })] });
  expect(builtInTemplate({ ...aDraft(view), fallbackTemplate: "csv" })).toMatch(/compare the tables[\s\S]*citizenship/);
});

test("a system's name is only a name in it", () => {
  const text = builtInTemplate(aDraft(anAuditView({}, { name: "@all\n/close <b>" })));
  expect(text).not.toMatch(/(?<!\\)@all|^\/close|(?<!\\)<b>/m);
});

test.each([
  ["Zendesk Global audit FY27-Q4", "Zendesk Global audit FY27-Q4"],
  ["a\nb\u0007", "a b⟨U+0007⟩"],
  ["@all and a@b", "＠all and a@b"],
  ["", "Access audit"],
])("title %j becomes %j", (given, title) => {
  expect(issueTitle(given)).toBe(title);
});

test("a title is no longer than GitLab takes", () => {
  expect([...issueTitle("x".repeat(400))]).toHaveLength(255);
});
