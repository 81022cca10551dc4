import { bend } from "../bend.ts";
import { awardEntity, eventEntity, issueEntity } from "../entities.ts";
import { ApiError, badParameter, forbidden, notFound } from "../errors.ts";
import { createIssue, mayMoveTo, updateIssue } from "../issues.ts";
import { deleteIssue, moveIssue } from "../move.ts";
import { giveAward } from "../notes.ts";
import { paginateByKey } from "../paging.ts";
import { flag, has, requiredInteger, requiredText } from "../params.ts";
import { canCreateIssue, canDestroyIssue, canSetMetadata } from "../permissions.ts";
import type { Issue, ResourceEvent } from "../shapes.ts";
import { issueByIid, projectById } from "../state.ts";
import {
  type Answer,
  type Context,
  created,
  issueOfRequest,
  issueToChange,
  listed,
  ok,
  projectOfRequest,
  type Route,
  signedIn,
} from "./context.ts";
import { findIssues } from "./issue-filter.ts";
import { issueChanges } from "./issue-params.ts";

const ISSUE = "/projects/:id/issues/:issue_iid";

export const issueRoutes: Route[] = [
  { method: "GET", path: "/projects/:id/issues", handle: list },
  { method: "POST", path: "/projects/:id/issues", handle: create },
  { method: "GET", path: ISSUE, handle: one },
  { method: "PUT", path: ISSUE, handle: update },
  { method: "DELETE", path: ISSUE, handle: destroy },
  { method: "POST", path: `${ISSUE}/move`, handle: move },
  { method: "GET", path: `${ISSUE}/award_emoji`, handle: awards },
  { method: "POST", path: `${ISSUE}/award_emoji`, handle: award },
  { method: "GET", path: `${ISSUE}/resource_state_events`, handle: (context) => events(context, "state") },
  { method: "GET", path: `${ISSUE}/resource_label_events`, handle: (context) => events(context, "label") },
];

function list(context: Context): Answer {
  const { world, params, address } = context;
  const found = findIssues(context, projectOfRequest(context));
  const details = { labels: flag(params, "with_labels_details") ?? false };
  if (params.pagination !== "keyset") return listed(context, found, (issue) => issueEntity(world, issue, details));
  const page = bend(paginateByKey(found, params, address), context.fault, address);
  return ok(
    page.rows.map((issue) => issueEntity(world, issue, details)),
    page.headers,
  );
}

function one(context: Context): Answer {
  const issue = issueOfRequest(context, projectOfRequest(context));
  const user = context.caller?.user;
  const subscribed = user !== undefined && (issue.subscriberIds.includes(user.id) || issue.authorId === user.id);
  return ok({ ...issueEntity(context.world, issue), subscribed });
}

function create(context: Context): Answer {
  const { world, params, limiter } = context;
  const author = signedIn(context);
  requiredText(params, "title");
  const changes = issueChanges(params);
  limiter.application("issues_create", author.id);
  const project = projectOfRequest(context);
  if (!canCreateIssue(world, project, author)) throw forbidden();
  const issue = createIssue(world, project, { author, changes });
  return created({ ...issueEntity(world, issue), subscribed: true });
}

const CHANGEABLE = (
  "assignee_id, assignee_ids, confidential, created_at, description, discussion_locked, due_date, labels, add_labels, remove_labels, " +
  "milestone_id, state_event, title, issue_type, weight, epic_id, epic_iid"
).split(", ");

function update(context: Context): Answer {
  const { world, params } = context;
  const author = signedIn(context);
  if (!CHANGEABLE.some((name) => has(params, name))) {
    throw badParameter(`${CHANGEABLE.join(", ")} are missing, at least one parameter must be provided`);
  }
  const changes = issueChanges(params);
  const issue = issueToChange(context, projectOfRequest(context));
  updateIssue(world, issue, { author, changes });
  return ok({ ...issueEntity(world, issue), subscribed: true });
}

function destroy(context: Context): Answer {
  const user = signedIn(context);
  const project = projectOfRequest(context);
  const issue = existing(context);
  if (!canDestroyIssue(context.world, project, user)) throw forbidden();
  deleteIssue(project, issue);
  return { status: 204, body: "" };
}

function existing(context: Context): Issue {
  const issue = issueByIid(projectOfRequest(context), requiredInteger(context.params, "issue_iid"));
  if (issue === undefined) throw notFound("Issue");
  return issue;
}

function move(context: Context): Answer {
  const { world, params } = context;
  const author = signedIn(context);
  const issue = existing(context);
  const target = projectById(world, requiredInteger(params, "to_project_id"));
  if (target === undefined) throw notFound("Project");
  if (target.id === issue.projectId) throw refusedMove("Cannot move issue to project it originates from!");
  if (!canSetMetadata(world, issue, author) || !mayMoveTo(world, target, author) || issue.movedToId !== null) {
    throw refusedMove("Cannot move issue due to insufficient permissions!");
  }
  return created(issueEntity(world, moveIssue(world, issue, { author, target })));
}

function refusedMove(message: string): ApiError {
  return new ApiError(400, { message });
}

function awards(context: Context): Answer {
  const issue = issueOfRequest(context, projectOfRequest(context), true);
  return listed(context, issue.awards, (each) => awardEntity(context.world, each, { id: issue.id, type: "Issue" }));
}

function award(context: Context): Answer {
  const author = signedIn(context);
  const issue = issueOfRequest(context, projectOfRequest(context), true);
  const given = giveAward(context.world, issue.awards, { author, name: requiredText(context.params, "name") });
  return created(awardEntity(context.world, given, { id: issue.id, type: "Issue" }));
}

function events(context: Context, kind: ResourceEvent["kind"]): Answer {
  const issue = issueOfRequest(context, projectOfRequest(context), true);
  const rows = issue.events.filter((event) => event.kind === kind);
  return listed(context, rows, (event) => eventEntity(context.world, issue, event));
}
