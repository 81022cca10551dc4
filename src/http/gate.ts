import { interruptedError, laterError, type RollcallError } from "../model/errors.ts";
import type { Budget, Pacer, Ticket } from "./budget.ts";
import type { Clock } from "./clock.ts";

interface Waiter {
  admit(ticket: Ticket): void;
  refuse(error: RollcallError): void;
  deadlineAt: number;
}

/** Where requests wait for their turn, first come first served: so many at once, and no faster than the pacer allows. */
export class Gate {
  readonly #pacer: Pacer;
  readonly #name: string;
  readonly #concurrency: number;
  readonly #clock: Clock;
  readonly #queue = new Set<Waiter>();
  #active = 0;
  #alarm: { at: number; stop: AbortController } | null = null;

  constructor(pacer: Pacer, options: { name: string; concurrency: number; clock: Clock }) {
    this.#pacer = pacer;
    this.#name = options.name;
    this.#concurrency = options.concurrency;
    this.#clock = options.clock;
  }

  /**
   * Resolves when the request may be sent; each ticket is given back by exactly one of the methods below.
   * @throws later error where its turn would come after the deadline; interrupted error
   */
  enter(signal: AbortSignal, deadlineAt: number): Promise<Ticket> {
    if (signal.aborted) return Promise.reject(interruptedError());
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener("abort", stop);
        this.#queue.delete(waiter);
      };
      const stop = () => waiter.refuse(interruptedError());
      const waiter: Waiter = {
        deadlineAt,
        admit: (ticket) => {
          leave();
          resolve(ticket);
        },
        refuse: (error) => {
          leave();
          reject(error);
          if (this.#queue.size === 0) this.#setAlarm(null);
        },
      };
      signal.addEventListener("abort", stop, { once: true });
      this.#queue.add(waiter);
      this.#pump();
    });
  }

  answered(ticket: Ticket, budget: Budget | null): void {
    this.#pacer.answered(ticket, { budget, now: this.#clock.now() });
    this.#release();
  }

  lost(): void {
    this.#pacer.lost();
    this.#release();
  }

  unsent(): void {
    this.#pacer.unsent();
    this.#release();
  }

  /** After a 429: gives the ticket back, and nothing goes before `until`. */
  throttled(until: number): void {
    this.#pacer.lost();
    this.#pacer.pause(until);
    this.#release();
  }

  #release(): void {
    this.#active -= 1;
    this.#pump();
  }

  #pump(): void {
    for (const waiter of this.#queue) {
      if (this.#active >= this.#concurrency) return;
      const admission = this.#pacer.admit(this.#clock.now());
      if ("until" in admission) {
        this.#wait(admission.until);
        return;
      }
      this.#active += 1;
      waiter.admit(admission.ticket);
    }
    this.#setAlarm(null);
  }

  #wait(until: number | null): void {
    if (until !== null) {
      for (const waiter of [...this.#queue])
        if (waiter.deadlineAt < until) waiter.refuse(tooLate(`${this.#name}: its request limit is used up`, until));
    }
    this.#setAlarm(this.#queue.size > 0 ? until : null);
  }

  #setAlarm(at: number | null): void {
    if (this.#alarm?.at === at) return;
    this.#alarm?.stop.abort();
    this.#alarm = null;
    if (at === null) return;
    const alarm = { at, stop: new AbortController() };
    this.#alarm = alarm;
    const ring = () => {
      if (this.#alarm !== alarm) return;
      this.#alarm = null;
      this.#pump();
    };
    // Rejects only where the alarm was called off.
    this.#clock.sleep(at - this.#clock.now(), alarm.stop.signal).then(ring, () => {});
  }
}

/** What is said where the other side wants more patience than we have. @param why begins the message */
export function tooLate(why: string, until: number): RollcallError {
  const time = new Date(until).toISOString().replace(/\.\d+Z$/, "Z");
  return laterError(`${why}: no more requests before ${time}, later than this run may wait`, `run again after ${time}`);
}
