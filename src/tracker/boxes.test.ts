import fc from "fast-check";
import { expect, test } from "vitest";
import type { Author } from "../model/conversation.ts";
import { gitlabMarkdown } from "../reports/escape-gitlab.ts";
import { findingLine } from "../reports/finding-line.ts";
import { list } from "../reports/markdown-nodes.ts";
import { startItem } from "../reports/start-box.ts";
import { aFinding } from "../reports/testing/views.ts";
import { boxesOf, type ToldChange } from "./boxes.ts";

const me: Author = { id: "1", username: "bot", name: "Bot" };
const dana: Author = { id: "2", username: "dana", name: "Dana" };
const lee: Author = { id: "3", username: "lee", name: "Lee" };

function line(ref: string, ticked: boolean): string {
  return findingLine(aFinding({ ref, key: `a/b/account:${ref}` }), { ticked });
}

function told(item: string, ticked: boolean, by: Author, at = "2026-11-22T10:00:00Z"): ToldChange {
  return { item, ticked, by, at };
}

const bare = (text: string) => text.replace(/^- \[[ x]\] /, "");
const start = (ticked: boolean) => gitlabMarkdown([list([startItem(ticked)])]);

test("a box is told with who changed it last; other boxes of the text are none of ours", () => {
  const notes = `${start(true)}\n${line("F1", true)}\n${line("F2", false)}\n- [x] **F3** by hand\n`;
  const changes = [
    told(bare(line("F1", true)), false, lee),
    told(bare(line("F1", true)).replace(/<!-- | -->/g, ""), true, dana, "2026-11-22T11:00:00Z"),
    told("**F3** by hand", true, lee),
    told("Reviewed, start asking: the auditor ticks this", true, lee),
  ];
  expect(boxesOf(notes, { changes, me })).toEqual([
    { what: "start", ticked: true, by: lee, at: "2026-11-22T10:00:00Z" },
    { what: { finding: "F1" }, ticked: true, by: dana, at: "2026-11-22T11:00:00Z" },
    { what: { finding: "F2" }, ticked: false, by: null, at: null },
  ]);
});

test("where the last word on a box says otherwise, somebody changed the text: nobody is named", () => {
  const [box] = boxesOf(line("F1", true), { changes: [told("**F1** high", true, dana), told("**F1** high", false, lee)], me });
  expect(box).toMatchObject({ ticked: true, by: null, at: null });
});

test("what we set again was set by whoever did before us; what only we set, by us", () => {
  const again = [told("**F1** x", true, dana), told("**F1** x", false, me), told("**F1** x", true, me)];
  expect(boxesOf(line("F1", true), { changes: again, me })[0]).toMatchObject({ by: dana });
  expect(boxesOf(line("F1", true), { changes: [told("**F1** x", true, me)], me })[0]).toMatchObject({ by: me });
});

test("F1 is not F12, and lines without a box have none", () => {
  const gone = line("F9", true).replace("- [x] ", "- ");
  const notes = `${line("F1", false)}\n${line("F12", true)}\n${gone}`;
  const boxes = boxesOf(notes, { changes: [told("**F12** x", true, dana)], me });
  expect(boxes.map(({ what, by }) => [what, by?.id])).toEqual([
    [{ finding: "F1" }, undefined],
    [{ finding: "F12" }, "2"],
  ]);
});

test("nobody is ever named for a state they did not leave the box in", () => {
  const change = fc.record({
    item: fc.constantFrom("**F1** a", "F2 b", "Reviewed, start asking", "other", "**F1**"),
    ticked: fc.boolean(),
    by: fc.constantFrom(me, dana, lee),
    at: fc.constant("2026-11-22T10:00:00Z"),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.boolean(), (changes, ticked) => {
      const [box] = boxesOf(line("F1", ticked), { changes, me });
      const mine = changes.filter(({ item }) => item.startsWith("**F1**"));
      if (box?.by) expect(mine.findLast(({ by }) => by?.id === box.by?.id)?.ticked).toBe(ticked);
      if (mine.at(-1)?.ticked === ticked) expect(box?.by).not.toBeNull();
    }),
  );
});
