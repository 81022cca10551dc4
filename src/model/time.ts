/**
 * A time as a platform writes it, as ISO 8601 in UTC. Accepts ISO with or without zone (then UTC), `2026/01/02 10:00:00 +0000`,
 * and epoch seconds or milliseconds. @returns `null` where the text is no time
 */
export function toInstant(text: string | number): string | null {
  if (typeof text === "number") return instantOf(text < 1e11 ? text * 1000 : text);
  if (alreadyInstant.test(text)) return text;
  const trimmed = text.trim();
  if (/^\d{9,13}$/.test(trimmed)) return toInstant(Number(trimmed));
  const hasZone = /(?:[zZ]|[+-]\d{2}:?\d{2}|UTC|GMT)$/.test(trimmed);
  const iso = trimmed.replace(/^(\d{4})\/(\d{2})\/(\d{2})/, "$1-$2-$3").replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/, "$1T$2");
  const zoned = hasZone || /^\d{4}-\d{2}-\d{2}$/.test(iso) ? iso.replace(/ (?=[+-]\d{2}:?\d{2}$)/, "") : `${iso}Z`;
  return instantOf(Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2").replace(/ ?UTC$/, "Z")));
}

/** As it is to be, on a day every month has: there may be a million of them. */
const alreadyInstant = /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** The same for a field that may be missing: then there is no time, and no signal. */
export function toInstantOrNull(time: string | number | null | undefined): string | null {
  return time == null ? null : toInstant(time);
}

function instantOf(ms: number): string | null {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().replace(".000Z", "Z") : null;
}
