import { parseFindingLines } from "../reports/finding-line.ts";

/**
 * Rollcall's own part of an audit issue stands between two comments under `## Notes`; everything else belongs to people.
 * The issue itself is known by a third comment, alone on its line.
 */
const start = "<!-- rollcall:notes -->";
const end = "<!-- /rollcall:notes -->";

/** What is left of a marker somebody edited counts too, so that nothing is written next to it as if it were not there. */
const anyMarker = /<!--\s*\/?\s*rollcall:notes|rollcall:notes\s*-->/g;

export type NotesBlock =
  | { kind: "none" }
  /** Markers missing, doubled or in the wrong order: nothing there may be replaced. */
  | { kind: "damaged" }
  /** `from` and `to` enclose the markers; `notes` is what stands between them. */
  | { kind: "whole"; from: number; to: number; notes: string };

export function auditMarker(auditId: string): string {
  return `<!-- rollcall:audit ${harmless(auditId)} -->`;
}

/** The text of an issue that is the audit's no longer: its marker says so, and it is not found again. */
export function asDuplicate(description: string, auditId: string): string {
  return description.replaceAll(auditMarker(auditId), `<!-- rollcall:duplicate ${harmless(auditId)} -->`);
}

/** Begins the comment that holds the Notes where the description cannot. */
export function commentMarker(auditId: string): string {
  return `<!-- rollcall:comment ${harmless(auditId)} -->`;
}

/** Whether the text is the issue of that audit. Only a marker alone on its line counts: quoted ones do not. */
export function isIssueOf(description: string, auditId: string): boolean {
  const marker = auditMarker(auditId);
  return description.split(/\r?\n/).some((line) => line.trim() === marker);
}

/** The audits whose issue the text is; one, as long as nobody put more markers into it. */
export function auditIdsOf(description: string): string[] {
  const found = description
    .split(/\r?\n/)
    .flatMap((line) => /^<!-- rollcall:audit ([\w./=-]+) -->$/.exec(line.trim())?.[1] ?? []);
  return [...new Set(found.map(plain))];
}

export function isCommentOf(body: string, auditId: string): boolean {
  return body.startsWith(commentMarker(auditId));
}

export function findNotes(text: string): NotesBlock {
  const markers = [...text.matchAll(anyMarker)].length;
  const from = text.indexOf(start);
  const stop = text.indexOf(end);
  // Findings without any marker around them were left by somebody who deleted both.
  if (markers === 0) return { kind: parseFindingLines(text).length > 0 ? "damaged" : "none" };
  if (markers !== 2 || from < 0 || stop < from) return { kind: "damaged" };
  return { kind: "whole", from, to: stop + end.length, notes: text.slice(from + start.length, stop) };
}

/**
 * The text with `notes` (ending in a line break) as Rollcall's part, byte for byte the same elsewhere. Without a part of its
 * own yet it goes below the heading `## Notes`, which is added at the end where there is none.
 * @returns `null` where the markers are damaged: then nothing may be written
 */
export function mergeDescription(current: string, notes: string): string | null {
  const found = findNotes(current);
  if (found.kind === "damaged") return null;
  const block = `${start}\n\n${notes}\n${end}`;
  if (found.kind === "whole") return current.slice(0, found.from) + block + current.slice(found.to);
  const below = notesHeading(current);
  if (below !== null) return `${current.slice(0, below)}\n\n${block}${current.slice(below)}`;
  return `${current}${gap(current)}## Notes\n\n${block}\n`;
}

const statusMarker = "<!-- rollcall:status -->";

/**
 * The text with `status` as a line of its own below the audit's marker, at the very top: an audit that could not look says so
 * before anything else. `null` takes the line away. Byte for byte the same elsewhere.
 */
export function withStatus(text: string, { auditId, status }: { auditId: string; status: string | null }): string {
  const bare = text.replace(new RegExp(`\\n\\n[^\\n]*${statusMarker}[ \\t]*(?=\\r?\\n|$)`), "");
  const marker = auditMarker(auditId);
  const at = bare.split("\n").findIndex((line) => line.trim() === marker);
  if (status === null || at < 0) return bare;
  const lines = bare.split("\n");
  lines.splice(at + 1, 0, "", `${status} ${statusMarker}`);
  return lines.join("\n");
}

export function hasNotesHeading(text: string): boolean {
  return notesHeading(text) !== null;
}

function gap(text: string): string {
  if (text === "" || /\n\r?\n$/.test(text)) return "";
  return text.endsWith("\n") ? "\n" : "\n\n";
}

/** Where the line `## Notes` ends, its line break not included; headings in code and in comments are none. */
function notesHeading(text: string): number | null {
  let at = 0;
  let fence = "";
  let isComment = false;
  for (const line of text.split(/(?<=\n)/)) {
    const bare = line.replace(/\r?\n$/, "");
    const isPlain = fence === "" && !isComment;
    if (isPlain && /^ {0,3}##[ \t]+notes[ \t]*#*[ \t]*$/i.test(bare)) return at + bare.length;
    if (!isComment) fence = fenceAfter(bare, fence);
    if (fence === "") isComment = commentAfter(bare, isComment);
    at += line.length;
  }
  return null;
}

/** The fence of code that is open behind this line; "" for none. */
function fenceAfter(line: string, open: string): string {
  const [, marks = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (open === "") return marks;
  const closes = marks.startsWith(open) && rest.trim() === "";
  return closes ? "" : open;
}

function commentAfter(line: string, isOpen: boolean): boolean {
  const opens = line.lastIndexOf("<!--");
  const closes = line.lastIndexOf("-->");
  return opens < 0 && closes < 0 ? isOpen : opens > closes;
}

/** An id comes from the configuration, but nothing that could end a comment may come with it. */
function harmless(auditId: string): string {
  return auditId.replace(/[^\w./-]|(?<=-)-/g, (unit) => `=${unit.charCodeAt(0).toString(16)}`);
}

/** The id an encoded one stands for. Systems are named with letters, digits, `_`, `.` and `-`, so only a second `-` is encoded. */
function plain(encodedId: string): string {
  return encodedId.replace(/=2d/g, "-");
}
