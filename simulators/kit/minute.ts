/** Counts requests in fixed minutes of the clock, as the platforms' limits do. */
export class Minute {
  #window = 0;
  #used = 0;

  /** Counts one request. @returns how many the minute has had, and the seconds until the next */
  count(now: number): { used: number; endsIn: number } {
    const window = Math.floor(now / 60_000);
    if (window !== this.#window) this.#used = 0;
    this.#window = window;
    this.#used += 1;
    return { used: this.#used, endsIn: Math.ceil(((window + 1) * 60_000 - now) / 1000) };
  }

  /** As if somebody else had asked. */
  use(requests: number): void {
    this.#used += requests;
  }
}
