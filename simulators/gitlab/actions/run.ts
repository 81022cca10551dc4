import { type IssueChanges, merged } from "../changes.ts";
import { canReadIssue, canSetMetadata, canUpdateIssue, isMember, levelOf } from "../permissions.ts";
import { referencesIn } from "../references.ts";
import { type Issue, LEVELS, type Project, type User } from "../shapes.ts";
import { issueName, projectByPath, timestamp, userByName, type World } from "../state.ts";
import { parseDue, wordDate } from "./due.ts";
import { type Command, extractCommands } from "./extract.ts";
import { type Modelled, modelled } from "./names.ts";

export interface ActionScene {
  project: Project;
  /** On create: the draft, not yet among the project's issues. */
  issue: Issue;
  author: User;
  source: "description" | "note";
  on: "create" | "edit";
  /** False while the issue itself is being made: `/close`, `/title` and others need it to exist. */
  persisted: boolean;
}

export interface ActionResult {
  /** What is left of the text. */
  text: string;
  changes: IssueChanges;
  /** One sentence an action, as the API's `summary`. */
  messages: string[];
  ran: boolean;
}

interface Outcome {
  changes: IssueChanges;
  message: string;
}

/** Takes the quick actions out of a text and says what they would change; each is written into the books. */
export function runQuickActions(world: World, source: string, scene: ActionScene): ActionResult {
  const { text, commands } = extractCommands(source);
  let changes: IssueChanges = {};
  const messages: string[] = [];
  for (const command of commands) {
    const outcome = perform(world, command, scene);
    if (outcome !== null) changes = merged(changes, outcome.changes);
    messages.push(outcome?.message ?? `Could not apply ${command.name} command.`);
    record(world, scene, { command, outcome });
  }
  return { text, changes, messages, ran: commands.length > 0 };
}

function record(world: World, scene: ActionScene, { command, outcome }: { command: Command; outcome: Outcome | null }): void {
  world.books.quickActions.push({
    command: command.name,
    argument: command.argument,
    applied: outcome !== null && Object.keys(outcome.changes).length > 0,
    message: outcome?.message ?? null,
    source: scene.source,
    on: scene.on,
    issue: issueName(scene.project, scene.issue),
    by: scene.author.username,
    at: timestamp(world),
  });
}

function perform(world: World, command: Command, scene: ActionScene): Outcome | null {
  const action = modelled(command.name);
  if (action === null || !available(world, action, scene)) return null;
  return effect(world, scene, { action, argument: command.argument ?? "" });
}

const METADATA = new Set<Modelled>([
  "label",
  "unlabel",
  "relabel",
  "assign",
  "unassign",
  "reassign",
  "due",
  "remove_due_date",
  "weight",
  "clear_weight",
]);
const NEEDS_ISSUE = new Set<Modelled>([
  "close",
  "reopen",
  "title",
  "unlabel",
  "relabel",
  "unassign",
  "remove_due_date",
  "lock",
  "unlock",
  "duplicate",
  "move",
  "subscribe",
  "unsubscribe",
  "react",
]);

/** GitLab's `condition` of each action. */
function available(world: World, action: Modelled, { issue, author, persisted, project }: ActionScene): boolean {
  if (NEEDS_ISSUE.has(action) && !persisted) return false;
  const metadata = persisted ? canSetMetadata(world, issue, author) : isMember(world, project, author);
  if (METADATA.has(action)) return metadata;
  const update = persisted && canUpdateIssue(world, issue, author);
  const conditions: Partial<Record<Modelled, boolean>> = {
    close: update && issue.state === "opened",
    reopen: update && issue.state === "closed",
    title: update,
    confidential: !issue.confidential && (metadata || !persisted),
    lock: metadata && !issue.discussionLocked,
    unlock: metadata && issue.discussionLocked,
    duplicate: metadata,
    move: metadata,
  };
  return conditions[action] ?? true;
}

function effect(world: World, scene: ActionScene, { action, argument }: { action: Modelled; argument: string }): Outcome | null {
  const { issue } = scene;
  const simple: Partial<Record<Modelled, Outcome>> = {
    close: { changes: { stateEvent: "close" }, message: "Closed this issue." },
    reopen: { changes: { stateEvent: "reopen" }, message: "Reopened this issue." },
    confidential: { changes: { confidential: true }, message: "Made this issue confidential." },
    lock: { changes: { discussionLocked: true }, message: "Locked the discussion." },
    unlock: { changes: { discussionLocked: false }, message: "Unlocked the discussion." },
    remove_due_date: { changes: { dueDate: null }, message: "Removed the due date." },
    subscribe: { changes: { subscribe: true }, message: "Subscribed to notifications." },
    unsubscribe: { changes: { subscribe: false }, message: "Unsubscribed from notifications." },
    clear_weight: { changes: { weight: null }, message: "Cleared weight." },
  };
  if (simple[action]) return simple[action];
  if (action === "title")
    return argument === "" ? null : { changes: { title: argument }, message: `Changed the title to "${argument}".` };
  if (action === "weight")
    return /^\d+$/.test(argument) ? { changes: { weight: Number(argument) }, message: `Set weight to ${argument}.` } : null;
  if (action === "react") return reaction(argument);
  if (action === "due") return due(world, argument);
  if (action === "duplicate") return duplicate(world, scene, argument);
  if (action === "move") return move(world, scene, argument);
  if (action === "label" || action === "unlabel" || action === "relabel")
    return labelling(scene.project, issue, { action, argument });
  return assignment(world, scene, { action, argument });
}

function reaction(argument: string): Outcome | null {
  const name = /^:([a-z0-9_+-]+):/.exec(argument)?.[1];
  return name === undefined ? null : { changes: { award: name }, message: `Toggled :${name}: emoji reaction.` };
}

function due(world: World, argument: string): Outcome {
  const date = parseDue(argument, world.now());
  if (date === null) return { changes: {}, message: "Failed to set due date because the date format is invalid." };
  return { changes: { dueDate: date }, message: `Set the due date to ${wordDate(date)}.` };
}

function duplicate(world: World, { project, issue, author }: ActionScene, argument: string): Outcome {
  const canonical = referencesIn(world, project, argument).find((reference) => reference.issue !== null)?.issue;
  if (!canonical || !canReadIssue(world, canonical, author)) {
    return { changes: {}, message: "Failed to mark this issue as a duplicate because referenced item was not found." };
  }
  if (canonical.id === issue.id) return { changes: {}, message: "Failed to mark the issue as duplicate of itself." };
  const message = `Closed this issue. Marked as related to, and a duplicate of, ${argument}.`;
  return { changes: { duplicateOf: canonical, stateEvent: "close" }, message };
}

function move(world: World, { author }: ActionScene, argument: string): Outcome {
  const target = projectByPath(world, argument);
  if (target === undefined)
    return { changes: {}, message: "Unable to move. Target project or group doesn't exist or doesn't support this item type." };
  if (levelOf(world, target, author) < LEVELS.planner)
    return { changes: {}, message: "Unable to move. Insufficient permissions." };
  return { changes: { moveTo: target.id }, message: `Moved this item to ${argument}.` };
}

function labelling(
  project: Project,
  issue: Issue,
  { action, argument }: { action: "label" | "unlabel" | "relabel"; argument: string },
): Outcome | null {
  const names = knownLabels(project, argument);
  const said = `${names.map((name) => (/^[\w.?&-]+$/.test(name) ? `~${name}` : `~"${name}"`)).join(" ")} ${names.length === 1 ? "label" : "labels"}`;
  if (action === "unlabel" && argument === "") return { changes: { labels: [] }, message: "Removed all labels." };
  if (names.length === 0) return null;
  if (action === "label") return { changes: { addLabels: names }, message: `Added ${said}.` };
  if (action === "relabel") return { changes: { labels: names }, message: `Replaced all labels with ${said}.` };
  return issue.labels.length === 0 ? null : { changes: { removeLabels: names }, message: `Removed ${said}.` };
}

/** Only labels that exist: a quick action makes none. With or without `~`, in quotes where they hold a space. */
function knownLabels(project: Project, argument: string): string[] {
  const asked = [...argument.matchAll(/~?(?:"([^"]+)"|([^\s"~]+))/g)].map((match) => match[1] ?? match[2] ?? "");
  return project.labels
    .map((label) => label.name)
    .filter((name) => asked.some((each) => each.toLowerCase() === name.toLowerCase()));
}

function assignment(
  world: World,
  { project, issue, author }: ActionScene,
  { action, argument }: { action: Modelled; argument: string },
): Outcome | null {
  const names = argument.split(/[\s,]+/).filter((word) => word !== "" && word !== "and");
  const users = names
    .map((name) => (name === "me" ? author : userByName(world, name.replace(/^@/, ""))))
    .filter((user) => user !== undefined);
  const able = users.filter((user) => isMember(world, project, user));
  if (action === "unassign")
    return { changes: { assigneeIds: remaining(issue, argument, users) }, message: "Removed assignees." };
  if (able.length === 0) return { changes: {}, message: "Failed to assign a user because no user was found." };
  return {
    changes: { assigneeIds: able.slice(0, 1).map((user) => user.id) },
    message: `Assigned ${able.map((user) => `@${user.username}`).join(" and ")}.`,
  };
}

function remaining(issue: Issue, argument: string, users: User[]): number[] {
  return argument === "" ? [] : issue.assigneeIds.filter((id) => !users.some((user) => user.id === id));
}
