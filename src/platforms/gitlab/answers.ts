import type { Meter } from "../../http/client.ts";
import type { Reading } from "../platform.ts";

interface Entry<T> {
  answer: Promise<T>;
  kept: boolean;
}

/**
 * Answers that one listing keeps and others need to know what to ask for: which groups there are, which projects. Whoever comes
 * first asks; the requests count for the listing that keeps them.
 */
export class Answers<T> {
  readonly #ask: (key: string, reading: Reading) => Promise<T>;
  readonly #meter: Meter = { requests: 0 };
  readonly #entries = new Map<string, Entry<T>>();

  constructor(ask: (key: string, reading: Reading) => Promise<T>) {
    this.#ask = ask;
  }

  /** For whoever only needs to know it. */
  known(key: string, signal: AbortSignal): Promise<T> {
    return this.#entry(key, signal).answer;
  }

  /** For the listing that keeps it: a second reading asks again. */
  async keep(key: string, { meter, signal }: Reading): Promise<T> {
    if (this.#entries.get(key)?.kept) this.#entries.delete(key);
    const entry = this.#entry(key, signal);
    entry.kept = true;
    try {
      return await entry.answer;
    } finally {
      meter.requests = this.#meter.requests;
    }
  }

  #entry(key: string, signal: AbortSignal): Entry<T> {
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { answer: this.#ask(key, { meter: this.#meter, signal }), kept: false };
    this.#entries.set(key, entry);
    return entry;
  }
}
