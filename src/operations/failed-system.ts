import { countSeats, daysToRenewal } from "../core/seats.ts";
import type { SystemConfig } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import { dayIn } from "../model/period.ts";
import type { AuditView } from "../model/report.ts";
import type { SystemSeats } from "../model/seats.ts";
import type { Context } from "./context.ts";
import { limitOf } from "./derive-seats.ts";
import { sentenceOf } from "./fault.ts";

/** Under this name the ledger says what stopped a system before its sources could be told. */
const ourselves = "rollcall";

/** The audit of a system that could not be read or judged at all: failed, with the reason, and nothing that looks like a result. */
export function failedView(system: SystemConfig, fault: RollcallError): AuditView {
  const nothing = { rows: 0, expected: null, requests: 0, sha256: null };
  return {
    name: system.name,
    audit: {
      system: system.id,
      platform: system.platform,
      status: "failed",
      sources: [{ name: ourselves, status: "failed", ...nothing, reason: sentenceOf(fault) }],
      counts: {},
      state: "draft",
      checks: [],
      findings: [],
      resolved: [],
      issue: null,
    },
    tables: [],
    accounts: [],
    seats: null,
    warnings: [],
  };
}

/** The seats of such a system: what was bought, and of the rest nothing. */
export function unknownSeats(
  { config, now }: Pick<Context, "config" | "now">,
  system: SystemConfig,
  fault: RollcallError,
): SystemSeats {
  const after = { inactive: limitOf("inactive-account", config), neverSignedIn: limitOf("never-signed-in", config) };
  return {
    system: system.id,
    name: system.name,
    platform: system.platform,
    status: "failed",
    reason: sentenceOf(fault),
    currency: system.seats?.currency ?? null,
    renews: system.seats?.renews ?? null,
    days_to_renewal: daysToRenewal(system.seats, dayIn(now, config.timeZone)),
    inactive_after: after.inactive,
    never_signed_in_after: after.neverSignedIn,
    ...countSeats({
      accounts: null,
      bought: system.seats,
      seatTypes: {},
      tells: { suspension: false, signIn: false },
      now,
      after,
    }),
  };
}
