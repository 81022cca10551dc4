import { gitlabMarkdown } from "../../reports/escape-gitlab.ts";
import { heading, item, list, sentence } from "../../reports/markdown-nodes.ts";
import { auditMarker } from "../notes-block.ts";
import { issueTitle } from "../template.ts";
import type { IssueDraft } from "../tracker.ts";

/** An audit as a file. Its first lines are the file's own: a person closes the audit by writing `State: closed` there. */
const stateLine = /^([-*+][ \t]+)?State:[ \t]*(\S+)[ \t]*$/im;

/** A new one, without its Notes. @param number its number among the audits of the folder */
export function newDocument(draft: IssueDraft, { number, template }: { number: number; template: string }): string {
  const { assignee, dueDate } = draft;
  const facts = ["State: open", `Number: ${number}`, `Due: ${dueDate}`];
  if (assignee) facts.push(`Assignee: ${assignee.name ?? assignee.email}`);
  const head = gitlabMarkdown([heading(1, issueTitle(draft.title)), list(facts.map((fact) => item([sentence(fact)])))]);
  return `${auditMarker(draft.auditId)}\n\n${head}\n${template}`;
}

/** The first `State:` line decides; without one the audit is open. */
export function isClosed(text: string): boolean {
  return stateLine.exec(text)?.[2]?.toLowerCase() === "closed";
}

/** Where somebody took the `State:` line away it stands below the first line again. */
export function withState(text: string, state: "open" | "closed"): string {
  if (isClosed(text) === (state === "closed")) return text;
  if (stateLine.test(text)) return text.replace(stateLine, `$1State: ${state}`);
  const below = text.indexOf("\n");
  return below < 0 ? `${text}\n\nState: ${state}\n` : `${text.slice(0, below)}\n\nState: ${state}${text.slice(below)}`;
}

export function numberOf(text: string): number | null {
  const digits = /^(?:[-*+][ \t]+)?Number:[ \t]*(\d{1,9})[ \t]*$/im.exec(text)?.[1];
  return digits ? Number(digits) : null;
}

/** File name of an audit without its end: `zendesk-global-FY27-Q4`. */
export function stemOf(auditId: string): string {
  return auditId
    .replace(/\//g, "-")
    .replace(/[^\w.-]/g, "_")
    .replace(/^\.+/, "_");
}
