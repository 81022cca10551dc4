import { type Person, rosterAt } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";

/** "in the roster (roster/dana.yaml:12)": the exact place a person would edit. */
export function inRoster(scene: Scene, person: Person, path: string): string {
  const at = rosterAt(scene.roster, person, path);
  return at === null ? "in the roster" : `in the roster (${at.slice(0, at.lastIndexOf("@"))})`;
}

/** What to call a person in a sentence. */
export function whoIs(person: Person): string {
  const { name, email, id } = person;
  return name !== null && email !== null ? `${name} <${email}>` : (name ?? email ?? id);
}

/** "A", "A and B", "A, B and C". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The day of a time, for a sentence. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
