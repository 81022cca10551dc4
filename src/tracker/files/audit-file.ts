import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { configurationError } from "../../model/errors.ts";
import type { IssueLink } from "../../model/report.ts";
import { findNotes, isIssueOf } from "../notes-block.ts";
import { readText } from "./disk.ts";
import { numberOf, stemOf } from "./document.ts";

export function pathOf(folder: string, auditId: string): string {
  return join(folder, `${stemOf(auditId)}.md`);
}

/** Where people answer. */
export function conversationPathOf(folder: string, auditId: string): string {
  return join(folder, `${stemOf(auditId)}${conversationEnd}`);
}

const conversationEnd = "-conversation.md";

/** Whether a file's name may be an audit's own. */
export function isAuditName(name: string): boolean {
  return name.endsWith(".md") && !name.endsWith(conversationEnd);
}

export function linkTo(path: string, text: string): IssueLink {
  return { url: pathToFileURL(path).href, iid: numberOf(text) ?? 1 };
}

/** Text of the audit's file, `null` where there is none. @throws configuration error where the file is somebody else's */
export async function ourText(path: string, auditId: string): Promise<string | null> {
  const text = await readText(path);
  if (text === null || isIssueOf(text, auditId)) return text;
  throw configurationError(
    `${path} is not the file of ${auditId}: its first line, the marker of the audit, is missing`,
    "put the marker back, or move the file away",
  );
}

/** What earlier runs wrote; `beside` is the file that takes the Notes where the markers are damaged. */
export async function earlierNotes(text: string, path: string): Promise<{ text: string; beside: string }> {
  const beside = path.replace(/\.md$/, "-notes.md");
  const block = findNotes(text);
  if (block.kind === "whole") return { text: block.notes, beside };
  const kept = (await readText(beside)) ?? "";
  return { text: block.kind === "damaged" ? `${text}\n${kept}` : kept, beside };
}
