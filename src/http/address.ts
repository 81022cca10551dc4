import { configurationError, platformError, type RollcallError } from "../model/errors.ts";
import { isLoopback } from "../model/loopback.ts";

/** @throws configuration error where a base address is not https (http: toward loopback only), or holds a password */
export function checkBase(name: string, base: URL): void {
  if (base.username || base.password) {
    throw configurationError(`${name}: url holds a user name or password`, "take it out of url and put it under auth");
  }
  if (base.protocol === "https:" || (base.protocol === "http:" && isLoopback(base.hostname))) return;
  throw configurationError(
    `${name}: ${base.protocol}//${base.host} is not https: the credentials would be readable on the way`,
    "write the address with https:// (http:// is allowed toward this machine only)",
  );
}

/**
 * The address asked for: a path is taken below the base, keeping a path of its own; an absolute address must be of its origin.
 * @throws platform error where it leads to another host: authorization never leaves
 */
export function addressOf(path: string | URL, from: { name: string; base: URL }): URL {
  const text = String(path);
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(text);
  if (isAbsolute && !URL.canParse(text)) throw platformError(`${from.name}: it gave an address that is none`);
  const url = isAbsolute ? new URL(text) : new URL(`.${text.startsWith("/") ? "" : "/"}${text}`, folder(from.base));
  if (url.origin !== from.base.origin) throw otherHost(from.name, { from: from.base, to: url, what: "an address it gave" });
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

export function addQuery(url: URL, query: Record<string, string | string[]> = {}): URL {
  for (const [key, values] of Object.entries(query)) {
    for (const value of [values].flat()) url.searchParams.append(key, value);
  }
  return url;
}

export function otherHost(name: string, said: { from: URL; to: URL; what: string }): RollcallError {
  const to = said.to.host === said.from.host ? said.to.origin : said.to.host || said.to.protocol;
  return platformError(
    `${name}: ${said.what} leads to ${to}, not to ${said.from.host}: not followed, nothing was sent there`,
    "wrong address or subdomain? check url; if it is right, report this line as a bug",
  );
}

function folder(base: URL): URL {
  const url = new URL(base);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
