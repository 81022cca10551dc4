import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { type Endpoint, scopeOf } from "../../model/api/endpoint.ts";
import { endpoints } from "../../model/api/endpoints.ts";
import { api, type Handlers } from "./mount.ts";
import { openApiDocument, referencePage } from "./reference.ts";

const routes = api({
  handlersFor: () => ({ handlers: {} as Handlers, whole: {} }),
  once: { store: () => Promise.reject(new Error("nothing is written")), clock: () => "" },
  onError: () => {},
});
const document = openApiDocument(routes);
const page = referencePage(document, "nonce");

const characters: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
const plain = (html: string) => html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? entity);

/** The example of a call as it stands on the page, without its line breaks. */
function exampleOf({ method, path }: Pick<Endpoint, "method" | "path">): string {
  const [, after = ""] = page.split(`<code>${method.toUpperCase()} ${path}</code>`);
  return plain(/<pre[^>]*><code>([\s\S]*?)<\/code>/.exec(after)?.[1] ?? "").trim();
}

it.each(Object.values(endpoints) as Endpoint[])("the example of $method $path is what it takes", (endpoint) => {
  const example = exampleOf(endpoint);
  // A shell says how it reads it; nothing is sent.
  const env = { ROLLCALL: "http://127.0.0.1:1", TOKEN: "t", SESSION: "s", ID: "i" };
  const script = `curl() { printf '%s\\n' "$@"; }; uuidgen() { echo u; }; ${example}`;
  const words = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env }).trimEnd().split("\n");
  const at = (word: string) => words[words.indexOf(word) + 1];
  expect(words.at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:1\/api\/v1\/[^{}$]*$/);
  expect(words.includes("--request") ? at("--request") : "GET").toBe(endpoint.method.toUpperCase());
  expect(words.includes("Authorization: Bearer t")).toBe(scopeOf(endpoint) !== null);
  if (!endpoint.body) return;
  const body: unknown = JSON.parse(at("--data") ?? "");
  expect(endpoint.body.safeParse(body).error?.issues ?? []).toEqual([]);
});

it("is a document any OpenAPI reader takes: every call once, with what it needs to be asked", () => {
  expect(document.openapi).toBe("3.1.0");
  const calls = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method} ${path}`),
  );
  const ours = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);
  expect(calls.sort()).toEqual([...ours, "get /live"].sort());
  expect(JSON.stringify(document.paths)).toContain('"security":[{"session":[]},{"token":["answer"]}]');
});
