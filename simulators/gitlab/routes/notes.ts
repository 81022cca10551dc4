import type { IssueChanges } from "../changes.ts";
import { awardEntity, discussionEntity, type Entity, noteEntity } from "../entities.ts";
import { badParameter, notFound } from "../errors.ts";
import { awardNote, createNote, deleteNote, type NoteResult, takeBackAward, updateNote } from "../notes.ts";
import { flag, oneOf, requiredInteger, requiredText, text } from "../params.ts";
import { canReadNote } from "../permissions.ts";
import type { Issue, Note, Project } from "../shapes.ts";
import {
  type Answer,
  type Context,
  created,
  issueOfRequest,
  listed,
  noteOfRequest,
  ok,
  projectOfRequest,
  type Route,
  signedIn,
  userOf,
} from "./context.ts";

const ISSUE = "/projects/:id/issues/:issue_iid";
const THREAD = `${ISSUE}/discussions/:discussion_id`;

export const noteRoutes: Route[] = [
  { method: "GET", path: `${ISSUE}/discussions`, handle: discussions },
  { method: "POST", path: `${ISSUE}/discussions`, handle: openThread },
  {
    method: "GET",
    path: THREAD,
    handle: (context) => ok(discussionEntity(context.world, issueOf(context), threadNotes(context))),
  },
  { method: "POST", path: `${THREAD}/notes`, handle: reply },
  { method: "PUT", path: `${THREAD}/notes/:note_id`, handle: edit },
  { method: "DELETE", path: `${THREAD}/notes/:note_id`, handle: remove },
  { method: "GET", path: `${ISSUE}/notes`, handle: notes },
  { method: "POST", path: `${ISSUE}/notes`, handle: comment },
  { method: "GET", path: `${ISSUE}/notes/:note_id`, handle: oneNote },
  { method: "PUT", path: `${ISSUE}/notes/:note_id`, handle: edit },
  { method: "DELETE", path: `${ISSUE}/notes/:note_id`, handle: remove },
  { method: "GET", path: `${ISSUE}/notes/:note_id/award_emoji`, handle: awards },
  { method: "POST", path: `${ISSUE}/notes/:note_id/award_emoji`, handle: award },
  { method: "DELETE", path: `${ISSUE}/notes/:note_id/award_emoji/:award_id`, handle: removeAward },
];

function issueOf(context: Context): Issue {
  return issueOfRequest(context, projectOfRequest(context), true);
}

function readable(context: Context, issue: Issue): Note[] {
  return issue.notes.filter((note) => canReadNote(context.world, issue, { note, user: userOf(context) }));
}

/** Pages are cut first, and what the reader may not see is left out of them then: counted, but not listed (lib/api/discussions.rb). */
function discussions(context: Context): Answer {
  const issue = issueOf(context);
  const seen = new Set(readable(context, issue));
  const threads = [...Map.groupBy(issue.notes, (note) => note.discussionId).values()];
  const answer = listed(context, threads, (thread) => thread.filter((note) => seen.has(note)));
  const shown = (answer.body as Note[][]).filter((thread) => thread.length > 0);
  return { ...answer, body: shown.map((thread) => discussionEntity(context.world, issue, thread)) };
}

function threadNotes(context: Context): Note[] {
  const id = requiredText(context.params, "discussion_id");
  const found = readable(context, issueOf(context)).filter((note) => note.discussionId === id);
  if (found.length === 0) throw notFound("Discussion");
  return found;
}

/** Replies of threads are not in the Notes API: they are read through the discussions. */
function notes(context: Context): Answer {
  const { params, world } = context;
  const issue = issueOf(context);
  const byChange = oneOf(params, "order_by", ["created_at", "updated_at"] as const) === "updated_at";
  const filter = oneOf(params, "activity_filter", ["all_notes", "only_comments", "only_activity"] as const) ?? "all_notes";
  const first = new Map(
    readable(context, issue)
      .toReversed()
      .map((note) => [note.discussionId, note.id]),
  );
  const rows = readable(context, issue)
    .filter((note) => first.get(note.discussionId) === note.id)
    .filter((note) => filter === "all_notes" || note.system === (filter === "only_activity"))
    .toSorted((a, b) => (byChange ? Date.parse(a.updatedAt) - Date.parse(b.updatedAt) : 0) || a.id - b.id);
  if (oneOf(params, "sort", ["asc", "desc"] as const) !== "asc") rows.reverse();
  return listed(context, rows, (note) => noteEntity(world, issue, { note }));
}

/** One the reader may see; an internal one is not there for others. */
function noteOf(context: Context, issue: Issue): Note {
  const note = noteOfRequest(context, issue);
  if (!readable(context, issue).includes(note)) throw notFound("Note");
  return note;
}

function oneNote(context: Context): Answer {
  const issue = issueOf(context);
  const note = noteOf(context, issue);
  return ok(noteEntity(context.world, issue, { note }));
}

function comment(context: Context): Answer {
  const { issue, author, body } = asked(context);
  const internal = flag(context.params, "internal") ?? flag(context.params, "confidential") ?? false;
  return noteAnswer(context, issue, { status: 201, result: createNote(context.world, issue, { author, body, internal }) });
}

function openThread(context: Context): Answer {
  const { issue, author, body } = asked(context);
  const result = createNote(context.world, issue, { author, body, thread: true });
  if (result.note === null) return noteAnswer(context, issue, { status: 201, result });
  return created(discussionEntity(context.world, issue, [result.note]));
}

function reply(context: Context): Answer {
  const { issue, author, body } = asked(context);
  const inReplyTo = requiredText(context.params, "discussion_id");
  threadNotes(context);
  return noteAnswer(context, issue, { status: 201, result: createNote(context.world, issue, { author, body, inReplyTo }) });
}

function asked(context: Context): { issue: Issue; author: ReturnType<typeof signedIn>; body: string } {
  const author = signedIn(context);
  const body = requiredText(context.params, "body");
  context.limiter.application("notes_create", author.id);
  return { issue: issueOf(context), author, body };
}

function edit(context: Context): Answer {
  const author = signedIn(context);
  const body = text(context.params, "body");
  if (body?.trim() === "") throw badParameter("body is empty");
  const issue = issueOf(context);
  const note = noteOf(context, issue);
  return noteAnswer(context, issue, {
    status: 200,
    result: updateNote(context.world, issue, { author, note, body: body ?? note.body }),
  });
}

function remove(context: Context): Answer {
  const author = signedIn(context);
  const issue = issueOf(context);
  deleteNote(context.world, issue, { author, note: noteOf(context, issue) });
  return { status: 204, body: "" };
}

/** A body of only quick actions makes no note: 202 with what it changed and a sentence for each. */
function noteAnswer(context: Context, issue: Issue, { status, result }: { status: number; result: NoteResult }): Answer {
  const changes = commandsChanges(projectOfRequest(context), result.changes);
  if (result.note === null) return { status: 202, body: { commands_changes: changes, summary: result.messages } };
  return { status, body: noteEntity(context.world, issue, { note: result.note, changes }) };
}

function commandsChanges(project: Project, changes: IssueChanges): Entity {
  const ids = (names: string[] | undefined): number[] =>
    project.labels.filter((label) => names?.includes(label.name)).map((label) => label.id);
  const said: Entity = {};
  const set = (name: string, value: unknown): unknown => value !== undefined && Object.assign(said, { [name]: value });
  set("title", changes.title);
  set("state_event", changes.stateEvent);
  if (changes.labels) set("label_ids", ids(changes.labels));
  if (changes.addLabels) set("add_label_ids", ids(changes.addLabels));
  if (changes.removeLabels) set("remove_label_ids", ids(changes.removeLabels));
  set("assignee_ids", changes.assigneeIds);
  set("due_date", changes.dueDate);
  set("confidential", changes.confidential);
  set("discussion_locked", changes.discussionLocked);
  set("weight", changes.weight);
  set("emoji_award", changes.award);
  set("canonical_issue_id", changes.duplicateOf?.id);
  return said;
}

function awards(context: Context): Answer {
  const note = noteOf(context, issueOf(context));
  return listed(context, note.awards, (each) => awardEntity(context.world, each, { id: note.id, type: "Note" }));
}

function award(context: Context): Answer {
  const author = signedIn(context);
  const issue = issueOf(context);
  const note = noteOf(context, issue);
  const given = awardNote(context.world, issue, { note, author, name: requiredText(context.params, "name") });
  return created(awardEntity(context.world, given, { id: note.id, type: "Note" }));
}

function removeAward(context: Context): Answer {
  const author = signedIn(context);
  const note = noteOf(context, issueOf(context));
  takeBackAward(context.world, { note, author, id: requiredInteger(context.params, "award_id") });
  return { status: 204, body: "" };
}
