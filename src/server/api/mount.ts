import type { HttpBindings } from "@hono/node-server";
import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { z } from "zod";
import { type Endpoint, scopeOf } from "../../model/api/endpoint.ts";
import { type Answer, type Asked, type EndpointName, endpoints } from "../../model/api/endpoints.ts";
import { problem as problemShape } from "../../model/api/problem.ts";
import type { WrittenPage } from "../../model/api/written.ts";
import type { Env, Request } from "../env.ts";
import { mayNotCall } from "../sign-in/may-call.ts";
import type { Who } from "../who.ts";
import { csvOf } from "./csv.ts";
import { streamedCsv } from "./csv-stream.ts";
import { type Done, idempotencyHeaders, type Once, onceFor, takesKey } from "./once.ts";
import { problem, problemAnswer, problemOf } from "./problem.ts";

/** A call as a plain function: it never sees HTTP. */
export type Handlers = { [N in EndpointName]: (asked: Asked<N>, who: Who) => Promise<Answer<N> | PageOf<Answer<N>>> };

/** A list may come as it is written in the database. */
type PageOf<A> = A extends { items: unknown[]; next: string | null; total: number } ? WrittenPage : never;

/** Lists that may be longer than fits in memory: as CSV they come item by item, each as its JSON. */
export type WholeLists = { [N in EndpointName]?: (asked: Asked<N>, who: Who) => AsyncIterable<string> };

export interface ApiOptions {
  /** What each call does for somebody, as far as they may see. */
  handlersFor(who: Who): { handlers: Handlers; whole: WholeLists };
  /** Answers of writes that were given a key. */
  once: Once;
  /** Told of every error that is our fault or the machine's. */
  onError(error: unknown, what: string): void;
}

/** Where the API is. */
export const apiBase = "/api/v1";

/** The routes of every endpoint, for whoever the sign-in put beside the request. Paths, shapes and document come from the one table. */
export function api(options: ApiOptions): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({
    defaultHook: (checked, context) => (checked.success ? undefined : refusedInput(context, checked.error)),
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

function mount(app: OpenAPIHono<Env>, name: EndpointName, { handlersFor, once, onError }: ApiOptions): void {
  const endpoint: Endpoint = endpoints[name];
  const route = routeOf(endpoint);
  // Before anything of the input is looked at: what is wrong with it is told to nobody who may not ask.
  app.on(endpoint.method.toUpperCase(), route.getRoutingPath(), (context, next) => {
    const fault = mayNotCall(context.get("who"), { roles: endpoint.roles, scope: scopeOf(endpoint) });
    return fault ? Promise.resolve(problemAnswer(context, fault)) : next();
  });
  app.openapi(route, async (context: Request) => {
    const who = context.get("who");
    const { handlers, whole } = handlersFor(who);
    const handler = handlers[name] as (asked: object, who: Who) => Promise<object | null>;
    const list = whole[name] as ((asked: object, who: Who) => AsyncIterable<string>) | undefined;
    const asked = askedOf(context, endpoint);
    if (!wantsCsv(context, endpoint)) {
      const work = async (): Promise<Done> => ({ status: endpoint.status, text: textOf(await handler(asked, who)) });
      const done = await onceFor(context, once, { endpoint, asked: { call: name, ...asked }, work });
      return done instanceof Response ? done : jsonAnswer(context, done);
    }
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
      return context.body(await streamedCsv(endpoint.answer, { items: list(asked, who), cut }), 200, headers);
    }
    const answer = (await handler({ ...asked, limit: Number.MAX_SAFE_INTEGER, cursor: undefined }, who)) ?? {};
    return context.body(csvOf(answer, endpoint.answer), 200, headers);
  });
}

/** What was asked, valid, in one. */
function askedOf(context: Context, { params, query, body }: Endpoint): object {
  const valid = (part: string) => (context.req as unknown as { valid(part: string): object | undefined }).valid(part) ?? {};
  return { ...(params ? valid("param") : {}), ...(query ? valid("query") : {}), ...(body ? valid("json") : {}) };
}

/** By `?format=csv`, or because the far side takes CSV and no JSON. */
function wantsCsv(context: Context, { csv }: Endpoint): boolean {
  const accept = context.req.header("accept") ?? "";
  return csv === true && (context.req.query("format") === "csv" || (accept.includes("text/csv") && !accept.includes("json")));
}

function jsonAnswer(context: Context, { status, text }: Done): Response {
  if (status === 204) return context.body(null, 204);
  return context.body(text, status as 200, { "content-type": "application/json", "cache-control": "no-store" });
}

/** Of a list that is JSON already, without reading it. */
function textOf(answer: object | null): string {
  if (answer === null || !("written" in answer)) return JSON.stringify(answer);
  const { written, next, total } = answer as WrittenPage;
  return `{"items":[${written.join(",")}],"next":${JSON.stringify(next)},"total":${total}}`;
}

/** What is answered where it cannot be done. */
export const problemResponse = {
  description: "What could not be done, why, and what to do",
  content: { "application/problem+json": { schema: problemShape } },
};

/** An endpoint as a route of Hono and of the OpenAPI document. */
function routeOf(endpoint: Endpoint): ReturnType<typeof createRoute> {
  const { method, path, summary, tag, params, query, body, status, answer, csv } = endpoint;
  const scope = scopeOf(endpoint);
  const request = {
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body: { required: true, content: { "application/json": { schema: body } } } } : {}),
    ...(takesKey(endpoint) ? { headers: idempotencyHeaders } : {}),
  };
  const text = csv ? { "text/csv": { schema: { type: "string" as const } } } : {};
  const content = status === 204 ? {} : { content: { "application/json": { schema: answer }, ...text } };
  return createRoute({
    ...{ method, path, summary, tags: [tag], request },
    security: [{ session: [] }, ...(scope === null ? [] : [{ token: [scope] }])],
    responses: {
      [String(status)]: { description: "Done", ...content },
      default: problemResponse,
    },
  }) as ReturnType<typeof createRoute>;
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
