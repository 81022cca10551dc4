import { didYouMean } from "../../core/did-you-mean.ts";
import { nameKey } from "../../core/people.ts";
import { configurationError, type RollcallError } from "../../model/errors.ts";
import type { GroupRow } from "./shapes.ts";

/** A name that two groups have, or none, is for the operator to settle: to guess would be to audit the wrong one. */
const mostNamed = 5;

/** Looks for the configured group among those that are seen, and remembers no more of them than it takes to say what is wrong. */
export class GroupSearch {
  readonly #wanted: string;
  #byId: GroupRow | null = null;
  #exact: GroupRow[] = [];
  #alike: GroupRow[] = [];
  #gone: GroupRow[] = [];
  #near: string | null = null;
  #seen = 0;

  /** @param wanted name or id */
  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  see(group: GroupRow): void {
    this.#seen += 1;
    const { id, name, state } = group;
    const isGone = state === "DELETED" || state === "INACTIVE";
    if (id === this.#wanted || (name != null && nameKey(name) === nameKey(this.#wanted))) {
      if (isGone) keep(this.#gone, group);
      else if (id === this.#wanted) this.#byId = group;
      else keep(name === this.#wanted ? this.#exact : this.#alike, group);
    } else if (!isGone && name != null) this.#near ??= didYouMean(this.#wanted, [name]);
  }

  /** @throws configuration error where none is the one, or more than one could be */
  found(): GroupRow {
    if (this.#byId) return this.#byId;
    const candidates = this.#exact.length > 0 ? this.#exact : this.#alike;
    const [only, ...others] = candidates;
    if (only && others.length === 0) return only;
    throw only ? this.#ambiguous(candidates) : this.#none();
  }

  #ambiguous(candidates: readonly GroupRow[]): RollcallError {
    const ids = candidates.map(({ id }) => id).sort();
    return configurationError(
      `more than one group is named ${JSON.stringify(this.#wanted)}: ${ids.join(", ")}`,
      "set group: of this system to the id of the one that is meant",
    );
  }

  #none(): RollcallError {
    const wanted = JSON.stringify(this.#wanted);
    const [gone] = this.#gone;
    if (gone)
      return configurationError(`group ${wanted} is ${gone.state?.toLowerCase()} in 1Password`, "set group: to one in use");
    const hint = this.#near === null ? "" : `: did you mean ${JSON.stringify(this.#near)}?`;
    return configurationError(
      `no group ${wanted} among the ${this.#seen} that can be seen${hint}`,
      "check group: of this system, its name or id; whoever reads must be able to see the group, and be signed in to the right account",
    );
  }
}

function keep(list: GroupRow[], group: GroupRow): void {
  if (list.length < mostNamed) list.push(group);
}
