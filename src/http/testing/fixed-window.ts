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
  const events: Event[] = [];
  const start = 1_790_000_000_000;
  const pacer = new Pacer(world.rate);
  const server = new Server(world);
  let now = start;
  let active = 0;
  let alarmAt: number | null = null;
  const at = (time: number, act: () => void) => {
    const index = events.findIndex((event) => event.at > time);
    events.splice(index < 0 ? events.length : index, 0, { at: time, act });
  };
  const oneWay = () => Math.ceil(world.random() * world.latencyMs) + 1;

  function pump(): void {
    while (active < world.concurrency) {
      const admission = pacer.admit(now);
      if ("ticket" in admission) {
        send(admission.ticket);
      } else {
        if (admission.until !== null && admission.until !== alarmAt) {
          alarmAt = admission.until;
          at(admission.until, pump);
        }
        return;
      }
    }
  }

  function send(ticket: Ticket): void {
    active += 1;
    at(now + oneWay(), () => {
      const answer = server.take(now, "ours");
      at(now + oneWay(), () => {
        active -= 1;
        if (answer) pacer.answered(ticket, { budget: { limit: world.limit, remaining: answer.remaining, resetAt: answer.resetAt(now) }, now });
        else {
          pacer.lost();
          pacer.pause(now + windowMs);
        }
        pump();
      });
    });
  }

  function others(): void {
    server.take(now, "others");
    at(now + (world.othersEveryMs ?? 0), others);
  }

  if (world.othersEveryMs !== null) at(now, others);
  at(now, pump);
  for (let event = events.shift(); event && event.at < start + durationMs; event = events.shift()) {
    now = event.at;
    event.act();
  }
  return { refused: server.refused, served: server.served, perWindow: server.whole() };
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

  take(now: number, who: "ours" | "others"): { remaining: number; resetAt(now: number): number | null } | null {
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
