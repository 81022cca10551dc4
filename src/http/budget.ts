/** What a platform says is left of the requests it allows in the window that runs now. */
export interface Budget {
  /** Requests in a window; `null` = not told. */
  limit: number | null;
  remaining: number;
  /** When the window ends, ms since the epoch; `null` = not told. */
  resetAt: number | null;
}

/** A request on its way. `order` tells whether it was sent before or after something was learned. */
export interface Ticket {
  readonly order: number;
}

/** Either the request may go, or not before `until` (`null`: not before another one has come back). */
export type Admission = { ticket: Ticket } | { until: number | null };

interface Window {
  /** What the platform allowed us at the window's beginning, as far as we know. It never grows within a window. */
  allowed: number;
  remaining: number;
  /** Our requests the platform has answered in this window. */
  used: number;
  resetAt: number;
  /** Whether the platform told `resetAt`, or we assume it. */
  told: boolean;
  startOrder: number;
  /** When `remaining` was learned: of answers that crossed on the way only a request sent later knows better. */
  toldOrder: number;
}

/** Where no reset is told: every platform we know counts by the minute. Counted from the first answer, so never too early. */
const assumedWindowMs = 60_000;
/** Resets are told in whole seconds, rounded either way. */
const resetMarginMs = 1000;
/** A told reset later than the known one by more than rounding and slow answers can explain belongs to the next window. */
const nextWindowMs = 5000;

/**
 * Keeps the requests of one client within its share of a platform's budget. Pure but for its own state: it takes the time, and
 * neither waits nor sends.
 *
 * A request may go when `used + in flight + 1 ≤ rate × min(allowed, remaining + used)`. What is in flight may or may not be in
 * `remaining` already; counting it in full is what makes a 429 by our own fault impossible. What others use shows as a smaller
 * `remaining` and shrinks the share. An answer that the next window counted, unknown to us, adds to `used` and takes nothing from
 * `remaining`: without `allowed` it would look like room for one more. At the start of a window a single request goes ahead, to learn what is left.
 */
export class Pacer {
  readonly #rate: number;
  #window: Window | null = null;
  #inFlight = 0;
  /** Sent, and no word of them: the platform may have counted them, or may still. */
  #lost = 0;
  #pausedUntil = 0;
  #order = 0;
  /** Answers to what was sent before this say nothing of the window to come. */
  #closedOrder = 0;
  #budgetSeen = false;
  /** The platform answers and tells no budget: nothing to keep to. */
  #unpaced = false;

  /** @param rate share of the budget, 0 < rate ≤ 1 */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** @param now ms since the epoch, never smaller than before */
  admit(now: number): Admission {
    if (now < this.#pausedUntil) return { until: this.#pausedUntil };
    const window = this.#current(now);
    if (!window) return this.#unpaced || this.#inFlight === 0 ? this.#go() : { until: null };
    const share = Math.floor(this.#rate * Math.min(window.allowed, window.remaining + window.used));
    if (window.used + this.#inFlight + this.#lost + 1 <= share) return this.#go();
    return { until: this.#inFlight > 0 ? null : endOf(window) };
  }

  /** The platform answered. `budget` is what the answer's headers said, `null` where they said nothing. */
  answered(ticket: Ticket, said: { budget: Budget | null; now: number }): void {
    this.#inFlight -= 1;
    if (said.budget) this.#learn(ticket, said.budget, said.now);
    else if (this.#window) this.#window.used += 1;
    else this.#unpaced = !this.#budgetSeen;
  }

  /** No answer, or one that does not tell whether it was counted. */
  lost(): void {
    this.#inFlight -= 1;
    this.#lost += 1;
  }

  /** Admitted, but never sent. */
  unsent(): void {
    this.#inFlight -= 1;
  }

  /** The platform said 429: nothing goes before `until`, and then one alone. */
  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#unpaced = false;
    this.#close();
  }

  #go(): Admission {
    this.#inFlight += 1;
    this.#order += 1;
    return { ticket: { order: this.#order } };
  }

  #current(now: number): Window | null {
    if (this.#window && now >= endOf(this.#window)) this.#close();
    return this.#window;
  }

  #close(): void {
    this.#window = null;
    this.#lost = 0;
    this.#order += 1;
    this.#closedOrder = this.#order;
  }

  #learn(ticket: Ticket, budget: Budget, now: number): void {
    this.#budgetSeen = true;
    this.#unpaced = false;
    const window = this.#current(now);
    if (!window) {
      if (ticket.order > this.#closedOrder) this.#open(budget, now);
    } else if (isNext(window, { ticket, budget, now })) {
      this.#open(budget, now);
    } else if (ticket.order < window.startOrder) {
      // It crossed the change of windows. Which one counted it is known only where the reset is told.
      if (budget.resetAt === null || budget.resetAt > window.resetAt - nextWindowMs) this.#lost += 1;
    } else {
      this.#narrow(window, budget);
    }
  }

  #open(budget: Budget, now: number): void {
    this.#order += 1;
    this.#lost = 0;
    this.#window = {
      allowed: budget.remaining + 1,
      remaining: budget.remaining,
      used: 1,
      resetAt: budget.resetAt ?? now + assumedWindowMs,
      told: budget.resetAt !== null,
      startOrder: this.#order,
      toldOrder: this.#order,
    };
  }

  #narrow(window: Window, budget: Budget): void {
    window.used += 1;
    if (budget.remaining < window.remaining) {
      this.#order += 1;
      window.remaining = budget.remaining;
      window.toldOrder = this.#order;
    }
    if (budget.resetAt === null) return;
    window.resetAt = window.told ? Math.min(window.resetAt, budget.resetAt) : budget.resetAt;
    window.told = true;
  }
}

function endOf(window: Window): number {
  return window.told ? window.resetAt + resetMarginMs : window.resetAt;
}

/** Whether an answer shows that the platform began a new window before we expected it. */
function isNext(window: Window, said: { ticket: Ticket; budget: Budget; now: number }): boolean {
  if (said.ticket.order < window.toldOrder) return false;
  const { resetAt, remaining } = said.budget;
  if (resetAt !== null && window.told) return resetAt > window.resetAt + nextWindowMs;
  // Within a window what is left never grows, seen by requests sent one after the other.
  return remaining > window.remaining && (!window.told || said.now >= window.resetAt - nextWindowMs);
}
