import type { CsvSettings } from "./settings.ts";
import { type ReadTime, readTime } from "./times.ts";

/** What a cell says, or why it cannot be read. */
export type Read<T> = { value: T } | { fault: string };

type FlagColumn = "admin" | "suspended" | "mfa";

const yes = ["yes", "true", "1", "y"];
const no = ["no", "false", "0", "n"];

/** Words that can mean one thing only in such a column. "Inactive" and "pending" mean two: the configuration says which. */
const words: Record<FlagColumn, { yes: readonly string[]; no: readonly string[] }> = {
  admin: { yes: [...yes, "admin", "administrator"], no },
  suspended: { yes: [...yes, "suspended", "disabled", "deactivated", "blocked", "locked"], no: [...no, "active", "enabled"] },
  mfa: { yes: [...yes, "on", "enabled", "enrolled"], no: [...no, "off", "disabled", "not enrolled"] },
};

const neverWords = ["never", "never logged in", "never signed in"];

/** The meaning the configuration gives a text: its own, else that of `*`. The empty cell is not "every other text". */
function meaningOf<T>(text: string, meanings: Readonly<Record<string, T>>): T | undefined {
  const same = Object.keys(meanings).find((known) => plain(known) === plain(text));
  if (same !== undefined) return meanings[same];
  return plain(text) === "" ? undefined : meanings["*"];
}

function plain(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
}

export function readFlag(text: string, { values }: CsvSettings, column: FlagColumn): Read<boolean | null> {
  const meaning = meaningOf(text, values[column]);
  if (meaning !== undefined) return { value: meaning === "unknown" ? null : meaning === "yes" };
  const word = plain(text);
  if (word === "") return { value: null };
  if (words[column].yes.includes(word)) return { value: true };
  if (words[column].no.includes(word)) return { value: false };
  return { fault: `expected yes or no; say what it means under values.${column}` };
}

export function readSignIn(text: string, settings: CsvSettings): Read<string | "never" | null> {
  const meaning = meaningOf(text, settings.values.last_sign_in);
  if (meaning !== undefined) return { value: meaning === "never" ? "never" : null };
  if (neverWords.includes(plain(text))) return { value: "never" };
  return timeOrNull(text, settings, "last_sign_in");
}

export function readCreated(text: string, settings: CsvSettings): Read<string | null> {
  if (meaningOf(text, settings.values.created) !== undefined) return { value: null };
  return timeOrNull(text, settings, "created");
}

function timeOrNull(text: string, { dates }: CsvSettings, column: string): Read<string | null> {
  if (text.trim() === "") return { value: null };
  const read: ReadTime = readTime(text, dates);
  return "time" in read ? { value: read.time } : { fault: `${read.fault}; or say what it means under values.${column}` };
}

/** The kind of licence; `""` = takes none, `null` = not known. */
export function readSeat(text: string, { values }: CsvSettings): string | null {
  const meaning = meaningOf(text, values.seat);
  if (meaning !== undefined) return meaning === "no" ? "" : null;
  return text.trim();
}

export function readGroups(text: string, { group_separator: separator }: CsvSettings): string[] {
  const names = text.split(separator).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}
