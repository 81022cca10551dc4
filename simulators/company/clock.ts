const dayMs = 86_400_000;

/** Times of the company, as days before and after the day it is made for: it never grows old. */
export class Clock {
  readonly #now: number;

  constructor(now: Date) {
    this.#now = now.getTime();
  }

  /** A time so many days ago, with seconds and zone as platforms write it. */
  ago(days: number): string {
    return new Date(this.#now - days * dayMs).toISOString().replace(/\.\d+Z$/, "Z");
  }

  /** The day so many days from now; negative = before. */
  day(days: number): string {
    return new Date(this.#now + days * dayMs).toISOString().slice(0, 10);
  }
}
