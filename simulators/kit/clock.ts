/**
 * The time all simulators tell. It is the machine's until somebody sets it; then it stands still until it is set again, so that
 * everything of one moment has one time. Limits are about real seconds, and never ask it.
 */
export class SharedClock {
  #set: number | null = null;

  now(): Date {
    return new Date(this.#set ?? Date.now());
  }

  /** @param to ISO 8601 @throws for what is no time, and for one before the time it was set to: nothing that was told may come again */
  set(to: string): void {
    const at = Date.parse(to);
    if (Number.isNaN(at)) throw new Error(`${to} is no time`);
    if (this.#set !== null && at < this.#set)
      throw new Error(`it is ${this.now().toISOString()} already: the clock is only set forward`);
    this.#set = at;
  }
}
