import type { Token } from "markdown-it";
import { boxOf, parseMarkdown } from "./markdown.ts";

export interface Task {
  /** Source line, from 0. */
  line: number;
  checked: boolean;
  /** First line of the item as plain text; a comment's text stays in it, as it was seen to on GitLab.com. */
  text: string;
  /** The item's source without its box, to tell whether two items are the same. */
  source: string;
}

const BOX_ON_LINE = /^((?:[ \t]*>[ \t]{0,4})*(?:[ \t]*(?:[-+*]|\d+[.)]))+[ \t]+)\[([ xX])\](?=\s|$)/;

/** Boxes that can be ticked, in the order they stand; those in code or comments are text. */
export function tasksOf(source: string | null): Task[] {
  const tasks: Task[] = [];
  for (const token of parseMarkdown(source ?? "")) {
    const mark = token.children?.[0];
    if (mark?.type !== "task_box") continue;
    const box = boxOf(mark);
    if (box.state === "inapplicable") continue;
    tasks.push({
      line: box.line,
      checked: box.state === "checked",
      text: plainText(token.children ?? []),
      source: token.content.slice(3),
    });
  }
  return tasks;
}

/** Same item at the same place with the other state: what GitLab says "marked the checklist item" of. */
export function updatedTasks(before: string | null, after: string | null): Task[] {
  const old = tasksOf(before);
  return tasksOf(after).filter((task, index) => old[index]?.source === task.source && old[index]?.checked !== task.checked);
}

/** The source with that box set, or null where the line holds no box any more. */
export function withBox(source: string, line: number, checked: boolean): string | null {
  const lines = source.split("\n");
  const text = lines[line];
  if (text === undefined || !BOX_ON_LINE.test(text)) return null;
  lines[line] = text.replace(BOX_ON_LINE, `$1[${checked ? "x" : " "}]`);
  return lines.join("\n");
}

export function checklistNote(task: Task): string {
  return `marked the checklist item **${escapeMarkdown(task.text)}** as ${task.checked ? "completed" : "incomplete"}`;
}

/** As seen in recorded system notes: `#4` → `\#4`, `x.go` → `x\.go`, `a-b` → `a\-b`; `:` and `/` stay. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>@$%^&="']/g, "\\$&");
}

function plainText(children: Token[]): string {
  const text = children.map((child) => {
    if (child.type === "softbreak" || child.type === "hardbreak") return "\n";
    if (child.type === "html_inline") return /^<!--([\s\S]*?)-->$/.exec(child.content)?.[1] ?? "";
    return child.type === "image" ? "" : child.content;
  });
  return text.join("").split("\n")[0]?.trim() ?? "";
}
