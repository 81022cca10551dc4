import type { Context } from "hono";
import type { Problem } from "../../model/api/problem.ts";
import { type Actor, RollcallError } from "../../model/errors.ts";

/** The one map from who must act to what the far side is told (RFC 9457). */
const statusOf: Record<Actor, number> = {
  usage: 400,
  stale: 409,
  configuration: 503,
  machine: 503,
  credentials: 503,
  later: 503,
  platform: 502,
  interrupted: 503,
  bug: 500,
};

const titles: Record<number, string> = {
  400: "That cannot be asked",
  401: "Not signed in",
  403: "Not allowed",
  404: "There is none",
  409: "Changed meanwhile",
  413: "Too large",
  421: "Not this server",
  422: "Not as documented",
  429: "Too often",
  500: "Rollcall itself failed",
  502: "A platform answered something unexpected",
  503: "Not now",
};

/** `status` of a usage error that is about something that is not there is given by its thrower. */
export class NotThere extends RollcallError {
  constructor(what: string) {
    super("usage", `there is no ${what}`, "it may have another name, or be one you may not see");
  }
}

/** What a caller is told of an error. Of a fault of ours no inner words: they stand in the log. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof RollcallError) || error.actor === "bug")
    return problem({ status: 500, detail: "This is a fault of Rollcall; its log says more.", fix: "Please report it." });
  const status = error instanceof NotThere ? 404 : statusOf[error.actor];
  return problem({ status, detail: error.message, fix: error.fix });
}

export type Said = Pick<Problem, "status" | "detail" | "fix"> & Partial<Problem> & { headers?: Readonly<Record<string, string>> };

export function problem({ status, headers: _, ...said }: Said): Problem {
  return { type: "about:blank", title: titles[status] ?? "Not possible", status, ...said };
}

export function problemAnswer(context: Context, said: Said): Response {
  const body = problem(said);
  context.header("content-type", "application/problem+json");
  context.header("cache-control", "no-store");
  if (body.status === 503) context.header("retry-after", "5");
  for (const [name, value] of Object.entries(said.headers ?? {})) context.header(name, value);
  return context.body(JSON.stringify(body), body.status as 400);
}
