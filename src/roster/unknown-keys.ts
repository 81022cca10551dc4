import { didYouMean } from "../core/did-you-mean.ts";
import type { Place } from "../model/person.ts";

interface Sighting {
  first: Place;
  count: number;
  near: string | null;
}

/** Keys this version does not know: kept with the person, and said once a name, not once a person. */
export class UnknownKeys {
  readonly #seen = new Map<string, Sighting>();
  readonly #used: ReadonlySet<string>;

  /** `used` are top-level keys that some system of the configuration reads. */
  constructor(used: Iterable<string> = []) {
    this.#used = new Set(used);
  }

  /** `name` is the dotted path without names of its own: `zendesk.*.rolle`. `known` are the keys expected beside it. */
  note(name: string, { place, known }: { place: Place; known: readonly string[] }): void {
    if (this.#used.has(name)) return;
    const seen = this.#seen.get(name);
    if (seen) seen.count += 1;
    else this.#seen.set(name, { first: place, count: 1, near: didYouMean(name.slice(name.lastIndexOf(".") + 1), known) });
  }

  warnings(): string[] {
    return [...this.#seen].map(([name, { first, count, near }]) => {
      const places = count === 1 ? "" : `, and in ${count - 1} more`;
      const hint = near ? `: did you mean ${near}?` : "";
      return `${first.file}:${first.line}: unknown key ${JSON.stringify(name)} kept but not used${places}${hint}`;
    });
  }
}
