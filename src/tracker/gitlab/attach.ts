import { createHash } from "node:crypto";
import { configurationError } from "../../model/errors.ts";
import type { AuditNotes } from "../audit-notes.ts";
import { doOrPlan, type Publication } from "./publication.ts";
import { writing } from "./session.ts";

/** What GitLab takes as a comment (a description may be a little longer), in characters; beyond the second it renders no longer. */
const longest = 1_000_000;
const longestReadable = 200_000;

/**
 * Uploads the attachments. The name holds a digest of the content, so that a file which an earlier text links already is not
 * uploaded again. @returns Markdown link by table id
 */
export async function attach(
  on: Publication,
  { notes, project, earlier }: { notes: AuditNotes; project: string; earlier: string },
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const { table, csv } of notes.attachments) {
    const digest = createHash("sha256").update(csv).digest("hex").slice(0, 12);
    const name = `${table.id}-${digest}.csv`;
    links.set(table.id, uploaded(earlier, name) ?? `[${name}](/uploads/${name})`);
    if (uploaded(earlier, name)) continue;
    await doOrPlan(on, `attach ${name} (${table.rows.length} rows)`, async () => {
      const upload = () => on.session.api.upload(project, { name, content: csv, signal: on.signal });
      links.set(table.id, await writing(`attach ${name}`, upload));
    });
  }
  return links;
}

function uploaded(text: string, name: string): string | null {
  const url = [...text.matchAll(/\]\((\/uploads\/[^()\s]+)\)/g)].map((match) => match[1]).find((to) => to?.endsWith(`/${name}`));
  return url ? `[${name}](${url})` : null;
}

/**
 * Before anything is written. @param length characters of the whole text
 * @throws configuration error where GitLab would not take it
 */
export function checkLength(on: Publication, length: number): void {
  if (length > longest) {
    throw configurationError(
      `GitLab: the text of ${on.draft.title} has ${length} characters, GitLab takes ${longest}`,
      "put the cause of so many findings right first, or publish to plain files (tracker: { files: … })",
    );
  }
  if (length > longestReadable)
    on.warnings.push(`the findings alone make ${length} characters; GitLab may show the issue in part only`);
}
