import { resolveContact } from "../core/contacts.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Contact } from "../model/contact.ts";
import type { TrackerProbe } from "../tracker/tracker.ts";
import type { Context } from "./context.ts";

export interface TrackerDiagnosis {
  name: string;
  probe: TrackerProbe;
  /** Who may be asked something there and cannot see its issues. */
  absentees: Contact[];
}

/** Tries each tracker these systems write to, once; `null` stands for systems without one. @throws interrupted */
export async function diagnoseTrackers(context: Context, systems: readonly SystemConfig[]): Promise<(TrackerDiagnosis | null)[]> {
  const byTracker = Map.groupBy(systems, (system) => context.tracker(system));
  return Promise.all(
    [...byTracker].map(async ([tracker, audited]) => {
      if (!tracker) return null;
      const probe = await tracker.probe(context.signal);
      const absentees = probe.ok ? await tracker.absentees(askable(context, audited), context.signal) : [];
      return { name: tracker.name, probe, absentees };
    }),
  );
}

/** The auditor, the manager and the deputy, and everybody the roster gives a seat on one of these systems. */
function askable(context: Context, audited: readonly SystemConfig[]): Contact[] {
  const { people } = context.config;
  const named = [people.auditor, people.opsManager, ...(people.deputy ? [people.deputy] : [])];
  const seated = context.roster.people.filter((person) =>
    audited.some((system) => context.platform(system.platform).expectation(person, system) !== null),
  );
  const known = seated.flatMap(({ email }) => (email ? [{ email, name: null, gitlab: null, slack: null }] : []));
  return [...named, ...known].map((contact) => resolveContact(contact, context.roster));
}
