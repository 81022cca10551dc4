import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { Minute } from "../kit/minute.ts";
import { changeRows, showRows } from "../kit/rows.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { defaultSwitches, type ScimData, type Switches } from "./data.ts";
import { failure, scim } from "./errors.ts";
import { asksFor, listed, selected } from "./list.ts";
import { type Base, type Resource, Wire } from "./wire.ts";

export interface ScimOptions {
  name: string;
  data: ScimData;
  /** The bearer token. */
  token: string;
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
}

export const prefix = "/scim/v2";

/** One simulated SCIM 2.0 service; `url` is its base, with the prefix. It does what a real one may and no well-behaved one does. */
export async function startScim(options: ScimOptions): Promise<Served & { controlled: Controlled }> {
  const service = new Service(options);
  const served = await serve({
    ...options,
    latency: () => service.switches.latency,
    answer: (request, fault) => service.answer(request, fault),
  });
  return { ...served, url: served.url + prefix, controlled: service };
}

interface Asked {
  query: URLSearchParams;
  fault: Fault | null;
  base: Base;
}

class Service implements Controlled {
  readonly switches: Switches;
  readonly #options: ScimOptions;
  readonly #minute = new Minute();
  readonly #wire: Wire;
  #answered = 0;

  constructor(options: ScimOptions) {
    this.switches = { ...defaultSwitches, ...options.switches };
    this.#options = options;
    this.#wire = new Wire(options.data, this.switches);
  }

  change(state: Record<string, unknown>): void {
    if (state.switches) Object.assign(this.switches, state.switches);
    changeRows({ ...this.#options.data }, state);
  }

  show(table: string): readonly object[] {
    return showRows({ ...this.#options.data }, table);
  }

  answer(request: Request, fault: Fault | null): Reply {
    if (request.headers.get("authorization") !== `Bearer ${this.#options.token}`)
      return failure(401, "Authorization failure. The authorization header is invalid or missing.", {
        headers: { "WWW-Authenticate": 'Bearer realm="scim"' },
      });
    const { used, endsIn } = this.#minute.count(Date.now());
    if (used > this.switches.limit) return failure(429, "Too many requests", { headers: { "Retry-After": String(endsIn) } });
    // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
    if (request.method !== "GET") return failure(500, "this directory is read-only");
    if (!/\*\/\*|application\/(?:scim\+)?json/.test(request.headers.get("accept") ?? "*/*"))
      return failure(406, "this service answers application/scim+json");
    this.#answered += 1;
    return this.#route(request.address, fault);
  }

  #route(address: URL, fault: Fault | null): Reply {
    const origin = fault?.kind === "foreign-next" ? (fault.to ?? "https://elsewhere.test") : address.origin;
    const asked: Asked = { query: address.searchParams, fault, base: { origin, prefix } };
    const [, type, id] = new RegExp(`^${prefix}/(Users|Groups|ServiceProviderConfig)(?:/([^/]+))?$`).exec(address.pathname) ?? [];
    if (type === "Users") return this.#users(id, asked);
    if (type === "Groups") return this.#groups(id, asked);
    return type !== undefined && id === undefined ? scim(200, config) : failure(404, "Endpoint Not Found");
  }

  #users(id: string | undefined, asked: Asked): Reply {
    if (this.switches.scope === "nothing") return forbidden();
    const users = this.#options.data.users.map((user) => this.#wire.user(user, asked.base));
    return this.#found(users, id, asked);
  }

  #groups(id: string | undefined, asked: Asked): Reply {
    const { groups, scope } = this.switches;
    if (groups === "off") return failure(404, "Endpoint Not Found");
    if (groups === "unimplemented") return failure(501, "Endpoint Not Implemented");
    if (scope !== "all") return forbidden();
    const shown = this.#options.data.groups.map((group) => this.#wire.group(group, asked.base));
    const withMembers = id !== undefined || this.#listsMembers(asked.query);
    return this.#found(withMembers ? shown : shown.map(withoutMembers), id, asked);
  }

  #listsMembers(query: URLSearchParams): boolean {
    const { members } = this.switches;
    return members === "listed" || (members === "asked" && asksFor(query, "members"));
  }

  #found(resources: readonly Resource[], id: string | undefined, { query, fault }: Asked): Reply {
    if (id === undefined) {
      const shown = resources.map((resource) => selected(resource, withFiltered(query)));
      return listed({ resources: shown, query, fault, switches: this.switches, answered: this.#answered });
    }
    const one = resources.find((resource) => resource.id === decodeURIComponent(id));
    return one ? scim(200, selected(one, query)) : failure(404, `Resource ${id} not found`);
  }
}

/** The attribute a filter names is needed to apply it. */
function withFiltered(query: URLSearchParams): URLSearchParams {
  const [attributes, filter] = [query.get("attributes"), query.get("filter")];
  if (attributes === null || filter === null) return query;
  return new URLSearchParams({ attributes: `${attributes},${filter.split(" ")[0]}` });
}

function withoutMembers({ members: _, ...group }: Resource): Resource {
  return group as Resource;
}

function forbidden(): Reply {
  return failure(403, "Operation is not permitted based on the supplied authorization");
}

/** RFC 7643 §5. */
const config = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: false },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 100 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: "oauthbearertoken", name: "OAuth Bearer Token", description: "A bearer token", primary: true }],
};
