/** Where to go after signing in: a path of ours, whatever somebody put into the address. */
export function localPath(given: string | undefined): string {
  if (!given?.startsWith("/") || given.length > 2000) return "/";
  const base = new URL("http://rollcall.invalid");
  const url = URL.parse(given, base.href);
  if (!url || url.origin !== base.origin || /^\/(?:login|sign-in|sign-out)(?:\/|$)/.test(url.pathname)) return "/";
  // "//host" and "/\host" have been read as another origin by now; a path of two slashes would be by the next reader.
  return url.pathname.startsWith("//") ? "/" : url.pathname + url.search + url.hash;
}
