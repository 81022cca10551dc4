import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const folder = mkdtempSync(join(tmpdir(), "rollcall-tracker-"));
  const child = spawn(process.execPath, [main, "--folder", folder], { stdio: ["pipe", "pipe", "inherit"] });
  const described = JSON.parse(await firstLine(child.stdout)) as Described;
  return new SimulatedGitlab(described, () => {
    child.stdin.end();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The simulated GitLab in a process of its own, and what a test does with it. */
export class SimulatedGitlab {
  readonly url: string;
  readonly project: string;
  readonly otherProject: string;
  /** The token an audit tracker is given. */
  readonly bot: string;
  readonly stop: () => void;
  readonly #described: Described;
  readonly #path: string;

  constructor(described: Described, stop: () => void) {
    const [project = "", otherProject = ""] = described.gitlab.projects;
    this.url = described.gitlab.url;
    this.project = project;
    this.otherProject = otherProject;
    this.bot = described.gitlab.token;
    this.stop = stop;
    this.#described = described;
    this.#path = `projects/${encodeURIComponent(project)}`;
  }

  token({ username, scope = "api" }: { username: string; scope?: string }): string {
    const { tokens } = this.#described.gitlab;
    const found = tokens.find((each) => each.username === username && each.scopes.includes(scope));
    if (!found) throw new Error(`no token of ${username} with ${scope}`);
    return found.value;
  }

  tracker({ token = this.bot, ...over }: Partial<Omit<GitlabTrackerConfig, "token">> & { token?: string } = {}): Tracker {
    const config = { url: new URL(this.url), project: this.project, confidential: true, labels: ["Access audit"], ...over };
    return gitlabTracker({ ...config, token: new Secret(token) }, { rate: 1 });
  }

  /** Asks the API as that token's owner. */
  async api<T>(method: string, path: string, { token, body }: { token: string; body?: unknown }): Promise<T> {
    const headers = { "PRIVATE-TOKEN": token, "content-type": "application/json" };
    const address = new URL(`/api/v4/${path}`, this.url);
    const answer = await fetch(address, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  /** A person comments: in a thread, or without one as a lone comment. @returns the note's id */
  async comment(iid: number, of: { username: string; body: string; thread?: string; internal?: boolean }): Promise<string> {
    const { username, body, thread, internal = false } = of;
    const path = thread === undefined ? "notes" : `discussions/${thread}/notes`;
    const at = `${this.#path}/issues/${iid}/${path}`;
    return String((await this.api<{ id: number }>("POST", at, { token: this.token({ username }), body: { body, internal } })).id);
  }

  /** A person changes their comment; without a body they delete it. */
  async rewrite(iid: number, of: { username: string; comment: string; body: string | null }): Promise<void> {
    const { username, comment, body } = of;
    const at = `${this.#path}/issues/${iid}/notes/${comment}`;
    const token = this.token({ username });
    await (body === null ? this.api("DELETE", at, { token }) : this.api("PUT", at, { token, body: { body } }));
  }

  async award(iid: number, of: { username: string; comment: string; name?: string }): Promise<void> {
    const at = `${this.#path}/issues/${iid}/notes/${of.comment}/award_emoji`;
    await this.api("POST", at, { token: this.token(of), body: { name: of.name ?? "heart" } });
  }

  /** Whose 👍 a comment has. */
  async thumbs(iid: number, comment: string): Promise<string[]> {
    const at = `${this.#path}/issues/${iid}/notes/${comment}/award_emoji`;
    const awards = await this.api<{ name: string; user: { username: string } }[]>("GET", at, { token: this.bot });
    return awards.filter(({ name }) => name === "thumbsup").map(({ user }) => user.username);
  }

  /** A person closes or reopens the issue. */
  async setState(iid: number, of: { username: string; event: "close" | "reopen" }): Promise<void> {
    await this.api("PUT", `${this.#path}/issues/${iid}`, { token: this.token(of), body: { state_event: of.event } });
  }

  issue(iid: number): Promise<SeenIssue> {
    return this.api("GET", `${this.#path}/issues/${iid}`, { token: this.bot });
  }

  issues(): Promise<SeenIssue[]> {
    return this.api("GET", `${this.#path}/issues?per_page=100&sort=asc`, { token: this.bot });
  }

  notes(iid: number): Promise<{ id: number; body: string; system: boolean }[]> {
    return this.api("GET", `${this.#path}/issues/${iid}/notes?per_page=100&sort=asc`, { token: this.bot });
  }

  /** Ticks the box on the line that holds `words`, as a person does with the mouse. */
  async tick(iid: number, of: { words: string; username: string; checked?: boolean }): Promise<void> {
    const lines = (await this.issue(iid)).description.split("\n");
    const index = lines.findIndex((text) => /^- \[[ x]\]/.test(text) && text.includes(of.words));
    if (index < 0) throw new Error(`no box with ${of.words}`);
    const headers = { "PRIVATE-TOKEN": this.token(of), "content-type": "application/json" };
    const body = JSON.stringify({ line: index + 1, checked: of.checked ?? true, line_source: lines[index] });
    const address = new URL(`/${this.project}/-/issues/${iid}/tick`, this.url);
    const answer = await fetch(address, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`tick: ${answer.status} ${await answer.text()}`);
  }

  async edit(iid: number, of: { username: string; change: (text: string) => string }): Promise<void> {
    const { description } = await this.issue(iid);
    await this.change({ do: "edit-description", iid, description: of.change(description), by: of.username });
  }

  /** Changes the world from outside. */
  async change(state: Record<string, unknown>): Promise<void> {
    await this.#control("POST", "/state", { server: "gitlab", project: this.project, ...state });
  }

  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#control("POST", "/faults", { server: "gitlab", ...fault });
  }

  async clear(): Promise<void> {
    await this.#control("DELETE", "/faults");
    await this.#control("DELETE", "/books");
    await this.change({ do: "clear-books" });
  }

  async books(): Promise<GitlabBooks & { writes: string[]; requests: string[] }> {
    const all = await this.#control<{ requests: BookedRequest[]; gitlab: GitlabBooks }>("GET", "/books");
    const requests = all.requests.filter(({ server }) => server === "gitlab").map(({ method, path }) => `${method} ${path}`);
    return { ...all.gitlab, requests, writes: requests.filter((line) => !line.startsWith("GET ")) };
  }

  async #control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const address = new URL(path, this.#described.control);
    const answer = await fetch(address, { method, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
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
