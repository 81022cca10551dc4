import { flag, integer, integers, oneOf, text, words } from "../params.ts";
import { canReadIssue } from "../permissions.ts";
import type { Issue, Project } from "../shapes.ts";
import { userByName } from "../state.ts";
import { type Context, userOf } from "./context.ts";

const ORDERS = [
  "created_at",
  "due_date",
  "label_priority",
  "milestone_due",
  "popularity",
  "priority",
  "relative_position",
  "title",
  "updated_at",
  "weight",
] as const;

type Test = (issue: Issue) => boolean;

/** Issues of a project that the caller may see and the query asks for, in its order. A project with issues off has none. */
export function findIssues(context: Context, project: Project): Issue[] {
  const { world, params } = context;
  const order = oneOf(params, "order_by", ORDERS) ?? "created_at";
  const down = (oneOf(params, "sort", ["asc", "desc"] as const) ?? "desc") === "desc";
  const tests = [
    stateTest(context),
    labelTest(context),
    iidTest(context),
    searchTest(context),
    personTest(context),
    timeTest(context),
  ];
  const found = project.issues.filter(
    (issue) => canReadIssue(world, issue, userOf(context)) && tests.every((test) => test(issue)),
  );
  const key = (issue: Issue): string => {
    if (order === "updated_at") return issue.updatedAt;
    if (order === "title") return issue.title.toLowerCase();
    return order === "due_date" ? (issue.dueDate ?? "9999") : issue.createdAt;
  };
  found.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
  return down ? found.reverse() : found;
}

function stateTest({ params }: Context): Test {
  const state = oneOf(params, "state", ["opened", "closed", "all"] as const) ?? "all";
  return (issue) => state === "all" || issue.state === state;
}

/** All of the labels named; `None` and `Any` are words of their own. */
function labelTest({ params }: Context): Test {
  const labels = words(params, "labels") ?? [];
  if (labels[0]?.toLowerCase() === "none") return (issue) => issue.labels.length === 0;
  if (labels[0]?.toLowerCase() === "any") return (issue) => issue.labels.length > 0;
  return (issue) => labels.every((label) => issue.labels.some((each) => each.toLowerCase() === label.toLowerCase()));
}

function iidTest({ params }: Context): Test {
  const iids = integers(params, "iids");
  return (issue) => iids === undefined || iids.includes(issue.iid);
}

function searchTest({ params }: Context): Test {
  const search = text(params, "search")?.toLowerCase();
  if (search === undefined || search === "") return () => true;
  const places = words(params, "in") ?? ["title", "description"];
  const wanted = search.split(/\s+/);
  return (issue) => {
    const where = [places.includes("title") ? issue.title : "", places.includes("description") ? (issue.description ?? "") : ""];
    const haystack = where.join("\n").toLowerCase();
    return wanted.every((word) => haystack.includes(word));
  };
}

function personTest({ params, world }: Context): Test {
  const author = integer(params, "author_id");
  const authorName = text(params, "author_username");
  const byName = authorName === undefined ? undefined : (userByName(world, authorName)?.id ?? -1);
  const assignees = words(params, "assignee_username")?.map((name) => userByName(world, name)?.id ?? -1);
  const assigneeId = text(params, "assignee_id");
  const confidential = flag(params, "confidential");
  return (issue) =>
    (author === undefined || issue.authorId === author) &&
    (byName === undefined || issue.authorId === byName) &&
    (assignees === undefined || assignees.every((id) => issue.assigneeIds.includes(id))) &&
    (assigneeId === undefined || assignedTo(issue, assigneeId.toLowerCase())) &&
    (confidential === undefined || issue.confidential === confidential);
}

function assignedTo(issue: Issue, wanted: string): boolean {
  if (wanted === "none") return issue.assigneeIds.length === 0;
  return wanted === "any" ? issue.assigneeIds.length > 0 : issue.assigneeIds.includes(Number(wanted));
}

function timeTest({ params }: Context): Test {
  const time = (name: string): number | undefined => {
    const value = text(params, name);
    return value === undefined ? undefined : Date.parse(value);
  };
  const limits = { ca: time("created_after"), cb: time("created_before"), ua: time("updated_after"), ub: time("updated_before") };
  return (issue) => {
    const [made, changed] = [Date.parse(issue.createdAt), Date.parse(issue.updatedAt)];
    return (
      made >= (limits.ca ?? made) &&
      made <= (limits.cb ?? made) &&
      changed >= (limits.ua ?? changed) &&
      changed <= (limits.ub ?? changed)
    );
  };
}
