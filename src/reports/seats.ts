import type { SeatsReport, SeatType, SeatUse, SystemSeats } from "../model/seats.ts";
import { displayWidth, fitToWidth, wrapToWidth } from "./display-width.ts";
import { csvRecord } from "./escape-csv.ts";
import { escapedJson } from "./json.ts";
import { amountText, knownText, renewalText, seatsSentence, unknown } from "./seats-wording.ts";
import { type Line, piece, renderLines } from "./terminal-line.ts";
import { shortText } from "./text.ts";

/** `rollcall.seats/1`: keys in the order of the contract, `null` for what is not known. */
export function seatsJson({ schema, organization, generated_at, systems }: SeatsReport): string {
  return escapedJson({ schema, organization, generated_at, systems: systems.map(systemJson) });
}

function systemJson(from: SystemSeats): SystemSeats {
  const { system, name, platform, status, reason, currency, renews, days_to_renewal, inactive_after } = from;
  const { never_signed_in_after, types, total } = from;
  const head = { system, name, platform, status, reason, currency, renews, days_to_renewal, inactive_after };
  return { ...head, never_signed_in_after, types: types.map(typeJson), total: useJson(total) };
}

function typeJson({ type, monthly_cost, free, ...use }: SeatType): SeatType {
  return { type, monthly_cost, free, ...useJson(use) };
}

function useJson({ bought, used, idle, no_signal, cost_a_month, could_be_saved }: SeatUse): SeatUse {
  const { suspended, never_signed_in, inactive, seats } = idle;
  return { bought, used, idle: { suspended, never_signed_in, inactive, seats }, no_signal, cost_a_month, could_be_saved };
}

const columns = [
  ...["system", "name", "seat type", "bought", "used", "free", "idle", "suspended", "never signed in", "inactive", "no signal"],
  ...[
    "currency",
    "cost of one a month",
    "cost a month",
    "could be saved a month",
    "renews",
    "days to renewal",
    "reading",
    "reason",
  ],
];

/** A record a type; a system without any has one all the same. An empty field: not known. */
export function seatsCsv({ systems }: SeatsReport): string {
  const records = systems.flatMap((system) => {
    const types: (SeatType | null)[] = system.types.length > 0 ? system.types : [null];
    return types.map((type) => csvRecord(cells(system, type)));
  });
  return [csvRecord(columns), ...records].join("");
}

function cells(system: SystemSeats, seat: SeatType | null): (string | number | null)[] {
  const { idle, ...use } = seat ?? { ...system.total, type: null, free: null, monthly_cost: null };
  return [
    ...[system.system, system.name, use.type, use.bought, use.used, use.free],
    ...[idle.seats, idle.suspended, idle.never_signed_in, idle.inactive, use.no_signal],
    ...[system.currency, use.monthly_cost, use.cost_a_month, use.could_be_saved],
    ...[system.renews, system.days_to_renewal, system.status, system.reason],
  ];
}

/** What a person sees of `rollcall seats`: a table a system, and what is not known in words. */
export function seatsTable({ organization, generated_at, systems }: SeatsReport, to: { width: number; colour: boolean }): string {
  const head: Line[] = [[piece(`${shortText(organization)} · seats`, "bold")], [piece(shortText(generated_at), "dim")]];
  return renderLines([...head, ...systems.flatMap((system) => systemLines(system, to.width))], to);
}

function systemLines(system: SystemSeats, width: number): Line[] {
  const wrapped = (text: string, style: "plain" | "unread" | "dim") =>
    wrapToWidth(shortText(text, 1_000), Math.max(10, width - 2)).map((line): Line => [piece(`  ${line}`, style)]);
  const notes = [renewalText(system), idleText(system)].filter((text) => text !== null);
  return [
    [],
    [piece("── ", "dim"), piece(shortText(system.name), "bold"), piece(` ${shortText(system.system)}`, "dim")],
    ...(system.reason === null ? [] : wrapped(`Seats used are ${unknown}: ${system.reason}`, "unread")),
    ...gridLines(system),
    ...wrapped(seatsSentence(system), "plain"),
    ...notes.flatMap((text) => wrapped(text, "dim")),
  ];
}

/** What idle means, in the words of the limits that were used. */
function idleText({ reason, inactive_after, never_signed_in_after }: SystemSeats): string | null {
  if (reason !== null) return null;
  return `Idle: suspended, not signed in for ${inactive_after} days, or never within ${never_signed_in_after} days of being made. ?: not known.`;
}

const heads = ["seat", "bought", "used", "free", "suspended", "never in", "inactive", "cost a month", "could be saved"];

function gridLines({ types, total, currency }: SystemSeats): Line[] {
  if (types.length === 0) return [];
  const rows = [
    ...types.map((type) => gridRow(type, currency)),
    ...(types.length > 1 ? [gridRow({ ...total, type: "all" }, currency)] : []),
  ];
  const widths = heads.map((head, index) => Math.max(...[head, ...rows.map((row) => row[index] ?? "")].map(displayWidth)));
  const line = (row: readonly string[]) =>
    row.map((cell, index) => (index === 0 ? fitToWidth(cell, widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join("  ");
  return [[piece(`  ${line(heads)}`, "dim")], ...rows.map((row): Line => [piece(`  ${line(row)}`)])];
}

function gridRow(use: SeatUse & { type: string; free?: number | null }, currency: string | null): string[] {
  const { bought, used, free, idle, cost_a_month, could_be_saved } = use;
  const [before, after] = [
    [bought, used],
    [idle.suspended, idle.never_signed_in, idle.inactive],
  ].map((counts) => counts.map((count) => knownText(count, "?")));
  const money = [cost_a_month, could_be_saved].map((amount) => amountText(amount, currency, "?"));
  return [shortText(use.type, 24), ...(before ?? []), free === undefined ? "" : knownText(free, "?"), ...(after ?? []), ...money];
}
