import type { Notification } from "./books.ts";
import { canReadIssue, effectiveMembers, isMember } from "./permissions.ts";
import { type FoundReference, mentionsIn, mentionsInTitle, referencesIn } from "./references.ts";
import type { Issue, User } from "./shapes.ts";
import { groupByPath, issueName, knownUser, projectOf, timestamp, userById, userByName, type World } from "./state.ts";
import { addSystemNote } from "./system-notes.ts";

/** A text that came to be, or was changed: what was live in it before is not told again. */
export interface Written {
  issue: Issue;
  author: User;
  text: string;
  before: string;
  source: "description" | "note";
}

interface Told {
  user: User;
  reason: Notification["reason"];
  mention: string | null;
}

/** Users a text pings, with the mention that did it. `@all` and groups stand for their members; the author pings nobody by `@all` from outside. */
function mentionedUsers(world: World, issue: Issue, { author, names }: { author: User; names: string[] }): Told[] {
  const project = projectOf(world, issue);
  return names.flatMap((name) => {
    const mention = `@${name}`;
    if (name.toLowerCase() === "all" && userByName(world, name) === undefined) {
      const members = isMember(world, project, author) ? effectiveMembers(world, project) : [];
      return members.map((member) => ({ user: knownUser(world, member.userId), reason: "mentioned" as const, mention }));
    }
    const user = userByName(world, name);
    if (user !== undefined) return [{ user, reason: "mentioned" as const, mention }];
    const members = groupByPath(world, name)?.members ?? [];
    return members.map((member) => ({ user: knownUser(world, member.userId), reason: "mentioned" as const, mention }));
  });
}

/** Tells whom a new or changed text mentions, and notes its other references. */
export function tellOfText(world: World, written: Written, others: Told[] = []): void {
  const before = new Set(mentionsIn(written.before));
  const names = mentionsIn(written.text).filter((name) => !before.has(name));
  tell(world, written, [...mentionedUsers(world, written.issue, { author: written.author, names }), ...others]);
  noteReferences(world, written);
}

/** Mentions in a title notify as well; nothing escapes there. */
export function tellOfTitle(world: World, { issue, author }: { issue: Issue; author: User }, before: string): void {
  const known = new Set(mentionsInTitle(before));
  const names = mentionsInTitle(issue.title).filter((name) => !known.has(name));
  tell(world, { issue, author }, mentionedUsers(world, issue, { author, names }));
}

export function tellAssigned(world: World, { issue, author }: { issue: Issue; author: User }, userIds: number[]): void {
  const told = userIds.map((id) => ({ user: knownUser(world, id), reason: "assigned" as const, mention: null }));
  tell(world, { issue, author }, told);
}

/** Author, assignees and everyone who wrote in it; and who subscribed. */
export function participants(world: World, issue: Issue): Told[] {
  const writers = issue.notes.filter((note) => !note.system).map((note) => note.authorId);
  const taking = [issue.authorId, ...issue.assigneeIds, ...writers];
  const named = mentionedUsers(world, issue, {
    author: knownUser(world, issue.authorId),
    names: mentionsIn(issue.description ?? ""),
  });
  return [
    ...taking.flatMap((id) => toldOf(world, id, "participating")),
    ...named
      .filter((each) => each.mention?.toLowerCase() !== "@all")
      .map((each) => ({ ...each, reason: "participating" as const, mention: null })),
    ...issue.subscriberIds.flatMap((id) => toldOf(world, id, "subscribed")),
  ];
}

export function tellParticipants(world: World, happening: { issue: Issue; author: User }): void {
  tell(world, happening, participants(world, happening.issue));
}

function toldOf(world: World, id: number, reason: Notification["reason"]): Told[] {
  const user = userById(world, id);
  return user === undefined ? [] : [{ user, reason, mention: null }];
}

/** Once a user and happening, not to the one who did it, and never to one who cannot see the issue. */
function tell(world: World, { issue, author }: { issue: Issue; author: User }, told: Told[]): void {
  const seen = new Set([author.id]);
  for (const { user, reason, mention } of told) {
    if (seen.has(user.id) || user.state !== "active" || !canReadIssue(world, issue, user)) continue;
    seen.add(user.id);
    const name = issueName(projectOf(world, issue), issue);
    world.books.notifications.push({
      username: user.username,
      reason,
      mention,
      issue: name,
      by: author.username,
      at: timestamp(world),
    });
  }
}

function noteReferences(world: World, { issue, author, text, before, source }: Written): void {
  const project = projectOf(world, issue);
  const known = new Set(referencesIn(world, project, before).map(sameAs));
  for (const reference of referencesIn(world, project, text)) {
    if (known.has(sameAs(reference))) continue;
    known.add(sameAs(reference));
    const { kind, resolved } = reference;
    const at = timestamp(world);
    world.books.references.push({
      kind,
      text: reference.text,
      resolved,
      source,
      issue: issueName(project, issue),
      by: author.username,
      at,
    });
    if (reference.issue !== null) crossReference(world, { from: issue, to: reference.issue, author });
  }
}

function sameAs(reference: FoundReference): string {
  return `${reference.kind} ${reference.issue?.id ?? reference.text}`;
}

/** "mentioned in issue #3" on the issue that was named, once for each that names it. */
function crossReference(world: World, { from, to, author }: { from: Issue; to: Issue; author: User }): void {
  if (from.id === to.id || !canReadIssue(world, to, author)) return;
  const path = from.projectId === to.projectId ? "" : projectOf(world, from).path;
  const body = `mentioned in issue ${path}#${from.iid}`;
  if (!to.notes.some((note) => note.system && note.body === body)) addSystemNote(world, to, { author, body });
}
