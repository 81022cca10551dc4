/** The control of the simulators, as far as it stands for what people do and see: admin pages, mail, the clock. */
export class Door {
  readonly #address: string;

  constructor(control: string) {
    this.#address = control;
  }

  /** Rows of a platform, as its admin pages show them. */
  async rows<T>(server: string, table: string): Promise<T[]> {
    const query = new URLSearchParams({ server, table });
    return ((await this.#call(`/state?${query}`)) as { rows: T[] }).rows;
  }

  async change(server: string, change: object): Promise<void> {
    await this.#call("/state", { server, ...change });
  }

  /** Mail GitLab has sent so far, oldest first. */
  async mail(): Promise<Mail[]> {
    const { notifications } = (await this.#call("/books?server=gitlab")) as { notifications: Mail[] };
    return notifications;
  }

  /** Direct messages Slack has delivered so far, oldest first. */
  async directMessages(): Promise<DirectMessage[]> {
    const { delivered } = (await this.#call("/books?server=slack")) as { delivered: { to: string; ts: string; text: string }[] };
    const messages = delivered.map(({ to, ts, text }) => ({ to, text, at: new Date(Number(ts) * 1000).toISOString() }));
    return messages.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  async setClock(now: string): Promise<void> {
    await this.#call("/clock", { now });
  }

  async #call(path: string, body?: object): Promise<unknown> {
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(new URL(path, this.#address), sent);
    const answer = (await response.json()) as { error?: string };
    if (!response.ok) throw new Error(`the control refused ${path}: ${answer.error}`);
    return answer;
  }
}

/** One direct message, as it shows in Slack. */
export interface DirectMessage {
  /** E-mail. */
  to: string;
  text: string;
  /** ISO 8601. */
  at: string;
}

/** One mail of GitLab about an issue. */
export interface Mail {
  username: string;
  reason: "mentioned" | "assigned" | "participating" | "subscribed";
  issue: { project: string; iid: number };
  /** Username of who caused it. */
  by: string;
  /** ISO 8601. */
  at: string;
}
