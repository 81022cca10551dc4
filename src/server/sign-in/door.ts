import type { ServeConfig } from "../../model/config.ts";
import { configurationError, type RollcallError } from "../../model/errors.ts";
import { isLoopback } from "../../model/loopback.ts";

/**
 * Why the dashboard cannot be opened to whoever reaches this address; `null` = it can. On this machine alone a one-time link is enough.
 * @param host as it will listen
 */
export function doorFault({ signIn, url }: Pick<ServeConfig, "signIn" | "url">, host: string): RollcallError | null {
  const isHere = isLoopback(host.includes(":") ? `[${host}]` : host);
  if (!signIn && (!isHere || (url && !isLoopback(url.hostname)))) {
    const where = isHere ? `at ${url?.href ?? ""}` : `on ${host}`;
    return configurationError(
      `there is no dashboard ${where}: others reach that, and nobody could sign in`,
      "configure serve.sign_in (docs/guides/sign-in.md), or serve on 127.0.0.1 without a serve.url of another machine",
    );
  }
  if (signIn && !isHere && !url) {
    return configurationError(
      `there is no dashboard on ${host}: the address people use is not known, and the provider must lead back to it`,
      "set serve.url, for example https://rollcall.acme.test",
    );
  }
  return null;
}
