/** Which write to hold: the first is 1; 0 only counts. `before` it is done, or `after`, with the answer not given. */
export interface HoldOrder {
  nth: number;
  when: "before" | "after";
}

/**
 * Stops the world at one write to any of the servers, so that whoever wrote can be killed just there. Whatever is not a GET counts as
 * one: nobody has to know which of them change something.
 */
export class Hold {
  #order: HoldOrder | null = null;
  #count = 0;
  #reached = Promise.withResolvers<void>();

  arm(order: HoldOrder): void {
    this.#order = order;
    this.#count = 0;
    this.#reached = Promise.withResolvers<void>();
  }

  /** @returns how many writes there were */
  release(): number {
    this.#order = null;
    return this.#count;
  }

  /** Counts one write. @returns whether to hold it, and when */
  take(): HoldOrder["when"] | null {
    if (!this.#order) return null;
    this.#count += 1;
    return this.#count === this.#order.nth ? this.#order.when : null;
  }

  /** The write is held now. */
  reach(): void {
    this.#reached.resolve();
  }

  /** Ends when the write is held. */
  reached(): Promise<void> {
    return this.#reached.promise;
  }
}
