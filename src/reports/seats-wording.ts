import type { SeatType, SystemSeats } from "../model/seats.ts";
import { counted, grouped } from "./wording.ts";

/** What stands for a number nobody knows. Never 0. */
export const unknown = "not known";

export function knownText(count: number | null, without: string = unknown): string {
  return count === null ? without : grouped(count);
}

/** "USD 6,900", "USD 59.70"; whole amounts without cents. */
export function amountText(amount: number | null, currency: string | null, without: string = unknown): string {
  if (amount === null || currency === null) return without;
  const digits = Number.isInteger(amount) ? 0 : 2;
  return `${currency} ${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

export function renewalText({ renews, days_to_renewal: days }: SystemSeats): string | null {
  if (renews === null || days === null) return null;
  if (days === 0) return `Renews today, ${renews}.`;
  const distance = counted(Math.abs(days), "day");
  return days > 0 ? `Renews on ${renews}, in ${distance}.` : `Was to renew on ${renews}, ${distance} ago: correct seats.renews.`;
}

/** The seats of a system in one line, for the Notes and below the table: "full 109 of 120 bought, 4 idle (…), USD 460 of …". */
export function seatsSentence(seats: SystemSeats): string {
  if (seats.reason !== null) {
    const bought = seats.types.map((type) => `${type.type} ${knownText(type.bought)} bought`);
    return `Seats: ${[...bought, `used ${unknown}`].join(", ")}.`;
  }
  const types = seats.types.map((type) => typeText(type, seats.currency));
  const days = seats.days_to_renewal;
  const renewal = days === null ? [] : [days < 0 ? "renewal is past" : `renews in ${counted(days, "day")}`];
  return `Seats: ${[...(types.length > 0 ? types : ["none used"]), ...renewal].join("; ")}.`;
}

function typeText(seat: SeatType, currency: string | null): string {
  const { type, cost_a_month: cost, could_be_saved: saved } = seat;
  const money = amountText(cost, currency);
  const saving =
    saved === null ? `${money} a month` : `${atLeast(seat)}${amountText(saved, currency)} of ${money} a month could be saved`;
  return [`${type} ${usedText(seat)}`, idleText(seat), ...(cost === null ? [] : [saving])].join(", ");
}

function usedText({ bought, used, free }: SeatType): string {
  if (bought === null) return `${knownText(used)} used, bought ${unknown}`;
  const excess = free !== null && free < 0 ? ` (${grouped(-free)} more than that)` : "";
  return `${knownText(used)} of ${grouped(bought)} bought${excess}`;
}

function idleText(seat: SeatType): string {
  const { idle, no_signal } = seat;
  if (idle.seats === null) return `idle ${unknown}`;
  const kinds: [string, number | null][] = [
    ["suspended", idle.suspended],
    ["never signed in", idle.never_signed_in],
    ["inactive", idle.inactive],
  ];
  const listed = kinds.filter(([, count]) => count !== 0).map(([name, count]) => `${name} ${knownText(count)}`);
  if (no_signal) listed.push(`no signal ${grouped(no_signal)}`);
  return `${atLeast(seat)}${grouped(idle.seats)} idle${listed.length > 0 ? ` (${listed.join(", ")})` : ""}`;
}

/** Where some gave no signal, what was counted is not all there is. */
function atLeast({ no_signal }: SeatType): string {
  return no_signal ? "at least " : "";
}
