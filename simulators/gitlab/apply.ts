import type { IssueChanges } from "./changes.ts";
import { ensureLabels } from "./labels.ts";
import { moveIssue } from "./move.ts";
import { tellAssigned, tellOfText, tellOfTitle, tellParticipants } from "./notify.ts";
import { canBeAssigned } from "./permissions.ts";
import type { Issue, User } from "./shapes.ts";
import { knownUser, nextId, projectById, projectOf, timestamp, type World } from "./state.ts";
import { addEvent, addSystemNote } from "./system-notes.ts";
import { checklistNote, tasksOf, updatedTasks } from "./tasks.ts";

interface Change {
  author: User;
  changes: IssueChanges;
}

/** Makes changes that are already allowed, with the system notes, events and notifications they leave. */
export function applyChanges(world: World, issue: Issue, { author, changes }: Change): void {
  const before = structuredClone(issue);
  changeTitle(world, issue, { author, changes });
  changeDescription(world, issue, { author, changes });
  changeLabels(world, issue, { author, changes });
  changeAssignees(world, issue, { author, changes });
  changeMarks(world, issue, { author, changes });
  if (changes.duplicateOf !== undefined) markDuplicate(world, issue, { author, canonical: changes.duplicateOf });
  if (changes.stateEvent !== undefined) changeState(world, issue, { author, event: changes.stateEvent });
  if (changes.subscribe !== undefined) subscribe(issue, author, changes.subscribe);
  if (changes.award !== undefined) toggleAward(world, issue, { author, name: changes.award });
  if (JSON.stringify(before) !== JSON.stringify(issue)) issue.updatedAt = timestamp(world);
  const target = changes.moveTo === undefined ? undefined : projectById(world, changes.moveTo);
  if (target !== undefined) moveIssue(world, issue, { author, target });
}

function changeTitle(world: World, issue: Issue, { author, changes }: Change): void {
  const before = issue.title;
  const title = changes.title?.trim() ?? before;
  if (title === before) return;
  issue.title = title;
  addSystemNote(world, issue, { author, body: titleNote(before, title) });
  tellOfTitle(world, { issue, author }, before);
}

/** "changed title from **{-Old-} title** to **{+New+} title**": what the two do not share stands in marks. */
function titleNote(before: string, after: string): string {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const marked = (text: string, sign: string): string => {
    const middle = text.slice(head, text.length - tail);
    return `**${text.slice(0, head)}${middle === "" ? "" : `{${sign}${middle}${sign}}`}${text.slice(text.length - tail)}**`;
  };
  return `changed title from ${marked(before, "-")} to ${marked(after, "+")}`;
}

/** Ticks are named box by box; a change that moved or reworded items is only "changed the description". */
function changeDescription(world: World, issue: Issue, { author, changes }: Change): void {
  const before = issue.description ?? "";
  if (changes.description === undefined || (changes.description ?? "") === before) return;
  issue.description = changes.description;
  const ticked = tasksOf(changes.description).length > 0 ? updatedTasks(before, changes.description) : [];
  if (ticked.length === 0) addSystemNote(world, issue, { author, body: "changed the description" });
  for (const task of ticked) addSystemNote(world, issue, { author, body: checklistNote(task) });
  tellOfText(world, { issue, author, text: changes.description ?? "", before, source: "description" });
}

function changeLabels(world: World, issue: Issue, { author, changes }: Change): void {
  const { labels, addLabels = [], removeLabels = [] } = changes;
  const wanted = [...(labels ?? issue.labels), ...addLabels].filter((name) => !removeLabels.includes(name));
  const after = ensureLabels(world, projectOf(world, issue), { names: wanted, author });
  for (const label of after) if (!issue.labels.includes(label)) addEvent(world, issue, { author, action: "add", label });
  for (const label of issue.labels) if (!after.includes(label)) addEvent(world, issue, { author, action: "remove", label });
  issue.labels = after;
}

function changeAssignees(world: World, issue: Issue, { author, changes }: Change): void {
  if (changes.assigneeIds === undefined) return;
  const after = changes.assigneeIds.filter((id) => canBeAssigned(world, projectOf(world, issue), id)).slice(0, 1);
  const added = after.filter((id) => !issue.assigneeIds.includes(id));
  const removed = issue.assigneeIds.filter((id) => !after.includes(id));
  issue.assigneeIds = after;
  const parts = [said("assigned to", added), said("unassigned", removed)].filter((part) => part !== "");
  if (parts.length > 0) addSystemNote(world, issue, { author, body: parts.join(" and ") });
  tellAssigned(world, { issue, author }, added);

  function said(verb: string, ids: number[]): string {
    return ids.length === 0 ? "" : `${verb} ${ids.map((id) => `@${knownUser(world, id).username}`).join(", ")}`;
  }
}

/** Due date, confidentiality, lock, weight. */
function changeMarks(world: World, issue: Issue, { author, changes }: Change): void {
  const { dueDate, confidential, discussionLocked, weight, issueType } = changes;
  const say = (body: string): unknown => addSystemNote(world, issue, { author, body });
  if (dueDate !== undefined && dueDate !== issue.dueDate)
    say(dueDate === null ? "removed due date" : `changed due date to ${longDate(dueDate)}`);
  if (dueDate !== undefined) issue.dueDate = dueDate;
  if (confidential !== undefined && confidential !== issue.confidential) {
    say(confidential ? "made the issue confidential" : "made the issue visible to everyone");
    issue.confidential = confidential;
  }
  if (discussionLocked !== undefined && discussionLocked !== issue.discussionLocked) {
    say(`${discussionLocked ? "locked" : "unlocked"} the discussion in this issue`);
    issue.discussionLocked = discussionLocked;
  }
  if (weight !== undefined) issue.weight = weight;
  if (issueType !== undefined) issue.issueType = issueType;
}

/** "December 1, 2026". */
function longDate(date: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** A locked issue cannot be reopened: GitLab answers success and leaves it closed. */
function changeState(world: World, issue: Issue, { author, event }: { author: User; event: "close" | "reopen" }): void {
  if (event === "close" && issue.state === "opened") {
    Object.assign(issue, { state: "closed", closedAt: timestamp(world), closedById: author.id });
    addEvent(world, issue, { author, action: "closed" });
    tellParticipants(world, { issue, author });
  }
  if (event === "reopen" && issue.state === "closed" && !issue.discussionLocked) {
    Object.assign(issue, { state: "opened", closedAt: null, closedById: null });
    addEvent(world, issue, { author, action: "reopened" });
    tellParticipants(world, { issue, author });
  }
}

function markDuplicate(world: World, issue: Issue, { author, canonical }: { author: User; canonical: Issue }): void {
  issue.duplicatedToId = canonical.id;
  addSystemNote(world, issue, { author, body: `marked this issue as a duplicate of #${canonical.iid}` });
  addSystemNote(world, canonical, { author, body: `marked #${issue.iid} as a duplicate of this issue` });
}

function subscribe(issue: Issue, author: User, on: boolean): void {
  const others = issue.subscriberIds.filter((id) => id !== author.id);
  issue.subscriberIds = on ? [...others, author.id] : others;
}

function toggleAward(world: World, issue: Issue, { author, name }: { author: User; name: string }): void {
  const others = issue.awards.filter((award) => award.userId !== author.id || award.name !== name);
  const had = others.length < issue.awards.length;
  issue.awards = had ? others : [...others, { id: nextId(world), name, userId: author.id, createdAt: timestamp(world) }];
}
