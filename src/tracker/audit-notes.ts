import { assignRefs } from "../checks/refs.ts";
import type { AuditView, Table } from "../model/report.ts";
import { tableCsv } from "../reports/csv.ts";
import { parseFindingLines } from "../reports/finding-line.ts";
import { fitsInline, notesMarkdown, statusMarkdown } from "../reports/markdown.ts";
import { parseStartBox } from "../reports/start-box.ts";
import type { IssueDraft } from "./tracker.ts";

/** A table that is too long for the issue, as a file beside it. */
interface Attachment {
  table: Table;
  csv: string;
}

export interface AuditNotes {
  /** In the order of the tables. */
  attachments: Attachment[];
  /** Characters of the Notes with the attachments as links. */
  length: number;
  /** What the top of the issue says of an audit that could not look, as Markdown; `null` where it looked at everything. */
  status: string | null;
  /** The Notes, each attachment as the Markdown link given for its table's id. */
  render(links: ReadonlyMap<string, string>): string;
}

/** Finding key → ref, as earlier Notes say; the last one counts. */
export function refsOf(notes: string): Map<string, string> {
  return new Map(parseFindingLines(notes).map(({ key, ref }) => [key, ref]));
}

/**
 * The Notes of a run, over those of earlier ones: refs and ticked boxes stay with their findings. The longest tables become
 * attachments, as many as it takes to stay readable.
 * @param earlier what earlier runs wrote; @param around characters that stand beside the Notes
 */
export function auditNotes(draft: IssueDraft, { earlier, around }: { earlier: string; around: number }): AuditNotes {
  const refs = refsOf(earlier);
  const view = withRefs(draft.view, refs);
  const { organization, period, generatedAt, rosterLine } = draft;
  const ticked = tickedRefs(earlier, view);
  const startTicked = parseStartBox(earlier)?.ticked ?? false;
  const context = { organization, period, generatedAt, rosterLine };
  const render = (links: ReadonlyMap<string, string>) =>
    notesMarkdown(view, context, { attachments: links, ticked, startTicked, earlier: refs });
  const { attached, length } = tooLong(view.tables, { around, render });
  const attachments = attached.map((table) => ({ table, csv: tableCsv(table) }));
  return { attachments, length, status: statusMarkdown(view.audit), render };
}

/** Somebody else's run may have numbered the findings since they were read: theirs stand in the issue. */
function withRefs(view: AuditView, refs: ReadonlyMap<string, string>): AuditView {
  return { ...view, audit: { ...view.audit, findings: assignRefs(view.audit.findings, refs) } };
}

function tickedRefs(earlier: string, view: AuditView): Set<string> {
  const keys = new Set(
    parseFindingLines(earlier)
      .filter(({ ticked }) => ticked)
      .map(({ key }) => key),
  );
  return new Set(view.audit.findings.filter(({ key }) => keys.has(key)).map(({ ref }) => ref));
}

/** Tables are taken out longest first: ten admins are better read in the issue than in a file. */
function tooLong(
  tables: readonly Table[],
  { around, render }: Pick<AuditNotes, "render"> & { around: number },
): { attached: Table[]; length: number } {
  const inline = tables.filter(({ rows }) => rows.length > 0).sort((a, b) => a.rows.length - b.rows.length);
  while (inline.length > 0 && !fitsInline("", inline)) inline.pop();
  for (;;) {
    const attached = tables.filter((table) => table.rows.length > 0 && !inline.includes(table));
    const text = render(new Map(attached.map(({ id }) => [id, `[${id}.csv](${id}.csv)`])));
    if (inline.length === 0 || fitsInline(" ".repeat(around) + text, inline)) return { attached, length: text.length };
    inline.pop();
  }
}
