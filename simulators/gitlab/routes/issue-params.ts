import { isDate } from "../actions/due.ts";
import type { IssueChanges } from "../changes.ts";
import { flag, has, integer, integers, oneOf, type Params, text, words } from "../params.ts";

/** What the body of a create or update asks for. */
export function issueChanges(params: Params): IssueChanges {
  const changes: IssueChanges = {};
  const title = text(params, "title");
  if (title !== undefined) changes.title = title;
  if (has(params, "description")) changes.description = text(params, "description") ?? null;
  const event = oneOf(params, "state_event", ["close", "reopen"] as const);
  if (event !== undefined) changes.stateEvent = event;
  setLabels(params, changes);
  setAssignees(params, changes);
  if (has(params, "due_date")) changes.dueDate = date(text(params, "due_date"));
  const confidential = flag(params, "confidential");
  if (confidential !== undefined) changes.confidential = confidential;
  const locked = flag(params, "discussion_locked");
  if (locked !== undefined) changes.discussionLocked = locked;
  if (has(params, "weight")) changes.weight = integer(params, "weight") ?? null;
  const type = oneOf(params, "issue_type", ["issue", "incident", "test_case", "requirement", "task", "ticket"] as const);
  if (type !== undefined) changes.issueType = type;
  return changes;
}

function setLabels(params: Params, changes: IssueChanges): void {
  const labels = words(params, "labels");
  const added = words(params, "add_labels");
  const removed = words(params, "remove_labels");
  if (labels !== undefined) changes.labels = labels;
  if (added !== undefined) changes.addLabels = added;
  if (removed !== undefined) changes.removeLabels = removed;
}

/** `[0]`, `[]` and `0` take the assignee away. */
function setAssignees(params: Params, changes: IssueChanges): void {
  const ids = integers(params, "assignee_ids");
  const one = integer(params, "assignee_id");
  if (ids !== undefined) changes.assigneeIds = ids.filter((id) => id !== 0);
  else if (one !== undefined) changes.assigneeIds = one === 0 ? [] : [one];
}

/** A day that does not exist is no error to GitLab: the due date is then empty. */
function date(value: string | undefined): string | null {
  return value !== undefined && isDate(value) ? value : null;
}
