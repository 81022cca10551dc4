import type { Answer, Call, EndpointName, Endpoints } from "../../src/model/api/endpoints.ts";
import type { Problem } from "../../src/model/api/problem.ts";

/** What the server said instead of an answer. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

type Method = "get" | "post" | "delete";

/** Method and path of each call; the types hold them to the server's own table. */
export const calls = {
  session: ["get", "/session"],
  signOut: ["delete", "/session"],
  sessions: ["get", "/sessions"],
  endSession: ["delete", "/sessions/{id}"],
  signOutEverywhere: ["delete", "/sessions"],
  accessTokens: ["get", "/access-tokens"],
  makeAccessToken: ["post", "/access-tokens"],
  revokeAccessToken: ["delete", "/access-tokens/{id}"],
  overview: ["get", "/overview"],
  audits: ["get", "/audits"],
  audit: ["get", "/audits/{system}/{period}"],
  changes: ["get", "/audits/{system}/{period}/changes"],
  accounts: ["get", "/accounts"],
  people: ["get", "/people"],
  person: ["get", "/people/{id}"],
  accessMap: ["get", "/access-map"],
  credentials: ["get", "/credentials"],
  seats: ["get", "/seats"],
  findings: ["get", "/findings"],
  finding: ["get", "/audits/{system}/{period}/findings/{ref}"],
  myItems: ["get", "/my-items"],
  exemptions: ["get", "/exemptions"],
  answer: ["post", "/answers"],
  decide: ["post", "/decisions"],
  takeBack: ["post", "/taken-back"],
  followUp: ["get", "/follow-up"],
  start: ["post", "/audits/{system}/{period}/start"],
  run: ["post", "/runs"],
  recheck: ["post", "/audits/{system}/{period}/recheck"],
  closing: ["get", "/audits/{system}/{period}/closing"],
  close: ["post", "/audits/{system}/{period}/close"],
  running: ["get", "/running"],
  activity: ["get", "/activity"],
} as const satisfies { [N in EndpointName]: readonly [Endpoints[N]["method"] & Method, Endpoints[N]["path"]] };

export interface Given {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Address of a call, as a link too: of a list as CSV. */
export function addressOf(name: EndpointName, { params = {}, query = {} }: Given): string {
  const path = calls[name][1].replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key] ?? "")));
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== "") url.searchParams.set(key, String(value));
  return url.pathname + url.search;
}

/** Asks the API. @throws ApiProblem */
export async function ask<N extends EndpointName>(name: N, given: Call<N>, signal?: AbortSignal): Promise<Answer<N>> {
  const parts = given as Given;
  const body =
    parts.body === undefined ? {} : { body: JSON.stringify(parts.body), headers: { "content-type": "application/json" } };
  const request = { method: calls[name][0].toUpperCase(), ...body, ...(signal ? { signal } : {}) };
  const response = await fetch(addressOf(name, parts), request).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiProblem(unreachable);
  });
  if (response.status === 401) location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  if (!response.ok) throw new ApiProblem(await problemIn(response));
  return (response.status === 204 ? null : await response.json()) as Answer<N>;
}

const unreachable: Problem = {
  ...{ type: "about:blank", title: "No answer", status: 503, detail: "The server does not answer." },
  fix: "It is tried again by itself. Is rollcall serve still running?",
};

async function problemIn(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { ...unreachable, status: response.status, detail: `The server answered ${response.status}.` };
  }
}
