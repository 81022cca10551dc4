import type { OpenAPIHono } from "@hono/zod-openapi";
import { liveEvent } from "../../model/api/live.ts";
import { style } from "../../reports/html-style.ts";
import { type Html, html } from "../../reports/html-template.ts";
import { version } from "../../version.ts";
import type { Env } from "../env.ts";
import { curlOf, type ExampleSchema } from "./curl.ts";
import { apiBase, problemResponse } from "./mount.ts";
import { keyHeader } from "./once.ts";

type Document = ReturnType<OpenAPIHono<Env>["getOpenAPI31Document"]>;

/** The API as OpenAPI 3.1. */
export function openApiDocument(routes: OpenAPIHono<Env>): Document {
  const scheme = (name: string, of: Parameters<typeof routes.openAPIRegistry.registerComponent>[2]) =>
    routes.openAPIRegistry.registerComponent("securitySchemes", name, of);
  scheme("token", { type: "http", scheme: "bearer", description: "An access token; what is named is the scope it needs" });
  scheme("session", {
    ...{ type: "apiKey", in: "cookie", name: "__Host-rollcall" },
    description: "Of a browser; without https it is rollcall-PORT. Writes need our Origin beside it",
  });
  routes.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/live", tags: ["Activity"], security: [{ session: [] }, { token: ["read"] }] },
    summary: "What happens from now on, as server-sent events; the name of each is its kind",
    responses: {
      200: { description: "It goes on until the session ends", content: { "text/event-stream": { schema: liveEvent } } },
      default: problemResponse,
    },
  });
  return routes.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version,
      description:
        "Who has access to what, what is wrong, and where it stands. Times are ISO 8601; null means that nobody knows.",
    },
    servers: [{ url: apiBase }],
  });
}

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    schema: Schema & { description?: string };
    description?: string;
  }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  security?: Record<string, string[]>[];
}

interface Schema extends ExampleSchema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}

/** The same document to read: every call, what it takes and what it answers. Nothing on it runs. */
export function referencePage({ paths, components }: Document, nonce: string): string {
  const calls = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
  );
  const byTag = [...Map.groupBy(calls, ({ operation }) => operation.tags?.[0] ?? "")];
  const shapesByName = (components?.schemas ?? {}) as Record<string, Schema>;
  const shapes = Object.entries(shapesByName);
  return `<!doctype html>\n${html`<html lang="en"><head><meta charset="utf-8"><title>API – Rollcall</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style nonce="${nonce}">${style}pre{overflow-x:auto}</style></head><body><main>
<h1>API</h1><p class="dim">Below <code>${apiBase}</code>. Machines read the same as <a href="${apiBase}/openapi.json">OpenAPI 3.1</a>.
Errors are <code>application/problem+json</code> and say what to do. Lists are read page by page: <code>next</code> of one is the
<code>cursor</code> of the following; <code>format=csv</code> gives the whole list where CSV is named.</p>
<p>Programs use an access token, made on the dashboard under <a href="/settings">Settings</a>; it has scopes and an end, and may never do
more than its owner may. A write with an <code>Idempotency-Key</code> is done once, however often it is asked. Whoever asks too often is
told 429, and by <code>Retry-After</code> when to come again. The examples below go with:</p>
<pre><code>export ROLLCALL=https://rollcall.example.com TOKEN=rollcall_…</code></pre>
${byTag.map(([tag, list]) => html`<section><header><h2>${tag}</h2></header>${list.map((one) => call(one, shapesByName))}</section>`)}
<section><header><h2>Shapes</h2></header>${shapes.map(([name, schema]) => shape(name, schema))}</section>
</main></body></html>`}`;
}

interface Call {
  path: string;
  method: string;
  operation: Operation;
}

function call({ path, method, operation }: Call, shapes: Record<string, Schema>): Html {
  const { summary = "", parameters = [], requestBody, responses, security = [] } = operation;
  const content = (responses["200"] ?? responses["201"])?.content ?? {};
  const scope = security.find((one) => "token" in one)?.token?.[0] ?? null;
  const body = requestBody?.content["application/json"]?.schema;
  const rows = parameters.map(
    ({ name, in: place, schema, required }) =>
      html`<tr><td><code>${name}</code></td><td>${place}${required ? ", required" : ""}</td><td>${typeWord(schema)}</td><td>${schema.description ?? ""}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? ""
      : html`<div class="table"><table><thead><tr><th>Name</th><th>Where</th><th>Type</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const example = curlOf({
    ...{ method, path: apiBase + path, body: body ?? null, shapes, byToken: scope !== null },
    needs: parameters.filter(({ in: place, required }) => place === "query" && required).map(({ name }) => name),
    takesKey: parameters.some(({ name }) => name === keyHeader),
  });
  return html`<h3><code>${method.toUpperCase()} ${path}</code></h3><p>${summary}. ${
    scope === null ? "Takes a session: no access token will do." : html`Scope: <code>${scope}</code>.`
  }</p>${table}
${body ? html`<p>Takes ${typeWord(body)}.</p>` : ""}<p>Answers ${answered(content)}${content["text/csv"] ? ", or CSV" : ""}.</p>
<pre tabindex="0"><code>${example.split("\n").map((line) => html`${line}\n`)}</code></pre>`;
}

function answered(content: Record<string, { schema: Schema }>): Html {
  if (Object.keys(content).length === 0) return html`204, and nothing more`;
  const events = content["text/event-stream"];
  return events ? html`server-sent events, each ${typeWord(events.schema)}` : typeWord(content["application/json"]?.schema ?? {});
}

function shape(name: string, { description = "", properties = {}, required = [] }: Schema): Html {
  const rows = Object.entries(properties).map(
    ([key, schema]) =>
      html`<tr><td><code>${key}</code></td><td>${typeWord(schema)}${required.includes(key) ? "" : ", may be left out"}</td><td>${schema.description ?? ""}</td></tr>`,
  );
  return html`<h3 id="${name}">${name}</h3><p>${description}</p><div class="table"><table><tbody>${rows}</tbody></table></div>`;
}

/** A schema in few words; one with a name leads to it. */
function typeWord({ $ref, type, items, enum: values, anyOf, default: usual }: Schema): Html {
  const name = $ref?.split("/").at(-1);
  if (name) return html`<a href="#${name}">${name}</a>`;
  if (anyOf) return html`${anyOf.flatMap((one, index) => (index === 0 ? [typeWord(one)] : [" or ", typeWord(one)]))}`;
  const otherwise = usual === undefined ? "" : `, else ${JSON.stringify(usual)}`;
  if (values) return html`${values.map((value) => JSON.stringify(value)).join(" or ")}${otherwise}`;
  if (items) return html`list of ${typeWord(items)}`;
  return html`${[type ?? "anything"].flat().join(" or ")}${otherwise}`;
}
