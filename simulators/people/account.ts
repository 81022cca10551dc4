/** One comment, as the person who reads it sees it. */
export interface Note {
  id: number;
  author: string;
  body: string;
  /** ISO 8601. */
  at: string;
  system: boolean;
}

export interface Thread {
  id: string;
  notes: Note[];
}

export interface Place {
  project: string;
  iid: number;
}

export interface Issue extends Place {
  title: string;
  description: string;
  state: "opened" | "closed";
}

interface RawNote {
  id: number;
  author: { username: string };
  body: string;
  created_at: string;
  system: boolean;
}

interface RawIssue {
  iid: number;
  title: string;
  description: string | null;
  state: "opened" | "closed";
}

/** Somebody's account on the company's GitLab, used through its API with a token of their own. */
export class Account {
  readonly username: string;
  readonly #url: string;
  readonly #token: string;

  constructor(username: string, { url, token }: { url: string; token: string }) {
    this.username = username;
    this.#url = url;
    this.#token = token;
  }

  /** `null` where they may not see it. */
  async issue(place: Place): Promise<Issue | null> {
    const raw = (await this.#call("GET", pathOf(place))) as RawIssue | null;
    return raw && { ...place, title: raw.title, description: raw.description ?? "", state: raw.state };
  }

  async openIssues(project: string): Promise<Issue[]> {
    const path = `/projects/${encodeURIComponent(project)}/issues?state=opened&scope=all&sort=asc&per_page=100`;
    const rows = ((await this.#call("GET", path)) ?? []) as RawIssue[];
    return rows.map((raw) => ({ project, iid: raw.iid, title: raw.title, description: raw.description ?? "", state: raw.state }));
  }

  async threads(place: Place): Promise<Thread[]> {
    const threads: Thread[] = [];
    for (let page = 1; ; page += 1) {
      const path = `${pathOf(place)}/discussions?per_page=100&page=${page}`;
      const rows = ((await this.#call("GET", path)) ?? []) as { id: string; notes: RawNote[] }[];
      threads.push(...rows.map(({ id, notes }) => ({ id, notes: notes.map(noteOf) })));
      if (rows.length < 100) return threads;
    }
  }

  /** @param thread left out: a comment of its own @returns the comment; `null` where it was refused */
  async say(place: Place, body: string, thread?: string): Promise<Note | null> {
    const path = thread === undefined ? `${pathOf(place)}/notes` : `${pathOf(place)}/discussions/${thread}/notes`;
    const raw = (await this.#call("POST", path, { body })) as RawNote | null;
    return raw && noteOf(raw);
  }

  async edit(place: Place, note: number, body: string): Promise<void> {
    await this.#call("PUT", `${pathOf(place)}/notes/${note}`, { body });
  }

  async remove(place: Place, note: number): Promise<void> {
    await this.#call("DELETE", `${pathOf(place)}/notes/${note}`);
  }

  /** As ticking a box does: the whole text, with the box set. @returns whether it was let */
  async describe(place: Place, description: string): Promise<boolean> {
    return (await this.#call("PUT", pathOf(place), { description })) !== null;
  }

  async close(place: Place): Promise<boolean> {
    return (await this.#call("PUT", pathOf(place), { state_event: "close" })) !== null;
  }

  /** `null` where this person may not. @throws for anything else that is not well */
  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const headers: Record<string, string> = { "PRIVATE-TOKEN": this.#token };
    if (body !== undefined) headers["content-type"] = "application/json";
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${this.#url}/api/v4${path}`, { method, headers, ...sent });
    const text = await response.text();
    if ([401, 403, 404].includes(response.status)) return null;
    if (!response.ok) throw new Error(`${this.username}: GitLab answered ${response.status} to ${method} ${path}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }
}

function noteOf({ id, author, body, created_at, system }: RawNote): Note {
  return { id, author: author.username, body, at: created_at, system };
}

function pathOf({ project, iid }: Place): string {
  return `/projects/${encodeURIComponent(project)}/issues/${iid}`;
}
