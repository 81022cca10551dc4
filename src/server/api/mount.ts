import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { z } from "zod";
import { type Answer, type Asked, type Endpoint, type EndpointName, endpoints } from "../../model/api/endpoints.ts";
import { problem as problemShape } from "../../model/api/problem.ts";
import type { Who } from "../who.ts";
import { csvOf } from "./csv.ts";
import { problem, problemAnswer, problemOf } from "./problem.ts";

/** A call as a plain function: it never sees HTTP. */
export type Handlers = { [N in EndpointName]: (asked: Asked<N>, who: Who) => Promise<Answer<N>> };

export interface ApiOptions {
  handlers: Handlers;
  /** Who asks, or null = nobody we know. */
  who(context: Context): Promise<Who | null>;
  /** Told of every error that is our fault or the machine's. */
  onError(error: unknown, what: string): void;
}

/** Where the API is. */
export const apiBase = "/api/v1";

/** The routes of every endpoint. Paths, shapes and document come from the one table. */
export function api(options: ApiOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (checked, context) => (checked.success ? undefined : refusedInput(context, checked.error)),
  });
  // Before anything of the input is looked at: what is wrong with it is told to nobody who is not in.
  app.use(async (context, next) => {
    const who = await options.who(context);
    if (!who) return unknown(context);
    askers.set(context.req.raw, who);
    return next();
  });
  for (const name of Object.keys(endpoints) as EndpointName[]) mount(app, name, options);
  app.all("*", (context) =>
    problemAnswer(context, { status: 404, detail: "There is no such call.", fix: "See /api/v1/reference." }),
  );
  app.onError((error, context) => {
    // Hono itself throws this for a body that is no JSON.
    if ((error as { status?: number }).status === 400)
      return problemAnswer(context, { status: 400, detail: "The body is not JSON.", fix: "Send what the reference page says." });
    const told = problemOf(error);
    if (told.status >= 500) options.onError(error, `${context.req.method} ${context.req.path}`);
    return problemAnswer(context, told);
  });
  return app;
}

/** Who asked, by the request. */
const askers = new WeakMap<Request, Who>();

function mount(app: OpenAPIHono, name: EndpointName, { handlers }: ApiOptions): void {
  const endpoint: Endpoint = endpoints[name];
  const handler = handlers[name] as (asked: object, who: Who) => Promise<unknown>;
  app.openapi(routeOf(endpoint), async (context: Context) => {
    const asker = askers.get(context.req.raw);
    if (!asker) return unknown(context);
    if (!endpoint.roles.some((role) => asker.roles.includes(role))) return forbidden(context, endpoint);
    const valid = (part: string) => (context.req as unknown as { valid(part: string): object | undefined }).valid(part) ?? {};
    const asked = {
      ...(endpoint.params ? valid("param") : {}),
      ...(endpoint.query ? valid("query") : {}),
      ...(endpoint.body ? valid("json") : {}),
    };
    const isCsv = endpoint.csv && context.req.query("format") === "csv";
    if (!isCsv) return context.json(await handler(asked, asker), 200, { "cache-control": "no-store" });
    const answer = await handler({ ...asked, limit: Number.MAX_SAFE_INTEGER, cursor: undefined }, asker);
    return context.body(csvOf(answer as object), 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
    });
  });
}

/** An endpoint as a route of Hono and of the OpenAPI document. */
function routeOf({ method, path, summary, tag, params, query, body, answer, csv }: Endpoint): ReturnType<typeof createRoute> {
  const problemContent = { "application/problem+json": { schema: problemShape } };
  const request = {
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body: { required: true, content: { "application/json": { schema: body } } } } : {}),
  };
  return createRoute({
    ...{ method, path, summary, tags: [tag], request, security: [{ session: [] }] },
    responses: {
      200: {
        description: "Done",
        content: { "application/json": { schema: answer }, ...(csv ? { "text/csv": { schema: { type: "string" } } } : {}) },
      },
      default: { description: "What could not be done, why, and what to do", content: problemContent },
    },
  }) as ReturnType<typeof createRoute>;
}

function unknown(context: Context): Response {
  return problemAnswer(context, {
    ...{ status: 401, title: "Not signed in", detail: "Nobody is signed in here." },
    fix: "Open the link that rollcall serve printed.",
  });
}

function forbidden(context: Context, { roles }: Endpoint): Response {
  return problemAnswer(context, {
    ...{ status: 403, title: "Not allowed", detail: `Only ${roles.join(" and ")} may do this.` },
    fix: "people in rollcall.yaml says who that is; rollcall serve --as says who you are.",
  });
}

function refusedInput(context: Context, { issues }: z.core.$ZodError): Response {
  const errors = issues.map(({ path, message }) => ({ at: path.join("."), message }));
  const body = problem({
    status: 422,
    title: "Not as documented",
    detail: errors.map(({ at, message }) => `${at}: ${message}`).join("; "),
    fix: "See /api/v1/reference.",
  });
  return problemAnswer(context, { ...body, errors });
}
