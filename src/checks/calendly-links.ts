const host = "calendly.com";

/** First parts of addresses on calendly.com that are nobody's page: single-use links, the app itself, an event by its id. */
const reserved: ReadonlySet<string> = new Set(["app", "d", "event_types", "s"]);

/** Whether a link is `https://calendly.com/<slug>`, a final `/` allowed: the page that lists all events, and no single one. */
export function isMainPage(link: string): boolean {
  const url = URL.parse(link.trim());
  if (url?.protocol !== "https:" || url.host !== host || url.username || url.password || url.search || url.hash) return false;
  const [, slug = "", ...rest] = url.pathname.split("/");
  return slug !== "" && !reserved.has(slug.toLowerCase()) && (rest.length === 0 || (rest.length === 1 && rest[0] === ""));
}

/** The slug of whoever's page a link leads to, or to an event of, as compared; `null` where it is nobody's page on Calendly. */
export function slugOf(link: string): string | null {
  const text = link.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || url.host.replace(/^www\./, "") !== host) return null;
  const slug = url.pathname.split("/")[1]?.toLowerCase() ?? "";
  return slug === "" || reserved.has(slug) ? null : slug;
}
