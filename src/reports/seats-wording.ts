import type { SystemSeats } from "../model/seats.ts";
import { grouped } from "./wording.ts";

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
  const distance = `${grouped(Math.abs(days))} day${Math.abs(days) === 1 ? "" : "s"}`;
  return days > 0 ? `Renews on ${renews}, in ${distance}.` : `Was to renew on ${renews}, ${distance} ago: correct seats.renews.`;
}

/** The seats of a system in one line, for the Notes and below the table: "103 of 120 bought are used (full 103); 4 idle; …". */
export function seatsSentence(seats: SystemSeats): string {
  const { total, currency, reason } = seats;
  if (reason !== null)
    return `Seats: ${knownText(total.bought)}${total.bought === null ? " how many were" : ""} bought; used ${unknown}.`;
  const parts = [usedPart(seats), idlePart(seats)];
  if (total.cost_a_month !== null) parts.push(`cost ${amountText(total.cost_a_month, currency)} a month`);
  if (total.could_be_saved !== null) {
    parts.push(`${atLeast(seats)}${amountText(total.could_be_saved, currency)} a month could be saved`);
  }
  return `Seats: ${parts.join("; ")}.`;
}

function usedPart({ total, types }: SystemSeats): string {
  const used = types.map(({ type, used: count }) => `${type} ${knownText(count)}`).join(", ");
  const of = total.bought === null ? `${knownText(total.used)} used, bought ${unknown}` : usedOf(total.used ?? 0, total.bought);
  return used === "" ? of : `${of} (${used})`;
}

function usedOf(used: number, bought: number): string {
  if (used <= bought) return `${grouped(used)} of ${grouped(bought)} bought are used`;
  return `${grouped(used)} used, ${grouped(used - bought)} more than the ${grouped(bought)} bought`;
}

function idlePart(seats: SystemSeats): string {
  const { idle, no_signal } = seats.total;
  if (idle.seats === null) return `idle ${unknown}`;
  const kinds: [string, number | null][] = [
    ["suspended", idle.suspended],
    ["never signed in", idle.never_signed_in],
    ["inactive", idle.inactive],
  ];
  const listed = kinds.map(([name, count]) => `${name} ${knownText(count)}`).join(", ");
  const silent = no_signal ? `; of ${grouped(no_signal)} nothing is known` : "";
  return `${atLeast(seats)}${grouped(idle.seats)} idle (${listed}${silent})`;
}

/** Where some gave no signal, what was counted is not all there is. */
function atLeast({ total }: SystemSeats): string {
  return total.no_signal ? "at least " : "";
}
