import type { Account, Licence } from "../model/account.ts";
import type { BoughtSeats, SeatsConfig } from "../model/config.ts";
import { compareText } from "../model/json.ts";
import { daysBetween } from "../model/period.ts";
import type { IdleSeats, SeatType, SeatUse } from "../model/seats.ts";

export interface SeatsInput {
  /** `null` where not all of them could be read: then nothing is known of the seats used. */
  accounts: readonly Account[] | null;
  /** `null` where the configuration does not say what was bought. */
  bought: SeatsConfig | null;
  /** What the platform itself says of them. The configuration's number of a type goes before the platform's. */
  licences?: readonly Licence[];
  /** Class → class whose seats it takes. */
  seatTypes: Readonly<Record<string, string>>;
  /** Whether the platform told who is suspended, and when accounts were signed in to. */
  tells: { suspension: boolean; signIn: boolean };
  /** ISO 8601. */
  now: string;
  /** Days without sign-in, and days a new account is given for its first. */
  after: { inactive: number; neverSignedIn: number };
}

export interface CountedSeats {
  types: SeatType[];
  total: SeatUse;
}

/** Seats bought beside seats used, by type. Pure. What is not known is `null`, and so is every sum it is part of. */
export function countSeats(input: SeatsInput): CountedSeats {
  const bought = input.bought?.types ?? {};
  const told = boughtOf(input.licences ?? []);
  const holders = input.accounts && holdersByType(input.accounts, { bought, seatTypes: input.seatTypes });
  const others = [...new Set([...told.keys(), ...(holders?.keys() ?? [])])].filter((type) => !Object.hasOwn(bought, type));
  const types = [...Object.keys(bought), ...others.sort(compareText)].map((type) =>
    seatType(type, {
      bought: own(bought, type)?.bought ?? told.get(type) ?? null,
      monthlyCost: own(bought, type)?.monthlyCost ?? null,
      holders: holders && (holders.get(type) ?? []),
      input,
    }),
  );
  return { types, total: totalOf(types, holders !== null) };
}

/**
 * Seats by the platform's licences: given out and to be given out, together. Licences of one name, told apart by their add-ons, give
 * out of one stock, so what is left of it counts once. `null` where it has no limit, or no number was given.
 */
function boughtOf(licences: readonly Licence[]): Map<string, number | null> {
  return new Map(
    [...Map.groupBy(licences, ({ name }) => name)].map(([name, alike]) => {
      const used = alike.reduce<number | null>((so, one) => plus(so, one.used), 0);
      const free = alike.some((one) => one.free === null) ? null : Math.max(...alike.map((one) => one.free ?? 0));
      return [name, plus(used, free)];
    }),
  );
}

/** A seat the configuration names is the account's own class; else its licence's; else the one its class shares; without a seat it is nobody's. */
function holdersByType(
  accounts: readonly Account[],
  of: { bought: SeatsConfig["types"]; seatTypes: SeatsInput["seatTypes"] },
): Map<string, Account[]> {
  const holders = new Map<string, Account[]>();
  for (const account of accounts) {
    const isNamed = Object.hasOwn(of.bought, account.class);
    if (account.kind === "shared" || !(isNamed || (account.seated && account.licence !== null))) continue;
    const type = isNamed ? account.class : (account.licence ?? own(of.seatTypes, account.class) ?? account.class);
    const list = holders.get(type);
    if (list) list.push(account);
    else holders.set(type, [account]);
  }
  return holders;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function seatType(type: string, of: BoughtSeats & { holders: readonly Account[] | null; input: SeatsInput }): SeatType {
  const { bought, monthlyCost } = of;
  const used = of.holders?.length ?? null;
  const { idle, no_signal } = of.holders ? idleOf(of.holders, of.input) : nothingKnown;
  const free = plus(bought, used === null ? null : -used);
  // A seat used beyond those bought costs nothing here: giving up an idle one only ends the excess.
  const spare = free === null || idle.seats === null ? null : Math.max(0, Math.min(free + idle.seats, bought ?? 0));
  return {
    type,
    bought,
    used,
    free,
    idle,
    no_signal,
    monthly_cost: monthlyCost,
    cost_a_month: times(bought, monthlyCost),
    could_be_saved: times(spare, monthlyCost),
  };
}

const nothingKnown = {
  idle: { suspended: null, never_signed_in: null, inactive: null, seats: null },
  no_signal: null,
} as const satisfies { idle: IdleSeats; no_signal: null };

type Use = "suspended" | "never_signed_in" | "inactive" | "in use" | "no signal";

function idleOf(holders: readonly Account[], input: SeatsInput): { idle: IdleSeats; no_signal: number } {
  const uses = holders.map((account) => useOf(account, input));
  const count = (use: Use) => uses.filter((one) => one === use).length;
  const { suspension, signIn } = input.tells;
  const suspended = suspension ? count("suspended") : null;
  const never = signIn ? count("never_signed_in") : null;
  const inactive = signIn ? count("inactive") : null;
  const seats = suspension || signIn ? (suspended ?? 0) + (never ?? 0) + (inactive ?? 0) : null;
  return { idle: { suspended, never_signed_in: never, inactive, seats }, no_signal: count("no signal") };
}

/** As `inactive-account` and `never-signed-in` judge it: a new account is given its days. */
function useOf({ suspended, lastSignIn, createdAt }: Account, { tells, now, after }: SeatsInput): Use {
  if (tells.suspension && suspended === true) return "suspended";
  if (!tells.signIn || lastSignIn === null) return "no signal";
  if (lastSignIn !== "never") return isOlder(lastSignIn, after.inactive, now) ? "inactive" : "in use";
  if (createdAt === null) return "no signal";
  return isOlder(createdAt, after.neverSignedIn, now) ? "never_signed_in" : "in use";
}

function isOlder(time: string, days: number, now: string): boolean {
  return Date.parse(now) - Date.parse(time) > days * 86_400_000;
}

function totalOf(types: readonly SeatType[], isRead: boolean): SeatUse {
  const sum = (of: (type: SeatType) => number | null) => types.reduce<number | null>((so, type) => plus(so, of(type)), 0);
  const isNone = types.length === 0;
  const idle = (of: keyof IdleSeats) => (isRead ? sum((type) => type.idle[of]) : null);
  return {
    bought: isNone ? null : sum(({ bought }) => bought),
    used: isRead ? sum(({ used }) => used) : null,
    idle: {
      suspended: idle("suspended"),
      never_signed_in: idle("never_signed_in"),
      inactive: idle("inactive"),
      seats: idle("seats"),
    },
    no_signal: isRead ? sum(({ no_signal }) => no_signal) : null,
    cost_a_month: isNone ? null : sum(({ cost_a_month }) => cost_a_month),
    could_be_saved: isNone ? null : sum(({ could_be_saved }) => could_be_saved),
  };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : cents(a + b);
}

function times(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : cents(a * b);
}

/** 3 × 19.9 is 59.7, not 59.699999999999996. */
function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** Days from today to the renewal, both YYYY-MM-DD. */
export function daysToRenewal(bought: SeatsConfig | null, today: string): number | null {
  return bought?.renews ? daysBetween(today, bought.renews) : null;
}
