import type { Issue } from "./shapes.ts";

/** What an update of an issue may ask for, from the API or from quick actions; absent = leave. */
export interface IssueChanges {
  title?: string;
  description?: string | null;
  stateEvent?: "close" | "reopen";
  /** Replaces all. */
  labels?: string[];
  addLabels?: string[];
  removeLabels?: string[];
  assigneeIds?: number[];
  dueDate?: string | null;
  confidential?: boolean;
  discussionLocked?: boolean;
  weight?: number | null;
  issueType?: string;
  duplicateOf?: Issue;
  moveTo?: number;
  award?: string;
  subscribe?: boolean;
}

/** Later ones win, but added and removed labels pile up. */
export function merged(first: IssueChanges, second: IssueChanges): IssueChanges {
  const both = { ...first, ...second };
  if (first.addLabels && second.addLabels) both.addLabels = [...new Set([...first.addLabels, ...second.addLabels])];
  if (first.removeLabels && second.removeLabels)
    both.removeLabels = [...new Set([...first.removeLabels, ...second.removeLabels])];
  return both;
}
