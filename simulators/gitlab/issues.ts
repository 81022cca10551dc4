import { runQuickActions } from "./actions/run.ts";
import { applyChanges } from "./apply.ts";
import { type IssueChanges, merged } from "./changes.ts";
import { forbidden, invalid } from "./errors.ts";
import { ensureLabels } from "./labels.ts";
import { tellAssigned, tellOfText, tellOfTitle } from "./notify.ts";
import { canBeAssigned, canSetMetadata, canUpdateIssue, isMember, levelOf } from "./permissions.ts";
import { type Issue, LEVELS, type Project, type User } from "./shapes.ts";
import { nextId, projectOf, timestamp, type World } from "./state.ts";

const LONGEST_TITLE = 255;
const LONGEST_DESCRIPTION = 1_048_576;

/** Makes an issue: the description's quick actions run as its author, then mentions and assignees are told. */
export function createIssue(world: World, project: Project, { author, changes }: { author: User; changes: IssueChanges }): Issue {
  const draft = emptyIssue(world, project, author);
  const actions = runQuickActions(world, changes.description ?? "", {
    project,
    issue: draft,
    author,
    source: "description",
    on: "create",
    persisted: false,
  });
  const description = changes.description === undefined || changes.description === null ? null : actions.text;
  const asked = isMember(world, project, author) ? changes : withoutMetadata(changes);
  const { title = "", labels = [], addLabels = [], assigneeIds = [], ...rest } = merged(asked, actions.changes);
  validate({ title, description }, null);
  const able = assigneeIds.filter((id) => canBeAssigned(world, project, id)).slice(0, 1);
  Object.assign(draft, { title: title.trim(), description, assigneeIds: able });
  draft.labels = ensureLabels(world, project, { names: [...labels, ...addLabels], author });
  draft.dueDate = rest.dueDate ?? null;
  draft.confidential = rest.confidential ?? false;
  draft.weight = rest.weight ?? null;
  draft.issueType = rest.issueType ?? "issue";
  project.lastIid = draft.iid;
  project.issues.push(draft);
  announce(world, draft, author);
  return draft;
}

function announce(world: World, issue: Issue, author: User): void {
  tellOfText(world, { issue, author, text: issue.description ?? "", before: "", source: "description" });
  tellOfTitle(world, { issue, author }, "");
  tellAssigned(world, { issue, author }, issue.assigneeIds);
}

/** Changes an issue as that user may. A description's quick actions run again at every edit of it. */
export function updateIssue(world: World, issue: Issue, { author, changes }: { author: User; changes: IssueChanges }): void {
  if (!canUpdateIssue(world, issue, author)) throw forbidden();
  let asked = canSetMetadata(world, issue, author) ? changes : withoutMetadata(changes);
  if (typeof asked.description === "string") {
    const scene = {
      project: projectOf(world, issue),
      issue,
      author,
      source: "description",
      on: "edit",
      persisted: true,
    } as const;
    const actions = runQuickActions(world, asked.description, scene);
    asked = { ...merged(asked, actions.changes), description: actions.text };
  }
  validate({ title: asked.title ?? issue.title, description: asked.description ?? issue.description }, issue.description);
  applyChanges(world, issue, { author, changes: asked });
}

/** What somebody without the right to set metadata asks of it is dropped, not refused. */
function withoutMetadata({ title, description, stateEvent }: IssueChanges): IssueChanges {
  const kept: IssueChanges = {};
  if (title !== undefined) kept.title = title;
  if (description !== undefined) kept.description = description;
  if (stateEvent !== undefined) kept.stateEvent = stateEvent;
  return kept;
}

/** A description that was too long before may stay so; one that is changed may not. */
function validate({ title, description }: { title: string; description: string | null }, before: string | null): void {
  const errors: Record<string, string[]> = {};
  if (title.trim() === "") errors.title = ["can't be blank"];
  if ([...title].length > LONGEST_TITLE) errors.title = [`is too long (maximum is ${LONGEST_TITLE} characters)`];
  if (description !== null && description !== before && [...description].length > LONGEST_DESCRIPTION) {
    errors.description = [`is too long (maximum is ${LONGEST_DESCRIPTION} characters)`];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

export function mayMoveTo(world: World, target: Project, user: User): boolean {
  return target.issuesEnabled && !target.archived && levelOf(world, target, user) >= LEVELS.planner;
}

function emptyIssue(world: World, project: Project, author: User): Issue {
  const at = timestamp(world);
  return {
    id: nextId(world),
    iid: project.lastIid + 1,
    projectId: project.id,
    title: "",
    description: null,
    state: "opened",
    authorId: author.id,
    assigneeIds: [],
    labels: [],
    dueDate: null,
    confidential: false,
    discussionLocked: false,
    weight: null,
    issueType: "issue",
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedById: null,
    movedToId: null,
    duplicatedToId: null,
    subscriberIds: [],
    notes: [],
    awards: [],
    events: [],
  };
}
