import type { Context } from "../operations/context.ts";
import { visibleSystems } from "./sign-in/roles.ts";
import type { Who } from "./who.ts";

/**
 * What a request works with, as far as whoever asks may see: systems that are not visible to them are not there, nor what is accepted
 * on them. Every call is answered from this, so none can forget to look.
 */
export function seenBy(who: Who, context: Context): Context {
  const systems = visibleSystems(who, context.config);
  if (systems.length === context.config.systems.length) return context;
  const seen = new Set(systems.map(({ id }) => id));
  return {
    ...context,
    config: { ...context.config, systems },
    exemptions: context.exemptions.filter(({ system }) => system === null || seen.has(system)),
    knownGaps: context.knownGaps.filter(({ system }) => seen.has(system)),
  };
}
