/**
 * Characters that act instead of being read: controls (escape sequences), format characters (text turned right to left,
 * invisible tags). The two joiners stay: Persian and family emoji are written with them, and they move nothing.
 */
const acting = /[\p{Cc}[\p{Cf}--[\u200c\u200d]]]/gv;

/**
 * Outside text as every report shows it: one line, white space as single spaces, whatever would act written out as `⟨U+202E⟩`.
 * Written out rather than dropped, because a name that hides something is worth a look.
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(/\s+/gu, " ").trim().replace(acting, codePointName);
}

function codePointName(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** `visibleText`, at most `limit` characters long and then an ellipsis: a name of 10 kB stays a name. */
export function shortText(text: string, limit = 200): string {
  const visible = visibleText(text);
  if (visible.length <= limit) return visible;
  const characters = [...visible];
  return characters.length <= limit ? visible : `${characters.slice(0, limit).join("").trimEnd()}…`;
}

/**
 * `url` where it is one a person may open, else `null`: http or https, so `javascript:` and the like never become a link, and
 * without a user name, which would make a stranger's host look like ours.
 */
export function webAddress(url: string | null): string | null {
  const address = url === null ? null : URL.parse(url);
  if (!address || address.username || address.password) return null;
  return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
}
