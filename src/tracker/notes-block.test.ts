import fc from "fast-check";
import { expect, test } from "vitest";
import { findingMarker } from "../reports/finding-line.ts";
import { auditMarker, commentMarker, findNotes, isCommentOf, isIssueOf, mergeDescription, withStatus } from "./notes-block.ts";

const start = "<!-- rollcall:notes -->";
const end = "<!-- /rollcall:notes -->";

/** Whatever people write, without our markers in it. */
const prose = fc
  .array(fc.oneof(fc.string(), fc.constantFrom("## Notes", "```", "~~~~", "<!--", "-->", "- [x] done", "/close", "", "\r", "  ")))
  .map((lines) => lines.join("\n"))
  .filter((text) => !text.includes("rollcall:"));
const notes = fc.string().map((text) => `${text.replaceAll("rollcall:", "")}\n`);

test("writing the same Notes twice changes nothing the second time", () => {
  fc.assert(
    fc.property(prose, notes, (text, written) => {
      const once = mergeDescription(text, written) ?? "";
      expect(mergeDescription(once, written)).toBe(once);
    }),
  );
});

test("what stands outside the markers stays byte for byte, whatever stands there", () => {
  fc.assert(
    fc.property(prose, prose, fc.tuple(notes, notes), (before, after, [first, second]) => {
      const merged = mergeDescription(`${before}\n${start}\n${first}${end}\n${after}`, second) ?? "";
      expect(merged.startsWith(`${before}\n${start}`)).toBe(true);
      expect(merged.endsWith(`${end}\n${after}`)).toBe(true);
      expect(findNotes(merged)).toMatchObject({ kind: "whole", notes: `\n\n${second}\n` });
    }),
  );
});

test("a first writing only inserts: two line breaks and the part, or the part with its heading at the end", () => {
  fc.assert(
    fc.property(prose, notes, (text, written) => {
      const merged = mergeDescription(text, written) ?? "";
      const found = findNotes(merged);
      if (found.kind !== "whole") throw new Error("no Notes were written");
      const isInserted = merged.slice(0, found.from - 2) + merged.slice(found.to) === text;
      const isAppended = merged.startsWith(text) && merged.slice(text.length, found.from).trim() === "## Notes";
      expect(isInserted || isAppended).toBe(true);
    }),
  );
});

test("the Notes go below the heading, and what a template says there stays", () => {
  const merged = mergeDescription("# Audit\n\n## Notes\n\n<!-- The audit fills this in. -->\n\n## Sources\n", "body\n");
  expect(merged).toBe(`# Audit\n\n## Notes\n\n${start}\n\nbody\n\n${end}\n\n<!-- The audit fills this in. -->\n\n## Sources\n`);
});

test.each([
  ["no heading", "Just text", `Just text\n\n## Notes\n\n${start}`],
  ["a heading of another level", "### Notes\n", `### Notes\n\n## Notes\n\n${start}`],
  ["a heading in code", "```\n## Notes\n```\n", `\`\`\`\n## Notes\n\`\`\`\n\n## Notes\n\n${start}`],
  ["a heading in a comment", "<!--\n## Notes\n-->\n\n", `<!--\n## Notes\n-->\n\n## Notes\n\n${start}`],
  ["an empty text", "", `## Notes\n\n${start}`],
])("%s: the heading is added at the end", (_, text, expected) => {
  expect(mergeDescription(text, "body\n")).toBe(`${expected}\n\nbody\n\n${end}\n`);
});

test.each(["## Notes", "## notes ##", "  ## Notes\r\nmore"])("%j is the heading", (text) => {
  const merged = mergeDescription(text, "body\n") ?? "";
  expect(merged.match(/## notes/gi)).toHaveLength(1);
  expect(merged.startsWith(text.split("\r")[0] ?? "")).toBe(true);
});

test.each([
  ["the end is missing", `a\n${start}\nold\n`],
  ["the start is missing", `old\n${end}\n`],
  ["one is doubled", `${start}\n${start}\nold\n${end}`],
  ["both are doubled", `${start}\nold\n${end}\n${start}\nold\n${end}`],
  ["they are reordered", `${end}\nold\n${start}`],
  ["one is misspelled", `<!-- rollcall:note -->\nold\n${end}`],
  ["the start lost its dash", `<!- rollcall:notes -->\nold\n${end}`],
  ["both were deleted, findings remain", `- [ ] **F1** a ${findingMarker("s/c/account:1", "F1").value}\n`],
])("damaged, so nothing is written: %s", (_, text) => {
  expect(findNotes(text).kind).toBe("damaged");
  expect(mergeDescription(text, "new\n")).toBeNull();
});

test("an issue is known by its marker alone on a line, and by no other audit's", () => {
  const id = "zendesk-global/FY27-Q4";
  expect(isIssueOf(`text\r\n${auditMarker(id)}\r\nmore`, id)).toBe(true);
  expect(isIssueOf(`we look for \`${auditMarker(id)}\``, id)).toBe(false);
  expect(isIssueOf(auditMarker("zendesk-global/FY27-Q3"), id)).toBe(false);
  expect(isIssueOf(auditMarker(`${id}0`), id)).toBe(false);
  expect(auditMarker("zendesk-global/FY27-Q4")).toBe("<!-- rollcall:audit zendesk-global/FY27-Q4 -->");
});

test("a marker is one comment, whatever the id", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(auditMarker(id)).toMatch(/^<!-- rollcall:audit ((?!--).)* -->$/);
      expect(isIssueOf(auditMarker(id), id)).toBe(true);
      expect(isCommentOf(`${commentMarker(id)}\n\ntext`, id)).toBe(true);
    }),
  );
});

const auditId = "zendesk-global/FY27-Q4";
const incomplete = "**Incomplete: could not look at 1 of 9 sources.**";
const statusMarker = "<!-- rollcall:status -->";

test("an audit that could not look says so below its marker, before everything a person wrote", () => {
  const issue = `${auditMarker(auditId)}\n\n## Auditor\n\n## Notes\n`;
  const told = withStatus(issue, { auditId, status: incomplete });
  expect(told).toBe(`${auditMarker(auditId)}\n\n${incomplete} ${statusMarker}\n\n## Auditor\n\n## Notes\n`);
  const later = withStatus(told, { auditId, status: "**Failed.**" });
  expect(later).toContain(`**Failed.** ${statusMarker}`);
  expect(later).not.toContain("Incomplete");
});

test("said again it is the same text, and taken away everything else is byte for byte what it was", () => {
  fc.assert(
    fc.property(prose, fc.constantFrom("\n", "\r\n"), (text, lineEnd) => {
      const issue = `${auditMarker(auditId)}${lineEnd}${lineEnd}${text}`;
      const told = withStatus(issue, { auditId, status: incomplete });
      expect(withStatus(told, { auditId, status: incomplete })).toBe(told);
      expect(withStatus(told, { auditId, status: null })).toBe(issue);
    }),
  );
});

test("without the audit's marker nothing is said at the top", () => {
  expect(withStatus("## Notes\n", { auditId, status: incomplete })).toBe("## Notes\n");
});
