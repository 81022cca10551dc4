import type { IssueDraft, Published, PublishOptions } from "../tracker.ts";
import type { Session } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";

/** One publication on its way, and what is to be said of it. */
export interface Publication {
  session: Session;
  draft: IssueDraft;
  options: PublishOptions;
  signal: AbortSignal;
  warnings: string[];
  planned: string[];
}

/** Makes a write, or only says it where nothing is to be written. `what` begins in lower case: "close #12". */
export async function doOrPlan(on: Publication, what: string, write: () => Promise<void>): Promise<void> {
  if (on.options.dryRun) on.planned.push(`${on.session.name}: ${what}`);
  else await write();
}

export function published(on: Publication, issue: GitlabIssue | null, action: Published["action"]): Published {
  const link = issue ? { url: issue.web_url, iid: issue.iid } : null;
  const isPlan = on.options.dryRun && action !== "unchanged";
  return { link, action: isPlan ? "planned" : action, warnings: on.warnings, planned: on.planned };
}
