import { type FactSources, unreadOf } from "../model/fact.ts";
import type { Scene } from "../model/scene.ts";
import type { Check } from "./check.ts";

/** A source a check needs and nobody could look at. */
export interface Unread {
  name: string;
  reason: string;
}

/** What a check cannot see: without `all` it cannot run, without `each` it runs on the rest. */
export interface Blind {
  all: Unread[];
  each: Unread[];
}

export function blindOf(check: Check, scene: Scene): Blind {
  const facts = check.needs.map((need) => scene.facts[need]).filter((fact) => fact !== undefined);
  return { all: blindTo(facts, "all", scene), each: blindTo(facts, "each", scene) };
}

function blindTo(facts: readonly FactSources[], mode: FactSources["mode"], { sources }: Scene): Unread[] {
  const names = new Set(facts.filter((fact) => fact.mode === mode).flatMap((fact) => unreadOf(fact, sources)));
  const reasonOf = (name: string) => sources.find((one) => one.name === name)?.reason;
  return [...names].map((name) => ({ name, reason: reasonOf(name) ?? "it was not asked for" }));
}

/** "users could not be read: 403, an admin's token is needed". */
export function unreadSentence({ name, reason }: Unread): string {
  return `${name} could not be read: ${reason}`;
}
