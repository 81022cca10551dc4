import { labelEntity, projectEntity } from "../entities.ts";
import { ApiError, forbidden, notFound } from "../errors.ts";
import { requiredText, text } from "../params.ts";
import { canAdminLabels, levelOf } from "../permissions.ts";
import { nextId } from "../state.ts";
import { type Answer, type Context, created, listed, ok, projectOfRequest, type Route, signedIn, userOf } from "./context.ts";

export const projectRoutes: Route[] = [
  { method: "GET", path: "/projects/:id", handle: oneProject },
  {
    method: "GET",
    path: "/projects/:id/labels",
    handle: (context) => listed(context, projectOfRequest(context).labels, labelEntity),
  },
  { method: "POST", path: "/projects/:id/labels", handle: createLabel },
  { method: "GET", path: "/projects/:id/templates/:type", handle: templates },
  { method: "GET", path: "/projects/:id/templates/:type/:name", handle: oneTemplate },
];

function oneProject(context: Context): Answer {
  const user = userOf(context);
  context.limiter.application("project_api", user?.id ?? null);
  const project = projectOfRequest(context);
  return ok(projectEntity(context.world, project, levelOf(context.world, project, user)));
}

function createLabel(context: Context): Answer {
  const user = signedIn(context);
  const project = projectOfRequest(context);
  const name = requiredText(context.params, "name");
  const color = requiredText(context.params, "color");
  if (!canAdminLabels(context.world, project, user)) throw forbidden();
  if (project.labels.some((label) => label.name === name)) throw new ApiError(409, { message: "Label already exists" });
  const label = { id: nextId(context.world), name, description: text(context.params, "description") ?? null, color };
  project.labels.push(label);
  return created(labelEntity(label));
}

const TYPES = ["dockerfiles", "gitignores", "gitlab_ci_ymls", "licenses", "issues", "merge_requests"];

/** Issue templates are the project's own files; of the other kinds this project has none. */
function templates(context: Context): Answer {
  const project = projectOfRequest(context);
  const type = templateType(context);
  return listed(context, type === "issues" ? project.templates : [], ({ name }) => ({ key: name, name }));
}

function oneTemplate(context: Context): Answer {
  const project = projectOfRequest(context);
  const wanted = requiredText(context.params, "name");
  const found = templateType(context) === "issues" ? project.templates.find((template) => template.name === wanted) : undefined;
  if (found === undefined) throw notFound("Template");
  return ok({ name: found.name, content: found.content });
}

function templateType({ params }: Context): string {
  const type = requiredText(params, "type");
  if (!TYPES.includes(type)) throw new ApiError(400, { error: "type does not have a valid value" });
  return type;
}
