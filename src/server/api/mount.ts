import type { HttpBindings } from "@hono/node-server";
import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { z } from "zod";
import { type Answer, type Asked, type Endpoint, type EndpointName, endpoints } from "../../model/api/endpoints.ts";
import { problem as problemShape } from "../../model/api/problem.ts";
import type { WrittenPage } from "../../model/api/written.ts";
import type { Who } from "../who.ts";
import { csvOf } from "./csv.ts";
import { streamedCsv } from "./csv-stream.ts";
import { problem, problemAnswer, problemOf } from "./problem.ts";

/** A call as a plain function: it never sees HTTP. */
export type Handlers = { [N in EndpointName]: (asked: Asked<N>, who: Who) => Promise<Answer<N> | PageOf<Answer<N>>> };

/** A list may come as it is written in the database. */
type PageOf<A> = A extends { items: unknown[]; next: string | null; total: number } ? WrittenPage : never;

/** Lists that may be longer than fits in memory: as CSV they come item by item, each as its JSON. */
export type WholeLists = { [N in EndpointName]?: (asked: Asked<N>, who: Who) => AsyncIterable<string> };

export interface ApiOptions {
  handlers: Handlers;
  whole: WholeLists;
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
    if (!who) return notSignedIn(context);
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

function mount(app: OpenAPIHono, name: EndpointName, { handlers, whole, onError }: ApiOptions): void {
  const endpoint: Endpoint = endpoints[name];
  const handler = handlers[name] as (asked: object, who: Who) => Promise<object>;
  const list = whole[name] as ((asked: object, who: Who) => AsyncIterable<string>) | undefined;
  app.openapi(routeOf(endpoint), async (context: Context) => {
    const asker = askers.get(context.req.raw);
    if (!asker) return notSignedIn(context);
    if (!endpoint.roles.some((role) => asker.roles.includes(role))) return forbidden(context, endpoint);
    const valid = (part: string) => (context.req as unknown as { valid(part: string): object | undefined }).valid(part) ?? {};
    const asked = {
      ...(endpoint.params ? valid("param") : {}),
      ...(endpoint.query ? valid("query") : {}),
      ...(endpoint.body ? valid("json") : {}),
    };
    if (!wantsCsv(context, endpoint)) return jsonAnswer(context, await handler(asked, asker));
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
    };
    if (list) {
      const cut = (error: unknown) => {
        onError(error, `${context.req.method} ${context.req.path}`);
        (context.env as HttpBindings).outgoing.destroy();
      };
      return context.body(await streamedCsv(endpoint.answer, { items: list(asked, asker), cut }), 200, headers);
    }
    const answer = await handler({ ...asked, limit: Number.MAX_SAFE_INTEGER, cursor: undefined }, asker);
    return context.body(csvOf(answer, endpoint.answer), 200, headers);
  });
}

/** By `?format=csv`, or because the far side takes CSV and no JSON. */
function wantsCsv(context: Context, { csv }: Endpoint): boolean {
  const accept = context.req.header("accept") ?? "";
  return csv === true && (context.req.query("format") === "csv" || (accept.includes("text/csv") && !accept.includes("json")));
}

function jsonAnswer(context: Context, answer: object): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  if (!("written" in answer)) return context.json(answer, 200, headers);
  const { written, next, total } = answer as WrittenPage;
  return context.body(`{"items":[${written.join(",")}],"next":${JSON.stringify(next)},"total":${total}}`, 200, headers);
}

/** What is answered where it cannot be done. */
export const problemResponse = {
  description: "What could not be done, why, and what to do",
  content: { "application/problem+json": { schema: problemShape } },
};

/** An endpoint as a route of Hono and of the OpenAPI document. */
function routeOf({ method, path, summary, tag, params, query, body, answer, csv }: Endpoint): ReturnType<typeof createRoute> {
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
      default: problemResponse,
    },
  }) as ReturnType<typeof createRoute>;
}

/** What strangers are told. */
export function notSignedIn(context: Context): Response {
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
