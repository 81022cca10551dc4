/** What answers requests to one origin without a socket. */
export type Answers = (request: Request) => Response | Promise<Response>;

/** A browser as far as signing in goes: it keeps cookies and follows redirects when told to. */
export interface Browser {
  /** Without following redirects. */
  open(address: string | URL, init?: RequestInit): Promise<Response>;
  /** Follows them to the end, or until the next address is one `until` stops at: then the address is returned in `at`. */
  follow(address: string | URL, until?: (url: URL) => boolean): Promise<{ response: Response; at: URL }>;
  /** Name → value, of all hosts: tests have but one. */
  cookies: Map<string, string>;
}

/** @param ours answers what goes to `origin`; everything else goes over the wire */
export function openBrowser(origin: string, ours: Answers): Browser {
  const cookies = new Map<string, string>();
  return { open, follow, cookies };

  async function open(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, origin);
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie && !headers.has("cookie")) headers.set("cookie", cookie);
    const request = new Request(url, { ...init, headers, redirect: "manual" });
    const response = await (url.origin === origin ? ours(request) : fetch(request));
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  async function follow(address: string | URL, until: (url: URL) => boolean = () => false) {
    let at = new URL(address, origin);
    let response = await open(at);
    for (let hops = 0; response.headers.has("location"); hops += 1) {
      if (hops > 20) throw new Error(`too many redirects, the last to ${at.href}`);
      at = new URL(response.headers.get("location") ?? "", at);
      if (until(at)) break;
      response = await open(at);
    }
    return { response, at };
  }

  function keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (value === "" || /;\s*max-age=0\b/i.test(line) || /expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
