import { expect, test } from "vitest";
import { credentialsError, interruptedError, laterError } from "../model/errors.ts";
import type { Row } from "../model/source.ts";
import { type Parts, readParts } from "./parts.ts";

type Answer = Row[][] | Error;

function parts(answers: Record<string, Answer>, absent?: Parts<string>["absent"]): [string[], Parts<string>] {
  const of: Parts<string> = {
    name: (part) => `group ${part}`,
    async *pages(part) {
      const answer = answers[part];
      if (answer instanceof Error) {
        yield [{ id: `${part}/half` }];
        throw answer;
      }
      yield* answer ?? [];
    },
    ...(absent ? { absent } : {}),
  };
  return [Object.keys(answers), of];
}

async function ended(given: [string[], Parts<string>]): Promise<{ ids: string[]; error: unknown }> {
  const ids: string[] = [];
  try {
    for await (const page of readParts(...given)) ids.push(...page.map(({ id }) => id));
    return { ids: ids.sort(), error: null };
  } catch (error) {
    return { ids: ids.sort(), error };
  }
}

const refused = () => Object.assign(credentialsError("403 Forbidden", "get another token"), { status: 403 });

test("every page of every part is given, more parts than are asked at once too", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`g${index}`, [[{ id: `g${index}/a` }], [{ id: `g${index}/b` }]]]),
  );
  const { ids, error } = await ended(parts(many));
  expect([ids.length, new Set(ids).size, error]).toEqual([60, 60, null]);
});

test("a part that was refused is named, the others are given, and of itself nothing", async () => {
  const { ids, error } = await ended(parts({ a: [[{ id: "a/1" }]], b: refused(), c: [[{ id: "c/1" }]] }));
  expect(ids).toEqual(["a/1", "c/1"]);
  expect(error).toMatchObject({
    actor: "credentials",
    message: "1 of 3 could not be read (group b): 403 Forbidden",
    fix: null,
  });
});

test("something broken weighs more than something refused", async () => {
  const { error } = await ended(parts({ a: refused(), b: laterError("502 Bad Gateway", "later"), c: refused(), d: refused() }));
  expect(error).toMatchObject({ actor: "later", fix: "later" });
  expect(String(error)).toContain("4 of 4 could not be read (group a, group b, group c and 1 more): 502");
});

test("a part without such a thing is whole; where none has it, the listing has none", async () => {
  const plan = () => Object.assign(credentialsError("402", null as never), { status: 402 });
  const some = await ended(parts({ a: [[{ id: "a/1" }]], b: plan() }, { 402: "not in this plan" }));
  expect(some).toEqual({ ids: ["a/1"], error: null });
  const none = await ended(parts({ a: plan(), b: plan() }, { 402: "not in this plan" }));
  expect(none.error).toMatchObject({ status: 402 });
});

test("an interruption is not one part's trouble", async () => {
  const { error } = await ended(parts({ a: [[{ id: "a/1" }]], b: interruptedError() }));
  expect(error).toMatchObject({ actor: "interrupted" });
});
