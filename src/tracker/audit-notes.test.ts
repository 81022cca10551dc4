import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFindingLines } from "../reports/finding-line.ts";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { auditNotes, refsOf } from "./audit-notes.ts";
import { findNotes, mergeDescription } from "./notes-block.ts";
import { aDraft, aTable } from "./testing/drafts.ts";

const none = new Map<string, string>();
const fresh = { earlier: "", around: 0 };

function findings(ids: readonly string[]) {
  return ids.map((id, index) => aFinding({ key: `zendesk-global/role-mismatch/account:${id}`, ref: `F${index + 1}` }));
}

test("boxes people ticked stay with their findings, in whichever order and number those come back", () => {
  const ids = fc.shuffledSubarray(["1", "22", "a b", "@all", "x|y", "<b>", "--", "é"], { minLength: 1 });
  fc.assert(
    fc.property(ids, ids, fc.integer(), (first, second, pattern) => {
      const before = auditNotes(aDraft(anAuditView({ findings: findings(first) })), fresh).render(none);
      let box = 0;
      const ticked = before.replace(/^- \[ \]/gm, (open) => ((pattern >> (box++ % 8)) & 1 ? "- [x]" : open));
      const after = auditNotes(aDraft(anAuditView({ findings: findings(second) })), { earlier: ticked, around: 0 }).render(none);
      const earlier = new Map(parseFindingLines(ticked).map((line) => [line.key, line]));
      for (const line of parseFindingLines(after)) {
        const known = earlier.get(line.key);
        if (!known) continue;
        expect(line.ref).toBe(known.ref);
        if (second.some((id) => line.key.endsWith(`account:${id}`))) expect(line.ticked).toBe(known.ticked);
      }
    }),
    { numRuns: 50 },
  );
});

test("no name, message or e-mail ends the Notes, loses a ref or makes a line of its own", () => {
  const outside = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "<!-- /rollcall:notes -->",
      "--> <!-- rollcall:notes -->",
      "\n/close\n",
      "- [x] **F1**",
      "@all",
      "`",
      "## Notes",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(outside, { minLength: 5, maxLength: 5 }),
      ([name = "", message = "", email = "", cell = "", key = ""]) => {
        const finding = aFinding({
          key: `s/c/account:${key}`,
          message,
          account: { id: name, name, email, url: name },
          answers_to: { email },
        });
        const table = { id: "t", title: "T", columns: ["a"], rows: [[cell]] };
        const view = anAuditView({ findings: [finding] }, { tables: [table], warnings: [name] });
        const text = mergeDescription("## Notes\n", auditNotes(aDraft(view), fresh).render(none)) ?? "";
        const found = findNotes(text);
        expect(found.kind).toBe("whole");
        expect(found.kind === "whole" && text.slice(found.to)).toBe("\n");
        expect([...refsOf(text)]).toEqual([[finding.key, "F1"]]);
        expect(text).not.toMatch(/^\s*\/\w/m);
      },
    ),
  );
});

test("what is gone keeps its ref, and no new finding gets it", () => {
  const before = auditNotes(aDraft(anAuditView({ findings: findings(["a", "b"]) })), fresh).render(none);
  const after = auditNotes(aDraft(anAuditView({ findings: findings(["c"]) })), { earlier: before, around: 0 }).render(none);
  const refs = refsOf(after);
  expect([...refs.values()].sort()).toEqual(["F1", "F2", "F3"]);
  expect(refs.get("zendesk-global/role-mismatch/account:c")).toBe("F3");
  expect(after).toContain("Not found again");
});

test("the longest tables become files, as many as it takes", () => {
  const tables = [aTable("admins", 10), aTable("light-agents", 1500), aTable("full-agents", 80), aTable("empty", 0)];
  const notes = auditNotes(aDraft(anAuditView({}, { tables })), fresh);
  expect(notes.attachments.map(({ table }) => table.id)).toEqual(["light-agents"]);
  expect(notes.attachments[0]?.csv.split("\n")).toHaveLength(1502);
  const text = notes.render(new Map([["light-agents", "[light-agents.csv](/uploads/0a/light-agents.csv)"]]));
  expect(text).toContain("(/uploads/0a/light-agents.csv)");
  expect(text).not.toContain("light-agents person 7");
  expect(text).toContain("full-agents person 7");
});

test("what stands beside the Notes counts too", () => {
  const tables = [aTable("admins", 10), aTable("full-agents", 80)];
  const draft = aDraft(anAuditView({}, { tables }));
  expect(auditNotes(draft, fresh).attachments).toEqual([]);
  expect(auditNotes(draft, { earlier: "", around: 197_000 }).attachments.map(({ table }) => table.id)).toEqual(["full-agents"]);
  expect(auditNotes(draft, { earlier: "", around: 250_000 }).attachments).toHaveLength(2);
});
