import type { Issue, Note, ResourceEvent, User } from "./shapes.ts";
import { hexId, nextId, timestamp, type World } from "./state.ts";

/** What GitLab writes into an issue's activity about a change, under the name of who made it. */
export function addSystemNote(world: World, issue: Issue, { author, body }: { author: User; body: string }): Note {
  const at = timestamp(world);
  const note: Note = {
    id: nextId(world),
    discussionId: hexId(),
    type: null,
    body,
    authorId: author.id,
    system: true,
    internal: false,
    createdAt: at,
    updatedAt: at,
    editedAt: null,
    awards: [],
  };
  issue.notes.push(note);
  return note;
}

/** Closing, reopening and labelling leave a resource event: the discussions do not hold them, the page shows them. */
export function addEvent(
  world: World,
  issue: Issue,
  event: { author: User; action: ResourceEvent["action"]; label?: string },
): void {
  const kind = event.action === "add" || event.action === "remove" ? "label" : "state";
  const { action, author, label = null } = event;
  issue.events.push({ id: nextId(world), kind, action, label, userId: author.id, createdAt: timestamp(world) });
}
