import { checks } from "../checks/index.ts";
import { unreadSentence } from "../checks/unread.ts";
import { countSeats, daysToRenewal } from "../core/seats.ts";
import type { Observed } from "../model/account.ts";
import type { Config, SystemConfig } from "../model/config.ts";
import { type FactSources, type Facts, isFactRead } from "../model/fact.ts";
import { dayIn } from "../model/period.ts";
import type { AuditStatus } from "../model/report.ts";
import type { SystemSeats } from "../model/seats.ts";
import { isRead, type Source } from "../model/source.ts";
import type { Context } from "./context.ts";

export type SeatsContext = Pick<Context, "platform" | "now"> & { config: Pick<Config, "checks" | "timeZone"> };

/** Accounts as they were read → the seats they take. Pure. Where not all could be read, it says so and no number is given. */
export function deriveSeats(
  context: SeatsContext,
  of: {
    system: SystemConfig;
    sources: readonly Source[];
    observed: Pick<Observed, "accounts" | "licences">;
    status: AuditStatus;
  },
): SystemSeats {
  const { system, sources, observed, status } = of;
  const { config, now } = context;
  const platform = context.platform(system.platform);
  const facts = platform.facts(system);
  const reason = whyUnknown(seatsFact(facts), sources);
  const after = { inactive: limitOf("inactive-account", config), neverSignedIn: limitOf("never-signed-in", config) };
  return {
    system: system.id,
    name: system.name,
    platform: platform.id,
    status,
    reason,
    currency: system.seats?.currency ?? null,
    renews: system.seats?.renews ?? null,
    days_to_renewal: daysToRenewal(system.seats, dayIn(now, config.timeZone)),
    inactive_after: after.inactive,
    never_signed_in_after: after.neverSignedIn,
    ...countSeats({
      accounts: reason === null ? observed.accounts : null,
      licences: reason === null ? (observed.licences ?? []) : [],
      bought: system.seats,
      seatTypes: platform.seatTypes ?? {},
      tells: { suspension: isFactRead(facts.suspension, sources), signIn: isFactRead(facts["sign-in"], sources) },
      now,
      after,
    }),
  };
}

function seatsFact(facts: Facts): FactSources | undefined {
  return facts.seats ?? facts.accounts;
}

/** Names of the sources that seats and their use rest on. */
export function sourcesOfSeats(facts: Facts): ReadonlySet<string> {
  const rests = [seatsFact(facts), facts.suspension, facts["sign-in"]];
  return new Set(rests.flatMap((fact) => fact?.sources ?? []));
}

function whyUnknown(fact: FactSources | undefined, sources: readonly Source[]): string | null {
  if (!fact) return "this platform has no seats";
  const unread = fact.sources.flatMap((name) => {
    const source = sources.find((one) => one.name === name);
    return source && isRead(source) ? [] : [{ name, reason: source?.reason ?? "it was not asked for" }];
  });
  return unread.length === 0 ? null : unread.map(unreadSentence).join("; ");
}

/** Days of a check, as the configuration may override them. */
export function limitOf(id: string, config: SeatsContext["config"]): number {
  return config.checks[id]?.after ?? checks.find((check) => check.id === id)?.limits?.after ?? 0;
}
