import type { Html, ListItem } from "mdast";
import { item, strong, text } from "./markdown-nodes.ts";

/** The words of the box that starts the follow-up. The line is found by its marker, or by these in GitLab's activity. */
export const startWords = "Reviewed, start asking";

const marker = "<!-- rollcall:start -->";

/** The box the auditor ticks once the findings were gone through. */
export function startItem(ticked: boolean): ListItem {
  const html: Html = { type: "html", value: marker };
  const says = ": the auditor ticks this, and everybody named below is asked about theirs in this issue ";
  return item([strong(startWords), text(says), html], ticked);
}

/** The start box of a text, the last one counting; `null` = there is none. */
export function parseStartBox(markdown: string): { ticked: boolean; line: string } | null {
  const line = markdown.split(/\r?\n/u).findLast((each) => each.includes(marker) && box.test(each));
  return line === undefined ? null : { ticked: box.exec(line)?.[1] !== " ", line };
}

const box = /^\s*[-*+] \[([ xX])\] /u;
