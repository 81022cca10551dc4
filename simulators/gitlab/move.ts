import type { Issue, Project, User } from "./shapes.ts";
import { hexId, nextId, projectOf, timestamp, type World } from "./state.ts";
import { addEvent, addSystemNote } from "./system-notes.ts";

/** Moves an issue: a copy with its comments in the other project, the old one closed and pointing to it by `moved_to_id`. */
export function moveIssue(world: World, issue: Issue, { author, target }: { author: User; target: Project }): Issue {
  const from = projectOf(world, issue);
  const moved: Issue = { ...structuredClone(issue), id: nextId(world), iid: target.lastIid + 1, projectId: target.id };
  moved.labels = moved.labels.filter((name) => target.labels.some((label) => label.name === name));
  const discussions = new Map(moved.notes.map((note) => [note.discussionId, hexId()]));
  moved.notes = moved.notes.map((note) => ({
    ...note,
    id: nextId(world),
    discussionId: discussions.get(note.discussionId) ?? hexId(),
  }));
  target.lastIid = moved.iid;
  target.issues.push(moved);
  Object.assign(issue, {
    state: "closed",
    closedAt: timestamp(world),
    closedById: author.id,
    movedToId: moved.id,
    updatedAt: timestamp(world),
  });
  addEvent(world, issue, { author, action: "closed" });
  addSystemNote(world, issue, { author, body: `moved to ${target.path}#${moved.iid}` });
  addSystemNote(world, moved, { author, body: `moved from ${from.path}#${issue.iid}` });
  return moved;
}

export function deleteIssue(project: Project, issue: Issue): void {
  project.issues = project.issues.filter((each) => each.id !== issue.id);
}
