import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { Env } from "../env.ts";
import { listen } from "../http.ts";
import { streamedCsv } from "./csv-stream.ts";

const person = z.object({ id: z.string(), email: z.string().nullable() }).nullable();
const answer = z.object({ items: z.array(z.object({ id: z.string(), person, tags: z.array(z.string()) })), total: z.number() });
const row = (id: string) => JSON.stringify({ id, person: null, tags: [] });

async function* some(items: readonly string[], broken?: Error): AsyncGenerator<string> {
  yield* items;
  if (broken) throw broken;
}

const whole = (...of: Parameters<typeof some>) => ({ items: some(...of), cut: () => {} });

it("has every column, whether an item fills it or not, and lets no formula through", async () => {
  const full = JSON.stringify({ id: "=1+1", person: { id: "p", email: "dana@acme.test" }, tags: ["a", "b"] });
  const text = await new Response(await streamedCsv(answer, whole([full, row("2")]))).text();
  const [head, first = "", second] = text.trimEnd().split("\r\n");
  expect(head).toBe("id,person_id,person_email,tags");
  expect(first).not.toMatch(/^"?=/);
  expect(first).toContain("p,dana@acme.test,a | b");
  expect(second).toBe("2,,,");
});

it("has its columns where there is nothing in it", async () => {
  expect(await new Response(await streamedCsv(answer, whole([]))).text()).toBe("id,person_id,person_email,tags\r\n");
});

it("begins nothing where nothing can be read: that is told as a problem", async () => {
  await expect(streamedCsv(answer, whole([], new Error("away")))).rejects.toThrow("away");
});

it("cuts the connection where it breaks later: no part of a list looks like the whole, and nobody is told inner words", async () => {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const many = Array.from({ length: 50_000 }, (_, index) => row(String(index)));
  const broken: unknown[] = [];
  app.get("/", async (context) => {
    const cut = (error: unknown) => {
      broken.push(error);
      context.env.outgoing.destroy();
    };
    return context.body(await streamedCsv(answer, { items: some(many, new Error("inner words")), cut }));
  });
  const { url, close } = await listen(app as unknown as Hono<Env>, { host: "127.0.0.1", port: 0 });
  onTestFinished(close);
  const response = await fetch(url);
  expect(response.status).toBe(200);
  let text = "";
  const read = async () => {
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  };
  await expect(read()).rejects.toThrow();
  expect(text).not.toContain("inner words");
  expect(broken).toEqual([new Error("inner words")]);
});
