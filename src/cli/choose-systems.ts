import { didYouMean } from "../core/did-you-mean.ts";
import type { SystemConfig } from "../model/config.ts";
import { usageError } from "../model/errors.ts";

/**
 * The systems a command names, in the order of the configuration; none named = all.
 * @throws usage error for a name the configuration does not have
 */
export function chooseSystems(names: readonly string[], systems: readonly SystemConfig[]): SystemConfig[] {
  const known = systems.map(({ id }) => id);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = didYouMean(name, known);
    throw usageError(
      `there is no system "${name}" in rollcall.yaml`,
      near ? `did you mean ${near}?` : `it has: ${known.join(", ")}`,
    );
  }
  return names.length === 0 ? [...systems] : systems.filter(({ id }) => names.includes(id));
}
