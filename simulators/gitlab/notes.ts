import { runQuickActions } from "./actions/run.ts";
import { applyChanges } from "./apply.ts";
import type { IssueChanges } from "./changes.ts";
import { ApiError, badRequest, forbidden, notFound, unauthorized } from "./errors.ts";
import { participants, tellOfText } from "./notify.ts";
import { canComment, canEditNote } from "./permissions.ts";
import type { Award, Issue, Note, User } from "./shapes.ts";
import { hexId, nextId, projectOf, timestamp, type World } from "./state.ts";

const LONGEST_NOTE = 1_000_000;

export interface NewNote {
  author: User;
  body: string;
  internal?: boolean;
  /** Discussion to reply to. */
  inReplyTo?: string;
  /** True where it opens a thread (discussions endpoint) and not a lone comment (notes endpoint). */
  thread?: boolean;
}

export interface NoteResult {
  /** Null where the body was nothing but quick actions: no note is made, or the edited one goes. */
  note: Note | null;
  changes: IssueChanges;
  messages: string[];
}

/** Makes a comment: its quick actions run first, its mentions and the participants are told after. */
export function createNote(world: World, issue: Issue, asked: NewNote): NoteResult {
  if (!canComment(world, issue, asked.author)) throw forbidden();
  const thread = asked.inReplyTo === undefined ? null : threadOf(issue, asked.inReplyTo);
  checkBody(asked.body);
  const { author } = asked;
  const scene = { project: projectOf(world, issue), issue, author, source: "note", on: "create", persisted: true } as const;
  const actions = runQuickActions(world, asked.body, scene);
  if (actions.ran && actions.text.trim() === "") {
    applyChanges(world, issue, { author, changes: actions.changes });
    return { note: null, changes: actions.changes, messages: actions.messages };
  }
  const note = addNote(world, issue, { ...asked, body: actions.text, thread: asked.thread === true || thread !== null });
  if (thread !== null) convertToThread(world, thread);
  tellOfText(world, { issue, author, text: note.body, before: "", source: "note" }, participants(world, issue));
  applyChanges(world, issue, { author, changes: actions.changes });
  touch(world, issue);
  return { note, changes: actions.changes, messages: actions.messages };
}

/** GitLab's ThrottledTouch: comments move an issue's `updated_at` once a minute at most. */
function touch(world: World, issue: Issue): void {
  if (world.now().getTime() - Date.parse(issue.updatedAt) > 60_000) issue.updatedAt = timestamp(world);
}

/** A lone comment is saved as another kind with its first reply, which moves its `updated_at`. */
function convertToThread(world: World, thread: readonly Note[]): void {
  for (const note of thread) {
    if (note.type === "DiscussionNote") continue;
    Object.assign(note, { type: "DiscussionNote", updatedAt: timestamp(world) });
  }
}

function addNote(world: World, issue: Issue, asked: NewNote): Note {
  const at = timestamp(world);
  const note: Note = {
    id: nextId(world),
    discussionId: asked.inReplyTo ?? hexId(),
    type: asked.thread ? "DiscussionNote" : null,
    body: asked.body,
    authorId: asked.author.id,
    system: false,
    internal: asked.internal ?? false,
    createdAt: at,
    updatedAt: at,
    editedAt: null,
    awards: [],
  };
  issue.notes.push(note);
  return note;
}

/** A reply makes a thread of a lone comment; a system note takes none. */
function threadOf(issue: Issue, discussionId: string): Note[] {
  const notes = issue.notes.filter((note) => note.discussionId === discussionId);
  if (notes.length === 0) throw notFound("Discussion");
  if (notes[0]?.system) throw badRequest("Discussion can not be replied to.");
  return notes;
}

/** Changes a comment; its quick actions run, and one that is left without text is deleted. */
export function updateNote(
  world: World,
  issue: Issue,
  { author, note, body }: { author: User; note: Note; body: string },
): NoteResult {
  if (!canEditNote(world, issue, { note, user: author })) throw forbidden();
  checkBody(body);
  const scene = { project: projectOf(world, issue), issue, author, source: "note", on: "edit", persisted: true } as const;
  const actions = runQuickActions(world, body, scene);
  const before = note.body;
  if (actions.ran && actions.text.trim() === "") {
    deleteNote(world, issue, { author, note });
    applyChanges(world, issue, { author, changes: actions.changes });
    return { note: null, changes: actions.changes, messages: actions.messages };
  }
  if (actions.text !== before)
    Object.assign(note, { body: actions.text, updatedAt: timestamp(world), editedAt: timestamp(world) });
  tellOfText(world, { issue, author, text: note.body, before, source: "note" });
  applyChanges(world, issue, { author, changes: actions.changes });
  return { note, changes: actions.changes, messages: actions.messages };
}

export function deleteNote(world: World, issue: Issue, { author, note }: { author: User; note: Note }): void {
  if (!canEditNote(world, issue, { note, user: author })) throw forbidden();
  issue.notes = issue.notes.filter((each) => each.id !== note.id);
}

function checkBody(body: string): void {
  if (body.trim() === "") throw badRequest(`Note {note: ["can't be blank"]}`);
  if ([...body].length > LONGEST_NOTE) throw badRequest(`Note {note: ["is too long (maximum is ${LONGEST_NOTE} characters)"]}`);
}

/** To a comment: not to a system note, and where the discussion is locked by members only. It moves the note's `updated_at`. */
export function awardNote(world: World, issue: Issue, { note, author, name }: { note: Note; author: User; name: string }): Award {
  if (note.system || !canComment(world, issue, author)) throw notFound("Award Emoji");
  const award = giveAward(world, note.awards, { author, name });
  note.updatedAt = award.createdAt;
  return award;
}

/** Only one's own is taken back. It moves the note's `updated_at` as well. */
export function takeBackAward(world: World, { note, author, id }: { note: Note; author: User; id: number }): Award {
  const award = note.awards.find((each) => each.id === id);
  if (award === undefined) throw notFound();
  if (award.userId !== author.id) throw unauthorized();
  note.awards = note.awards.filter((each) => each !== award);
  note.updatedAt = timestamp(world);
  return award;
}

/** One emoji a person and thing. */
export function giveAward(world: World, awards: Award[], { author, name }: { author: User; name: string }): Award {
  if (!/^[a-z0-9_+-]{1,60}$/.test(name))
    throw new ApiError(404, { message: '404 Award Emoji {name: ["is not a valid emoji name"]} Not Found' });
  if (awards.some((award) => award.userId === author.id && award.name === name)) {
    throw new ApiError(404, { message: '404 Award Emoji {name: ["has already been taken"]} Not Found' });
  }
  const award = { id: nextId(world), name, userId: author.id, createdAt: timestamp(world) };
  awards.push(award);
  return award;
}
