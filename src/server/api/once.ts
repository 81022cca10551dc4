import { createHash } from "node:crypto";
import { z } from "zod";
import { type Endpoint, scopeOf } from "../../model/api/endpoint.ts";
import { canonicalJson } from "../../model/json.ts";
import type { Store } from "../context-work.ts";
import type { Request } from "../env.ts";
import { problemAnswer, type Said } from "./problem.ts";

/** Where answers of writes are kept. */
export interface Once {
  store(): Promise<Pick<Store, "signIn">>;
  /** ISO 8601. */
  clock(): string;
}

/** What a call came to. */
export interface Done {
  status: number;
  /** JSON. */
  text: string;
}

export const keyHeader = "idempotency-key";

/** As the document says it. Whether it is right is looked at apart: what it is not is told in words of its own. */
export const idempotencyHeaders = z.object({
  [keyHeader]: z.string().optional().meta({
    description:
      "1 to 200 characters of your own, such as a UUID: asked again with the same key and the same input within a day, nothing is done twice and the answer is the same",
  }),
});

/** Writes, but for those about sessions and access tokens: what those answer may be a secret, and is kept nowhere. */
export function takesKey(endpoint: Endpoint): boolean {
  return endpoint.method !== "get" && scopeOf(endpoint) !== null;
}

interface Call {
  endpoint: Endpoint;
  /** Everything that is asked, with the name of the call. */
  asked: object;
  work(): Promise<Done>;
}

/** Does it, or answers what it came to when it was asked with the same key. What failed was not done, and may be asked again. */
export async function onceFor(
  request: Request,
  { store, clock }: Once,
  { endpoint, asked, work }: Call,
): Promise<Done | Response> {
  const key = request.req.header(keyHeader);
  if (key === undefined || endpoint.method === "get") return work();
  if (!takesKey(endpoint)) return problemAnswer(request, noKey);
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) return problemAnswer(request, badKey);
  const { idempotency } = (await store()).signIn;
  const of = { who: request.get("who").email, key, request: createHash("sha256").update(canonicalJson(asked)).digest("hex") };
  const begun = await idempotency.begin({ ...of, at: clock() });
  if (begun.state === "differs") return problemAnswer(request, otherRequest);
  if (begun.state === "in-progress") return problemAnswer(request, inProgress);
  if (begun.state === "done") {
    request.header("idempotency-replayed", "true");
    return { status: begun.status, text: begun.answer };
  }
  const done = await work().catch(async (error: unknown) => {
    await idempotency.abandon(of);
    throw error;
  });
  await idempotency.finish(of, { status: done.status, answer: done.text });
  return done;
}

const noKey: Said = {
  status: 400,
  detail: "This call takes no Idempotency-Key: its answer is kept nowhere.",
  fix: "Leave it out, and look at the list where no answer came.",
};
const badKey: Said = {
  status: 400,
  detail: "The Idempotency-Key is 1 to 200 characters without white space.",
  fix: "Send a UUID.",
};
const otherRequest: Said = {
  status: 422,
  detail: "This Idempotency-Key was used for something else.",
  fix: "Take another key for another request.",
};
const inProgress: Said = {
  status: 409,
  detail: "The same is being done.",
  fix: "Ask again in a moment, with the same key.",
  headers: { "retry-after": "1" },
};
