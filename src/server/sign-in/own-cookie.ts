import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Request } from "../env.ts";

/** One cookie of this server alone: cookies know no ports, and two servers on one machine must not take each other's. */
export function ownCookie(name: string, url: () => URL) {
  return {
    /** `undefined` = the browser brought none. */
    get: (request: Request) => getCookie(request, named()),
    /** @param ms how long it lasts */
    set: (request: Request, value: string, ms: number) => setCookie(request, named(), value, { ...options(), maxAge: ms / 1000 }),
    remove(request: Request): void {
      deleteCookie(request, named(), options());
    },
  };

  function named(): string {
    const { protocol, port } = url();
    return protocol === "https:" ? `__Host-${name}` : `${name}-${port || "80"}`;
  }

  function options() {
    return { path: "/", httpOnly: true, sameSite: "Lax", secure: url().protocol === "https:" } as const;
  }
}
