import { federalProject, type UsedCompany } from "./use-company.ts";

interface Discussion {
  id: string;
  notes: { id: number; body: string; system: boolean; author: { username: string }; created_at: string }[];
}

/** People of the simulated company at an audit issue, each with a token of their own: what they do in GitLab's pages. */
export class IssuePeople {
  readonly #on: UsedCompany;
  readonly #project: string;

  constructor(on: UsedCompany, project = federalProject) {
    this.#on = on;
    this.#project = encodeURIComponent(project);
  }

  /** A comment of its own, or into a thread. @returns its id */
  async say(who: string, body: string, { thread }: { thread?: string } = {}): Promise<number> {
    const path = thread === undefined ? "notes" : `discussions/${thread}/notes`;
    const { id } = (await this.#ask(who, "POST", `${path}`, { body })) as { id: number };
    return id;
  }

  async edit(who: string, note: number, body: string): Promise<void> {
    await this.#ask(who, "PUT", `notes/${note}`, { body });
  }

  async remove(who: string, note: number): Promise<void> {
    await this.#ask(who, "DELETE", `notes/${note}`);
  }

  /** Ticks the box of the line that holds these words. */
  async tick(who: string, words: string): Promise<void> {
    const { description } = (await this.#ask(who, "GET", "")) as { description: string };
    const lines = description.split("\n").map((line) => (line.includes(words) ? line.replace("[ ]", "[x]") : line));
    if (lines.join("\n") === description) throw new Error(`no box with ${words}`);
    await this.#ask(who, "PUT", "", { description: lines.join("\n") });
  }

  async close(who: string): Promise<void> {
    await this.#ask(who, "PUT", "", { state_event: "close" });
  }

  /** Threads without the activity, oldest first. */
  async threads(): Promise<Discussion[]> {
    const all = (await this.#ask(null, "GET", `discussions?per_page=100`)) as Discussion[];
    return all
      .map(({ id, notes }) => ({ id, notes: notes.filter(({ system }) => !system) }))
      .filter(({ notes }) => notes.length > 0);
  }

  /** The thread in which somebody was asked. */
  async ping(username: string): Promise<Discussion> {
    const found = (await this.threads()).find(({ notes }) => notes[0]?.body.includes(`\n@${username}:`));
    if (!found) throw new Error(`nobody asked @${username}`);
    return found;
  }

  /** Names of those who put 👍 on a comment. */
  async thumbs(note: number): Promise<string[]> {
    const awards = (await this.#ask(null, "GET", `notes/${note}/award_emoji`)) as {
      name: string;
      user: { username: string };
    }[];
    return awards.flatMap(({ name, user }) => (name === "thumbsup" ? [user.username] : []));
  }

  /** The one issue there is: numbers of deleted ones are not given again. */
  async #ask(who: string | null, method: string, path: string, body?: unknown): Promise<unknown> {
    const { company } = this.#on;
    const [issue] = await this.#on.issues(decodeURIComponent(this.#project));
    const token = who === null ? (company.env.GL_TOKEN ?? "") : `glpat-example-person-${who}`;
    const response = await fetch(
      new URL(`/api/v4/projects/${this.#project}/issues/${issue?.iid}${path && `/${path}`}`, company.gitlab.url),
      {
        method,
        headers: { "PRIVATE-TOKEN": token, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }
}
