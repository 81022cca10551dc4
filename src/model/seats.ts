import type { AuditStatus } from "./report.ts";

/** Seats nobody uses, each counted once, by the first that holds. `null` = the platform gives no signal. */
export interface IdleSeats {
  suspended: number | null;
  never_signed_in: number | null;
  inactive: number | null;
  /** Of those that are known; `null` where none is. */
  seats: number | null;
}

/** Seats of one type, or all of a system. Nothing here is 0 for want of knowledge: that is `null`. */
export interface SeatUse {
  bought: number | null;
  used: number | null;
  idle: IdleSeats;
  /** Used seats of which it is not known whether anybody uses them: `idle` and what could be saved are at least as given. */
  no_signal: number | null;
  /** What the bought seats cost a month. */
  cost_a_month: number | null;
  /** What the free and the idle ones of them cost a month. */
  could_be_saved: number | null;
}

export interface SeatType extends SeatUse {
  type: string;
  /** Bought and taken by nobody; negative where more are used than were bought. Of types only: one's free seats are no other's. */
  free: number | null;
  /** Of one seat. */
  monthly_cost: number | null;
}

/** The seats of one system. */
export interface SystemSeats {
  system: string;
  name: string;
  platform: string;
  /** Of the reading: without all of it no number of used seats stands here. */
  status: AuditStatus;
  /** Why seats used are not known, where they are not. */
  reason: string | null;
  currency: string | null;
  renews: string | null;
  /** Negative where the day is past. */
  days_to_renewal: number | null;
  /** Days without sign-in after which a seat counts as inactive, and days a new account is given for its first. */
  inactive_after: number;
  never_signed_in_after: number;
  /** Those bought in the order of the configuration, then others that are used. */
  types: SeatType[];
  total: SeatUse;
}

/** `rollcall.seats/1`: what `rollcall seats` reports. */
export interface SeatsReport {
  schema: "rollcall.seats/1";
  organization: string;
  generated_at: string;
  systems: SystemSeats[];
}
