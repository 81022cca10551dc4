import { onTestFinished } from "vitest";
import { type GitlabPerson, gitlabSeed } from "../../company/gitlab.ts";
import { type Gitlab, type GitlabOptions, startGitlab } from "../index.ts";

/** Six people are enough here; the last has an account but is no member of the audits project. */
const PEOPLE: GitlabPerson[] = [
  { name: "Dana Whitfield", email: "dana@acme.test", gitlab: { id: 4242, username: "dwhitfield" } },
  { name: "Ravi Shah", email: "ravi@acme.test", gitlab: { id: 4243, username: "rshah" } },
  { name: "No Account", email: "none@acme.test" },
  { name: "Olu Outside", email: "olu@acme.test", gitlab: { id: 4299, username: "olu.outside" } },
];
const AUDITOR: GitlabPerson = { name: "Lee Okafor", email: "lee@acme.test", gitlab: { id: 4001, username: "lokafor" } };
const MANAGER: GitlabPerson = { name: "Mara Quint", email: "mara@acme.test", gitlab: { id: 4002, username: "mquint" } };

export const AUDITS = "/projects/acme%2Fsupport-ops%2Faudits";

/** JSON of an answer: tests look into it without declaring all of it. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the test is about
export type Loose = any;

interface Asked {
  status: number;
  headers: Headers;
  json: Loose;
  text: string;
}

export interface TestGitlab extends Gitlab {
  /** Calls the API as the bot, or as whose token is given; `null` = without any. Redirects are not followed. */
  api(method: string, path: string, options?: { body?: unknown; token?: string | null; form?: FormData }): Promise<Asked>;
  /** Does something on the web pages as that person. */
  web(username: string, path: string, body?: unknown): Promise<Asked>;
  /** Makes an issue as the bot and gives it back. */
  issue(fields?: Record<string, unknown>): Promise<Loose>;
}

/** A GitLab of the test's own with a clock that stands still until it is told otherwise; closed when the test ends. */
export async function testGitlab(options: Partial<GitlabOptions> = {}): Promise<TestGitlab> {
  const seed = gitlabSeed({ people: PEOPLE, auditor: AUDITOR, opsManager: MANAGER });
  const gitlab = await startGitlab({ seed, now: () => new Date("2026-11-22T12:00:05.000Z"), ...options });
  onTestFinished(gitlab.close);
  const bot = gitlab.describe().token;
  const api: TestGitlab["api"] = (method, path, { body, token = bot, form } = {}) => {
    const headers: Record<string, string> = token === null ? {} : { "PRIVATE-TOKEN": token };
    if (body !== undefined) headers["content-type"] = "application/json";
    const sent = form ?? (body === undefined ? null : JSON.stringify(body));
    return ask(`${gitlab.url}/api/v4${path}`, { method, headers, body: sent, redirect: "manual" });
  };
  const web: TestGitlab["web"] = (username, path, body) => {
    const headers = { "PRIVATE-TOKEN": tokenOf(username), "content-type": "application/json" };
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return ask(`${gitlab.url}${path}`, { headers, redirect: "manual", ...sent });
  };
  const issue: TestGitlab["issue"] = async (fields = {}) => {
    const made = await api("POST", `${AUDITS}/issues`, { body: { title: "Audit", ...fields } });
    if (made.status !== 201) throw new Error(made.text);
    return made.json;
  };
  return { ...gitlab, api, web, issue };
}

export function tokenOf(username: string): string {
  return `glpat-example-person-${username}`;
}

async function ask(address: string, init: RequestInit): Promise<Asked> {
  const answer = await fetch(address, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

function parsed(text: string): Loose {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
