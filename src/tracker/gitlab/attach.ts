import { createHash } from "node:crypto";
import { configurationError } from "../../model/errors.ts";
import type { AuditNotes } from "../audit-notes.ts";
import { doOrPlan, type Publication } from "./publication.ts";
import { writing } from "./session.ts";

/** GitLab's limit for a description, in characters; beyond the second it renders no longer. */
const longest = 1_048_576;
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

/** @throws configuration error where GitLab would not take the text */
export function checkLength(on: Publication, text: string): void {
  if (text.length > longest) {
    throw configurationError(
      `GitLab: the text of ${on.draft.title} has ${text.length} characters, GitLab takes ${longest}`,
      "put the cause of the many findings right first, or publish to plain files (tracker: { files: … })",
    );
  }
  if (text.length > longestReadable)
    on.warnings.push(`the findings alone make ${text.length} characters; GitLab may show the issue in part only`);
}
