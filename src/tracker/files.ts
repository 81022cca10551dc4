import { join } from "node:path";
import { configurationError, interruptedError, RollcallError, usageError } from "../model/errors.ts";
import type { IssueLink } from "../model/report.ts";
import { auditNotes, refsOf } from "./audit-notes.ts";
import { earlierNotes, isAuditName, linkTo, ourText, pathOf } from "./files/audit-file.ts";
import { auditIssue, type Shelf } from "./files/audit-issue.ts";
import { checkWritable, namesIn, readText, writeWhole } from "./files/disk.ts";
import { isClosed, newDocument, numberOf, stemOf, withState } from "./files/document.ts";
import { auditIdsOf, commentMarker, findNotes, hasNotesHeading, mergeDescription, withStatus } from "./notes-block.ts";
import { builtInTemplate } from "./template.ts";
import type { IssueDraft, Published, PublishOptions, TrackedIssue, Tracker, TrackerProbe } from "./tracker.ts";

/** How often a file is read anew because a person saved it while it was being written. */
const mostTries = 5;

/**
 * Audits as Markdown files of a folder, for teams without GitLab: `zendesk-global-FY27-Q4.md`, long tables as CSV files in a
 * folder of that name. A template of the team's own is `templates/<name>.md`.
 */
export function filesTracker(folder: string, now: () => number = Date.now): Tracker {
  // Numbers are given by looking at all files: one write at a time.
  let last: Promise<unknown> = Promise.resolve();
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
  const shelf: Shelf = { folder, now, queued };
  return {
    name: `files in ${folder}`,
    probe: () => probe(folder),
    find: (auditId) => find(folder, auditId),
    absentees: async () => [],
    async issue(auditId) {
      const text = await ourText(pathOf(folder, auditId), auditId);
      return text === null ? null : auditIssue(shelf, auditId, text);
    },
    audits: () => openAudits(folder),
    publish: (draft, options, signal) => queued(() => publish({ folder, draft, options, signal, warnings: [], planned: [] })),
  };
}

/** Those whose file has the name of its audit: a copy is none. */
async function openAudits(folder: string): Promise<{ auditId: string; link: IssueLink }[]> {
  const open: { auditId: string; link: IssueLink }[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const text = isAuditName(name) ? await readText(path) : null;
    if (text === null || isClosed(text)) continue;
    const auditId = auditIdsOf(text).find((id) => pathOf(folder, id) === path);
    if (auditId) open.push({ auditId, link: linkTo(path, text) });
  }
  return open;
}

interface Publication {
  folder: string;
  draft: IssueDraft;
  options: PublishOptions;
  signal: AbortSignal;
  warnings: string[];
  planned: string[];
}

async function probe(folder: string): Promise<TrackerProbe> {
  try {
    await checkWritable(folder);
    return { ok: true, message: "audits can be written there", fix: null };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { ok: false, message: error.message, fix: error.fix };
  }
}

async function find(folder: string, auditId: string): Promise<TrackedIssue | null> {
  const path = pathOf(folder, auditId);
  const text = await ourText(path, auditId);
  if (text === null) return null;
  const refs = refsOf((await earlierNotes(text, path)).text);
  return { link: linkTo(path, text), refs, state: isClosed(text) ? "closed" : "opened" };
}

async function publish(on: Publication): Promise<Published> {
  const path = pathOf(on.folder, on.draft.auditId);
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (on.signal.aborted) throw interruptedError();
    const result = await write({ ...on, warnings: [], planned: [] }, path);
    if (result) return result;
  }
  throw configurationError(`${path} changes faster than it can be written`, "close whatever saves it, then run again");
}

/** `null` where a person saved the file meanwhile: it is to be read again. */
async function write(on: Publication, path: string): Promise<Published | null> {
  const before = await ourText(path, on.draft.auditId);
  if (before !== null && isClosed(before) && !on.options.reopen) throw closed(on, path);
  const text = before === null ? await newText(on) : withState(before, "open");
  if (before !== null && findNotes(before).kind === "none" && !hasNotesHeading(before))
    on.warnings.push(`${path} has no heading "## Notes": it was added at the end`);
  const files = await filesOf(on, { path, text });
  if (before !== (await readText(path))) return null;
  const changed = await writeAll(on, files);
  const action = !changed ? "unchanged" : on.options.dryRun ? "planned" : before === null ? "created" : "updated";
  const link = before === null && on.options.dryRun ? null : linkTo(path, text);
  return { link, action, warnings: on.warnings, planned: on.planned };
}

interface File {
  path: string;
  text: string;
}

/** All that belongs to the audit as it is to be, the audit's own file last: it links the others. */
async function filesOf(on: Publication, { path, text }: File): Promise<File[]> {
  const { text: earlier, beside } = await earlierNotes(text, path);
  const block = findNotes(text);
  const around = text.length - (block.kind === "whole" ? block.notes.length : 0);
  const { attachments, render, status } = auditNotes(on.draft, { earlier, around });
  const stem = stemOf(on.draft.auditId);
  const notes = render(new Map(attachments.map(({ table: { id } }) => [id, `[${id}.csv](${stem}/${id}.csv)`])));
  const tables = attachments.map(({ table: { id }, csv }) => ({ path: join(on.folder, stem, `${id}.csv`), text: csv }));
  const merged = mergeDescription(text, notes);
  if (merged !== null) return [...tables, { path, text: withStatus(merged, { auditId: on.draft.auditId, status }) }];
  on.warnings.push(`the markers of the Notes in ${path} are damaged: nothing there was overwritten, the Notes are in ${beside}`);
  return [...tables, { path: beside, text: `${commentMarker(on.draft.auditId)}\n\n${notes}` }, { path, text }];
}

/** @returns whether anything was to be written */
async function writeAll({ options, planned }: Publication, files: readonly File[]): Promise<boolean> {
  let changed = false;
  for (const { path, text } of files) {
    if ((await readText(path)) === text) continue;
    changed = true;
    if (options.dryRun) planned.push(`write ${path}`);
    else await writeWhole(path, text);
  }
  return changed;
}

async function newText(on: Publication): Promise<string> {
  const { folder, draft } = on;
  const own = /^[\w .()-]+$/.test(draft.template) ? await readText(join(folder, "templates", `${draft.template}.md`)) : null;
  const isUsable = own !== null && mergeDescription(own, "\n") !== null;
  if (own !== null && !isUsable)
    on.warnings.push(`the template "${draft.template}" holds damaged Notes markers: the built-in one was used`);
  return newDocument(draft, { number: await nextNumber(folder), template: isUsable ? own : builtInTemplate(draft) });
}

async function nextNumber(folder: string): Promise<number> {
  let highest = 0;
  for (const name of await namesIn(folder)) {
    const text = isAuditName(name) ? await readText(join(folder, name)) : null;
    highest = Math.max(highest, (text && numberOf(text)) || 0);
  }
  return highest + 1;
}

function closed({ draft }: Publication, path: string): RollcallError {
  return usageError(
    `the audit ${draft.auditId} is closed: ${path}; nothing was written to it`,
    "run again with --reopen to reopen it, or with --no-publish",
  );
}
