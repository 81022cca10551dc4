/**
 * A marker as it travels: printable ASCII without anything a far side escapes (`&`, `<`, `>`) or a header ends with, the same for the
 * same marker. `decodeURIComponent` gives it back.
 */
export function travelling(marker: string): string {
  return encodeURI(marker.toWellFormed()).replaceAll("&", "%26");
}
