/**
 * Text in an attribute of a marker. Whatever could end the attribute or the comment, or mean something to GitLab where it repeats
 * the comment as text (`@`, `#`), stands as `=` and four hex digits. Works on code units, so that any text comes back, a broken one
 * too.
 */
export function encoded(value: string): string {
  return value.replace(/[^A-Za-z0-9._/:+-]|(?<=-)-/g, (unit) => `=${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function decoded(value: string): string {
  return value.replace(/=([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
