import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { MinuteLimit } from "../kit/minute-limit.ts";
import { changeRows, showRows, type Tables } from "../kit/rows.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { type CalendlyData, defaultSwitches, type Member, type Switches } from "./data.ts";
import { denied, insufficient, invalid, json, notFound, throttled, unauthenticated } from "./errors.ts";
import { paged } from "./paging.ts";
import { Wire } from "./wire.ts";

export interface CalendlyOptions {
  name: string;
  data: CalendlyData;
  /** The personal access token, and the id of the user it is of. */
  token: string;
  userId: string;
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
  port?: number;
}

/** One simulated Calendly organisation, and what the control may change of it. */
export async function startCalendly(options: CalendlyOptions): Promise<Served & { controlled: Controlled }> {
  const organisation = new Organisation(options);
  const served = await serve({
    ...options,
    latency: () => organisation.switches.latency,
    answer: (request, fault) => organisation.answer(request, fault),
  });
  return { ...served, controlled: organisation };
}

interface Asked {
  address: URL;
  fault: Fault | null;
  me: Member;
}

class Organisation implements Controlled {
  readonly switches: Switches;
  readonly #options: CalendlyOptions;
  readonly #limit: MinuteLimit;
  readonly #wire: Wire;

  constructor(options: CalendlyOptions) {
    this.switches = { ...defaultSwitches, ...options.switches };
    this.#options = options;
    this.#limit = new MinuteLimit("X-RateLimit", this.switches);
    this.#wire = new Wire(options.data);
  }

  change(state: Record<string, unknown>): void {
    if (state.switches) Object.assign(this.switches, state.switches);
    changeRows(this.#tables(), state);
    this.#forgetGroups();
  }

  /** Whoever leaves the organisation leaves its groups. */
  #forgetGroups(): void {
    const { members, invitations, relationships } = this.#options.data;
    const here = new Set([...members, ...invitations].map(({ id }) => id));
    const kept = relationships.filter(({ owner }) => here.has(owner));
    relationships.splice(0, relationships.length, ...kept);
  }

  show(table: string): readonly object[] {
    return showRows(this.#tables(), table);
  }

  #tables(): Tables {
    const { members, invitations } = this.#options.data;
    return { members, invitations };
  }

  answer(request: Request, fault: Fault | null): Reply {
    const authorization = request.headers.get("authorization") ?? "";
    if (authorization !== `Bearer ${this.#options.token}`) return unauthenticated();
    const { headers, refused } = this.#limit.count(Date.now());
    if (refused) return throttled(headers);
    const reply = this.#answerUser(request, fault);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  #answerUser(request: Request, fault: Fault | null): Reply {
    // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
    if (request.method !== "GET") return json(500, { title: "Internal Server Error", message: "this organisation is read-only" });
    const member = this.#options.data.members.find(({ id }) => id === this.#options.userId);
    if (!member) return unauthenticated();
    const me = { ...member, role: this.switches.role === "admin" ? member.role : this.switches.role };
    return this.#route(request.address.pathname, { address: request.address, fault, me });
  }

  #route(path: string, asked: Asked): Reply {
    const { data } = this.#options;
    if (path === "/users/me") return this.#scoped("users:read", () => json(200, { resource: this.#wire.me(asked.me) }));
    if (path === "/organization_memberships") return this.#scoped("organizations:read", () => this.#members(asked));
    if (path === "/groups")
      return this.#scoped("groups:read", () => this.#ofOrganization(asked, { rows: data.groups, wire: this.#wire.group }));
    if (path === "/group_relationships") {
      const given = { rows: data.relationships, wire: this.#wire.relationship };
      return this.#scoped("groups:read", () => this.#ofOrganization(asked, given));
    }
    const [, of, invitation] = /^\/organizations\/([^/]+)\/invitations(?:\/([^/]+))?$/.exec(path) ?? [];
    if (of === undefined) return notFound();
    return this.#scoped("organizations:read", () => {
      if (of !== data.organization) return notFound();
      return invitation === undefined ? this.#invitations(asked) : this.#invitation(invitation, asked);
    });
  }

  #scoped(scope: string, answer: () => Reply): Reply {
    const { scopes } = this.switches;
    const held = scopes?.some((one) => one === scope || one === scope.replace(":read", ":write")) ?? true;
    return held ? answer() : insufficient(scope);
  }

  /** Without `organization` the list is the caller's own membership, and so it is for a user who manages nothing. */
  #members(asked: Asked): Reply {
    const { searchParams } = asked.address;
    const user = searchParams.get("user");
    const organization = searchParams.get("organization");
    if (organization !== null && organization !== this.#wire.organization) return invalid("organization", "is not a valid URI");
    const manages = asked.me.role !== "user";
    if (organization !== null && !manages && this.switches.cut === "refused") return denied();
    const seen = organization !== null && manages ? this.#options.data.members : [asked.me];
    const rows = user === null ? seen : seen.filter(({ id }) => user.endsWith(`/users/${id}`));
    return paged({ rows, wire: this.#wire.membership, ...asked });
  }

  #invitations(asked: Asked): Reply {
    if (asked.me.role === "user") return denied();
    const status = asked.address.searchParams.get("status");
    const rows = this.#options.data.invitations.filter((one) => status === null || one.status === status);
    return paged({ rows, wire: this.#wire.invitation, ...asked });
  }

  /** Answered ones too: only a revoked one is gone. */
  #invitation(id: string, { me }: Asked): Reply {
    if (me.role === "user") return denied();
    const one = this.#options.data.invitations.find((row) => row.id === id);
    return one ? json(200, { resource: this.#wire.invitation(one) }) : notFound();
  }

  #ofOrganization<T>(asked: Asked, given: { rows: readonly T[]; wire(row: T): object }): Reply {
    if (asked.address.searchParams.get("organization") !== this.#wire.organization) return invalid("organization", "is required");
    // An ordinary user is shown the groups it is in: here none.
    return paged({ ...given, ...asked, rows: asked.me.role === "user" ? [] : given.rows });
  }
}
