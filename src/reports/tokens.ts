import type { Justification, ListedToken, SystemTokens, TokensReport } from "../model/tokens.ts";
import { displayWidth, fitToWidth, wrapToWidth } from "./display-width.ts";
import { csvRecord } from "./escape-csv.ts";
import { escapedJson } from "./json.ts";
import { type Line, piece, renderLines } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { counted } from "./wording.ts";

/** `rollcall.tokens/1`. */
export function tokensJson(report: TokensReport): string {
  return escapedJson(report);
}

const columns = [
  ...["system", "id", "kind", "name", "of", "owner", "owner e-mail", "owner left", "instead of an owner", "active"],
  ...["created", "last used", "expires", "justified by", "justification", "approver", "justified until", "reading", "reason"],
];

/** A record a token; a system whose tokens could not be read has one all the same. An empty field: not known, or none. */
export function tokensCsv({ systems }: TokensReport): string {
  const records = systems.flatMap((system) => {
    const tokens: (ListedToken | null)[] = system.tokens.length === 0 && system.reason !== null ? [null] : system.tokens;
    return tokens.map((token) => csvRecord(cells(system, token)));
  });
  return [csvRecord(columns), ...records].join("");
}

function cells({ system, status, reason }: SystemTokens, token: ListedToken | null): (string | boolean | null)[] {
  const { owner = null, justification = null } = token ?? {};
  return [
    ...[system, token?.id ?? null, token?.kind ?? null, token?.name ?? null, token?.of ?? null],
    ...[owner?.name ?? null, owner?.email ?? null, token?.owner_left ?? null, token?.owner_hint ?? null, token?.active ?? null],
    ...[token?.created_at ?? null, token?.last_used_at ?? null, token?.expires_at ?? null],
    ...[justification?.by ?? null, justification?.text ?? null, justification?.approver ?? null, justification?.until ?? null],
    ...[status, reason],
  ];
}

/** What a person sees of `rollcall tokens`: a table a system, two lines a token. */
export function tokensTable({ organization, generated_at, remembered, systems }: TokensReport, to: Terminal): string {
  const head: Line[] = [[piece(`${shortText(organization)} · tokens`, "bold")], [piece(shortText(generated_at), "dim")]];
  return renderLines([...head, ...systems.flatMap((system) => systemLines(system, { remembered, ...to }))], to);
}

interface Terminal {
  width: number;
  colour: boolean;
}

function systemLines(system: SystemTokens, { remembered, width }: Terminal & { remembered: boolean }): Line[] {
  const { name, system: id, reason, tokens } = system;
  const told = reason === null ? [] : wrapToWidth(shortText(reason, 1_000), Math.max(10, width - 2));
  const unjustified = tokens.filter(({ justification }) => justification === null).length;
  const word = remembered ? "without a justification" : "without a known justification";
  return [
    [],
    [piece("── ", "dim"), piece(shortText(name), "bold"), piece(` ${shortText(id)}`, "dim")],
    ...told.map((line): Line => [piece(`  ${line}`, "unread")]),
    ...gridLines(tokens, word),
    ...(tokens.length === 0 ? [] : [[piece(`  ${counted(tokens.length, "token")}, ${unjustified} ${word}.`)]]),
  ];
}

const heads = ["name", "owner", "last used", "expires"];

function gridLines(tokens: readonly ListedToken[], without: string): Line[] {
  if (tokens.length === 0) return [];
  const rows = tokens.map(gridRow);
  const widths = heads.map((head, index) => Math.max(...[head, ...rows.map((row) => row[index] ?? "")].map(displayWidth)));
  const line = (row: readonly string[]) => row.map((cell, index) => fitToWidth(cell, widths[index] ?? 0)).join("  ");
  return [
    [piece(`  ${line(heads)}`, "dim")],
    ...tokens.flatMap(({ justification }, index): Line[] => [
      [piece(`  ${line(rows[index] ?? [])}`)],
      [piece(`      ${justification ? justificationText(justification) : without}`, justification ? "dim" : "medium")],
    ]),
  ];
}

function gridRow({ name, id, owner, owner_left, owner_hint, last_used_at, expires_at }: ListedToken): string[] {
  const whose = owner
    ? `${owner.name ?? owner.email ?? "?"}${owner_left ? " (left)" : ""}`
    : `nobody${owner_hint ? ` (${owner_hint})` : ""}`;
  return [shortText(name ?? id, 48), shortText(whose, 30), dayText(last_used_at), dayText(expires_at)];
}

function dayText(time: string | null): string {
  return time === null ? "?" : time.slice(0, 10);
}

function justificationText({ by, text, approver, until }: Justification): string {
  if (by === "client") return "made by a client of our own, which is listed itself";
  const end = until === null ? "" : ` · until ${until}`;
  const who = approver === null ? "" : ` · accepted by ${shortText(approver)}`;
  return `${shortText(text ?? "", 300)}${who}${end}`;
}
