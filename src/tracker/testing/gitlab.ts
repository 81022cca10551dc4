import { spawn } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { GitlabTrackerConfig } from "../../model/config.ts";
import { Secret } from "../../model/secret.ts";
import { gitlabTracker } from "../gitlab.ts";
import type { Tracker } from "../tracker.ts";

const main = fileURLToPath(new URL("../../../simulators/main.ts", import.meta.url));

/** An issue as a test looks at it. */
export interface SeenIssue {
  id: number;
  iid: number;
  title: string;
  description: string;
  state: string;
  labels: string[];
  confidential: boolean;
  due_date: string | null;
  assignees: { username: string }[];
  _links: { closed_as_duplicate_of: string | null };
}

interface GitlabBooks {
  notifications: { username: string; reason: string; mention: string | null; issue: { iid: number } }[];
  quickActions: { command: string; applied: boolean; issue: { iid: number }; source: string }[];
  references: { kind: string; text: string; issue: { iid: number } }[];
}

interface BookedRequest {
  server: string;
  method: string;
  path: string;
}

/** The simulated GitLab in a process of its own, and what a test does with it. */
export interface SimulatedGitlab {
  url: string;
  project: string;
  otherProject: string;
  /** Token by username (people) or by scope (the bot's). */
  token(of: { username: string; scope?: string }): string;
  bot: string;
  tracker(over?: Partial<Omit<GitlabTrackerConfig, "token">> & { token?: string }): Tracker;
  /** Asks the API as that token's owner. */
  api<T>(method: string, path: string, options: { token: string; body?: unknown }): Promise<T>;
  issue(iid: number): Promise<SeenIssue>;
  issues(): Promise<SeenIssue[]>;
  notes(iid: number): Promise<{ id: number; body: string; system: boolean }[]>;
  /** Ticks the box on the line that holds `words`, as a person does with the mouse. */
  tick(iid: number, of: { words: string; username: string; checked?: boolean }): Promise<void>;
  edit(iid: number, of: { username: string; change: (text: string) => string }): Promise<void>;
  /** Changes the world from outside. */
  change(state: Record<string, unknown>): Promise<void>;
  fault(fault: Record<string, unknown>): Promise<void>;
  clear(): Promise<void>;
  books(): Promise<GitlabBooks & { writes: string[]; requests: string[] }>;
  stop(): void;
}

interface Described {
  control: string;
  gitlab: {
    url: string;
    projects: string[];
    token: string;
    tokens: { username: string; scopes: string[]; value: string }[];
  };
}

export async function simulatedGitlab(): Promise<SimulatedGitlab> {
  const child = spawn(process.execPath, [main], { stdio: ["pipe", "pipe", "inherit"] });
  const { control, gitlab } = JSON.parse(await firstLine(child.stdout)) as Described;
  const [project = "", otherProject = ""] = gitlab.projects;
  const bot = gitlab.token;
  const at = `projects/${encodeURIComponent(project)}`;

  function token({ username, scope = "api" }: { username: string; scope?: string }): string {
    const found = gitlab.tokens.find((each) => each.username === username && each.scopes.includes(scope));
    if (!found) throw new Error(`no token of ${username} with ${scope}`);
    return found.value;
  }

  async function api<T>(method: string, path: string, options: { token: string; body?: unknown }): Promise<T> {
    const headers = { "PRIVATE-TOKEN": options.token, "content-type": "application/json" };
    const body = options.body === undefined ? null : JSON.stringify(options.body);
    const answer = await fetch(new URL(`/api/v4/${path}`, gitlab.url), { method, headers, body });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  }

  async function controlled<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(new URL(path, control), { method, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  const issue = (iid: number) => api<SeenIssue>("GET", `${at}/issues/${iid}`, { token: bot });
  const change = (state: Record<string, unknown>) => controlled<void>("POST", "/state", { server: "gitlab", project, ...state });

  return {
    url: gitlab.url,
    project,
    otherProject,
    bot,
    token,
    api,
    issue,
    change,
    tracker: ({ token: value = bot, ...over } = {}) => {
      const config = { url: new URL(gitlab.url), project, confidential: true, labels: ["Access audit"], ...over };
      return gitlabTracker({ ...config, token: new Secret(value) }, { rate: 1 });
    },
    issues: () => api("GET", `${at}/issues?per_page=100&sort=asc`, { token: bot }),
    notes: (iid) => api("GET", `${at}/issues/${iid}/notes?per_page=100&sort=asc`, { token: bot }),
    async tick(iid, { words, username, checked = true }) {
      const lines = (await issue(iid)).description.split("\n");
      const index = lines.findIndex((text) => /^- \[[ x]\]/.test(text) && text.includes(words));
      if (index < 0) throw new Error(`no box with ${words}`);
      const headers = { "PRIVATE-TOKEN": token({ username }), "content-type": "application/json" };
      const body = JSON.stringify({ line: index + 1, checked, line_source: lines[index] });
      const answer = await fetch(new URL(`/${project}/-/issues/${iid}/tick`, gitlab.url), { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`tick: ${answer.status} ${await answer.text()}`);
    },
    async edit(iid, of) {
      const { description } = await issue(iid);
      await change({ do: "edit-description", iid, description: of.change(description), by: of.username });
    },
    fault: (fault) => controlled("POST", "/faults", { server: "gitlab", ...fault }),
    async clear() {
      await controlled("DELETE", "/faults");
      await controlled("DELETE", "/books");
      await change({ do: "clear-books" });
    },
    async books() {
      const all = await controlled<{ requests: BookedRequest[]; gitlab: GitlabBooks }>("GET", "/books");
      const requests = all.requests.filter(({ server }) => server === "gitlab").map(({ method, path }) => `${method} ${path}`);
      return { ...all.gitlab, requests, writes: requests.filter((line) => !line.startsWith("GET ")) };
    },
    stop: () => child.stdin.end(),
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("the simulators ended before they said where they are");
}

/**
 * A way to GitLab on which something happens just before a request gets there: another person is faster.
 * @param before called with each request; what it awaits is done before the request goes on
 */
export async function inBetween(
  gitlab: SimulatedGitlab,
  before: (request: { method: string; path: string }) => Promise<void>,
): Promise<{ url: URL; close(): void }> {
  const server = createServer(async (request, response) => {
    const { method = "GET", url: path = "/" } = request;
    const body = await bodyOf(request);
    await before({ method, path });
    const headers = Object.entries(request.headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name));
    const init = { method, headers: headers as [string, string][], body: method === "GET" ? null : body };
    const answer = await fetch(new URL(path, gitlab.url), init).catch(() => null);
    if (!answer) return void request.socket.destroy();
    const text = await answer.text();
    const kept = [...answer.headers].filter(([name]) => !/^(connection|keep-alive|content-length|transfer-encoding)$/.test(name));
    // The links to further pages name GitLab's own address.
    const ours = kept.map(([name, value]) => [name, value.replaceAll(gitlab.url, address())]);
    response.writeHead(answer.status, Object.fromEntries(ours)).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: new URL(address()),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
