import fc from "fast-check";
import { expect, test } from "vitest";
import { findingLine } from "../reports/finding-line.ts";
import { aFinding } from "../reports/testing/views.ts";
import { boxChange, setBoxes, standsSo } from "./checklist.ts";

function noteOf(item: string, state: "completed" | "incomplete"): string {
  return `marked the checklist item **${item.replace(/[\\`*_{}[\]()#+\-.!~|<>@$%^&="']/g, "\\$&")}** as ${state}`;
}

test("a note about anything else is no change of a box", () => {
  for (const note of ["changed the description", "changed title from **a** to **b**", ""]) expect(boxChange(note)).toBeNull();
});

test("an item is found by its words, whichever way GitLab escaped them", () => {
  const text = "Steps\n\n- [ ] Ask the **owners** of [tokens](https://x.test/a), see #4\n- [ ] other\n";
  for (const item of ["Ask the **owners** of [tokens](https://x.test/a), see #4", "Ask the owners of tokens, see #4"]) {
    const change = boxChange(noteOf(item, "completed"));
    expect(change && setBoxes(text, [change])).toBe(text.replace("- [ ] Ask", "- [x] Ask"));
  }
});

test("a finding is found by its ref, also where its words have changed since", () => {
  const old = findingLine(aFinding({ ref: "F7", message: "has role A" }), { ticked: false });
  const now = `${findingLine(aFinding({ ref: "F70", key: "a/b/account:2" }), { ticked: false })}\n${findingLine(aFinding({ ref: "F7", message: "has role B" }), { ticked: false })}`;
  for (const item of [old.replace("- [ ] ", ""), old.replace("- [ ] ", "").replaceAll("**", "")]) {
    const change = boxChange(noteOf(item, "completed"));
    expect(change && setBoxes(now, [change])).toBe(now.replace("- [ ] **F7**", "- [x] **F7**"));
  }
});

test("the last change of an item counts, and an item that two lines might be is left alone", () => {
  const changes = ["completed", "incomplete"].map((state) => boxChange(noteOf("one", state as "completed")));
  expect(
    setBoxes(
      "- [ ] one\n- [ ] two",
      changes.filter((change) => change !== null),
    ),
  ).toBe("- [ ] one\n- [ ] two");
  expect(setBoxes("- [ ] one\n* [ ] one", [{ item: "one", ticked: true }])).toBe("- [ ] one\n* [ ] one");
});

test("setting boxes changes boxes only, and then they stand so", () => {
  const item = fc.string({ minLength: 1 }).map((text) => `x${text.replace(/\s/g, " ")}`);
  fc.assert(
    fc.property(
      fc.uniqueArray(item, { selector: (text) => text.replace(/[^\p{L}\p{N}]/gu, "") }),
      fc.boolean(),
      (items, ticked) => {
        const text = items.map((line) => `- [${ticked ? " " : "x"}] ${line}`).join("\n");
        const changes = items.map((line) => ({ item: line, ticked }));
        const set = setBoxes(text, changes);
        expect(set.replace(/^- \[[ x]\]/gm, "")).toBe(text.replace(/^- \[[ x]\]/gm, ""));
        for (const change of changes)
          if (set !== text) expect(standsSo(set, change) || setBoxes(text, [change]) === text).toBe(true);
      },
    ),
  );
});
