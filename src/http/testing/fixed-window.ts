import { Pacer, type Ticket } from "../budget.ts";

const windowMs = 60_000;

/** How a platform counts, and what it tells. */
export interface World {
  limit: number;
  rate: number;
  concurrency: number;
  /** Windows at whole minutes + phase; or from the first request after the last one ended. */
  windows: "aligned" | "from-first-request";
  phaseMs: number;
  tells: "seconds-up" | "seconds-down" | "epoch" | "nothing";
  /** One way, 0 ≤ x < 1 gives a share of it. */
  latencyMs: number;
  /** How often others take one request of the same budget; `null` = never. */
  othersEveryMs: number | null;
  random(): number;
}

export interface Outcome {
  refused: number;
  served: number;
  /** What we took of each window that began and ended within the run. */
  perWindow: number[];
}

interface Event {
  at: number;
  act(): void;
}

/** Runs a client that always has more to ask against a platform with a fixed window, in virtual time. */
export function runWorld(world: World, durationMs: number): Outcome {
  return new Run(world).until(durationMs);
}

class Run {
  readonly #world: World;
  readonly #pacer: Pacer;
  readonly #server: Server;
  readonly #events: Event[] = [];
  #now = 1_790_000_000_000;
  #active = 0;
  #alarmAt: number | null = null;

  constructor(world: World) {
    this.#world = world;
    this.#pacer = new Pacer(world.rate);
    this.#server = new Server(world);
  }

  until(durationMs: number): Outcome {
    const end = this.#now + durationMs;
    this.#in(0, () => this.#others());
    this.#in(0, () => this.#pump());
    for (let event = this.#events.shift(); event && event.at < end; event = this.#events.shift()) {
      this.#now = event.at;
      event.act();
    }
    return { refused: this.#server.refused, served: this.#server.served, perWindow: this.#server.whole() };
  }

  #in(ms: number, act: () => void): void {
    const at = this.#now + ms;
    const index = this.#events.findIndex((event) => event.at > at);
    this.#events.splice(index < 0 ? this.#events.length : index, 0, { at, act });
  }

  #pump(): void {
    while (this.#active < this.#world.concurrency) {
      const admission = this.#pacer.admit(this.#now);
      if ("until" in admission) {
        this.#setAlarm(admission.until);
        return;
      }
      this.#send(admission.ticket);
    }
  }

  #setAlarm(at: number | null): void {
    if (at === null || at === this.#alarmAt) return;
    this.#alarmAt = at;
    this.#in(at - this.#now, () => this.#pump());
  }

  #send(ticket: Ticket): void {
    this.#active += 1;
    this.#in(this.#oneWay(), () => {
      const answer = this.#server.take(this.#now, "ours");
      this.#in(this.#oneWay(), () => this.#receive(ticket, answer));
    });
  }

  #receive(ticket: Ticket, answer: Taken | null): void {
    const now = this.#now;
    this.#active -= 1;
    if (answer) {
      const budget = { limit: this.#world.limit, remaining: answer.remaining, resetAt: answer.resetAt(now) };
      this.#pacer.answered(ticket, { budget, now });
    } else {
      this.#pacer.lost();
      this.#pacer.pause(now + windowMs);
    }
    this.#pump();
  }

  #others(): void {
    const every = this.#world.othersEveryMs;
    if (every === null) return;
    this.#server.take(this.#now, "others");
    this.#in(every, () => this.#others());
  }

  #oneWay(): number {
    return Math.ceil(this.#world.random() * this.#world.latencyMs) + 1;
  }
}

interface Taken {
  remaining: number;
  resetAt(now: number): number | null;
}

class Server {
  readonly #world: World;
  #endsAt = 0;
  #count = 0;
  #ours: number[] = [];
  refused = 0;
  served = 0;

  constructor(world: World) {
    this.#world = world;
  }

  take(now: number, who: "ours" | "others"): Taken | null {
    if (now >= this.#endsAt) this.#begin(now);
    if (this.#count >= this.#world.limit) {
      if (who === "ours") this.refused += 1;
      return null;
    }
    this.#count += 1;
    if (who === "ours") {
      this.served += 1;
      this.#ours[this.#ours.length - 1] = (this.#ours.at(-1) ?? 0) + 1;
    }
    const left = this.#endsAt - now;
    const remaining = this.#world.limit - this.#count;
    return { remaining, resetAt: this.#told(left, this.#endsAt) };
  }

  /** The first window may have begun before us, and the last one is not over. */
  whole(): number[] {
    return this.#ours.slice(1, -1);
  }

  #begin(now: number): void {
    const { windows, phaseMs } = this.#world;
    this.#endsAt = windows === "aligned" ? Math.floor((now - phaseMs) / windowMs + 1) * windowMs + phaseMs : now + windowMs;
    this.#count = 0;
    this.#ours.push(0);
  }

  #told(left: number, endsAt: number): (now: number) => number | null {
    switch (this.#world.tells) {
      case "seconds-up":
        return (now) => now + Math.ceil(left / 1000) * 1000;
      case "seconds-down":
        return (now) => now + Math.floor(left / 1000) * 1000;
      case "epoch":
        return () => Math.floor(endsAt / 1000) * 1000;
      case "nothing":
        return () => null;
    }
  }
}
