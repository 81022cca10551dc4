import type { Books } from "../kit/books.ts";
import type { Controlled } from "../kit/control.ts";
import type { Fault, Faults } from "../kit/faults.ts";
import { MinuteLimit } from "../kit/minute-limit.ts";
import { changeRows, showRows, type Tables } from "../kit/rows.ts";
import { type Reply, type Request, type Served, serve } from "../kit/server.ts";
import { defaultSwitches, type PagerdutyData, type Switches } from "./data.ts";
import {
  denied,
  json,
  notAcceptable,
  notFound,
  noUser,
  paymentRequired,
  readOnly,
  throttled,
  unauthenticated,
} from "./errors.ts";
import { onCallRow, onCalls } from "./on-calls.ts";
import { paged } from "./paging.ts";
import { type Range, rangeIn } from "./range.ts";
import { Wire, type Zone } from "./wire.ts";

export interface PagerdutyOptions {
  name: string;
  data: PagerdutyData;
  /** A REST API key, and the access token of an OAuth app. */
  token: string;
  bearer: string;
  switches?: Partial<Switches>;
  books: Books;
  faults: Faults;
  port?: number;
  /** ms since the epoch; default: the wall clock. Limits go by the wall clock. */
  now?(): number;
}

/** One simulated PagerDuty account, and what the control may change of it. */
export async function startPagerduty(options: PagerdutyOptions): Promise<Served & { controlled: Controlled }> {
  const account = new PagerdutyAccount(options);
  const served = await serve({
    ...options,
    latency: () => account.switches.latency,
    answer: (request, fault) => account.answer(request, fault),
  });
  return { ...served, controlled: account };
}

interface Asked {
  address: URL;
  fault: Fault | null;
  /** `null` = a REST key, which has no scopes. */
  scopes: readonly string[] | null;
}

type Route = (asked: Asked) => Reply;

class PagerdutyAccount implements Controlled {
  readonly switches: Switches;
  readonly #options: PagerdutyOptions;
  readonly #limit: MinuteLimit;
  #wire: Wire;
  readonly #routes: Readonly<Record<string, { scope: string; route: Route }>> = {
    "/users": { scope: "users.read", route: (asked) => this.#users(asked) },
    "/users/me": { scope: "users.read", route: () => this.#me() },
    "/schedules": { scope: "schedules.read", route: (asked) => this.#schedules(asked) },
    "/v3/schedules": { scope: "schedules.read", route: (asked) => this.#shiftSchedules(asked) },
    "/escalation_policies": { scope: "escalation_policies.read", route: (asked) => this.#policies(asked) },
    "/oncalls": { scope: "oncalls.read", route: (asked) => this.#onCalls(asked) },
    "/licenses": { scope: "licenses.read", route: () => this.#licences() },
    "/license_allocations": { scope: "licenses.read", route: (asked) => this.#allocations(asked) },
  };

  constructor(options: PagerdutyOptions) {
    this.switches = { ...defaultSwitches, ...options.switches };
    this.#options = options;
    this.#limit = new MinuteLimit("Ratelimit", this.switches);
    this.#wire = new Wire(options.data);
  }

  change(state: Record<string, unknown>): void {
    if (state.switches) Object.assign(this.switches, state.switches);
    changeRows(this.#tables(), state);
    this.#wire = new Wire(this.#options.data);
  }

  show(table: string): readonly object[] {
    return showRows(this.#tables(), table);
  }

  #tables(): Tables {
    const { users, schedules, shiftSchedules, policies } = this.#options.data;
    return { users, schedules, shiftSchedules, policies };
  }

  answer(request: Request, fault: Fault | null): Reply {
    const authorization = request.headers.get("authorization");
    const isKey = authorization === `Token token=${this.#options.token}`;
    if (!isKey && authorization !== `Bearer ${this.#options.bearer}`) return unauthenticated();
    const { headers, refused } = this.#limit.count(Date.now());
    if (refused) return throttled(headers);
    const scopes = isKey ? null : this.switches.scopes;
    const reply = this.#answerKnown(request, { address: request.address, fault, scopes });
    return { ...reply, headers: { ...headers, "X-Request-Id": "example-request", ...reply.headers } };
  }

  #answerKnown(request: Request, asked: Asked): Reply {
    // An audit reads. Whoever writes here has a fault, and is told so in the loudest way there is.
    if (request.method !== "GET") return readOnly();
    if (!(request.headers.get("accept") ?? "").includes("application/vnd.pagerduty+json;version=2")) return notAcceptable();
    const path = request.address.pathname;
    const detail = /^\/v3\/schedules\/([^/]+)$/.exec(path)?.[1];
    if (detail !== undefined) return scoped(asked, "schedules.read", () => this.#shiftSchedule(detail, asked));
    const [, list, id = ""] = /^\/(users|schedules)\/([^/]+)$/.exec(path) ?? [];
    if (list === "users" && id !== "me") return scoped(asked, "users.read", () => this.#user(id));
    if (list === "schedules") return scoped(asked, "schedules.read", () => this.#schedule(id, asked));
    const found = Object.hasOwn(this.#routes, path) ? this.#routes[path] : undefined;
    return found ? scoped(asked, found.scope, () => found.route(asked)) : notFound();
  }

  #users(asked: Asked): Reply {
    return paged({ ...asked, envelope: "users", rows: this.#options.data.users.map(this.#wire.user) });
  }

  /** Of a key of the account there is no user. */
  #me(): Reply {
    const [first] = this.#options.data.users;
    if (this.switches.key === "account" || !first) return noUser();
    return json(200, { user: this.#wire.user({ ...first, role: this.switches.role }) });
  }

  #schedules(asked: Asked): Reply {
    const { searchParams } = asked.address;
    const range = rangeIn(searchParams);
    if (range !== null && "status" in range) return range;
    const of = { include: new Set(searchParams.getAll("include[]")), range, zone: zoneIn(searchParams) };
    const rows = this.#seen(this.#options.data.schedules).map((one) => this.#wire.schedule(one, of));
    return paged({ ...asked, envelope: "schedules", rows });
  }

  #user(id: string): Reply {
    const user = this.#options.data.users.find((one) => one.id === id);
    return user ? json(200, { user: this.#wire.user(user) }) : notFound();
  }

  /** With all that the list only gives where it is asked to; entries only for a range. What the caller may not read is not there. */
  #schedule(id: string, { address: { searchParams } }: Asked): Reply {
    const schedule = this.#seen(this.#options.data.schedules).find((one) => one.id === id);
    if (!schedule) return notFound();
    const range = rangeIn(searchParams);
    if (range !== null && "status" in range) return range;
    const include = new Set(["schedule_layers", "overrides_subschedule", "final_schedule"]);
    return json(200, { schedule: this.#wire.schedule(schedule, { include, range, zone: zoneIn(searchParams) }) });
  }

  #shiftSchedules(asked: Asked): Reply {
    if (!this.switches.shifts) return notFound();
    const rows = this.#seen(this.#options.data.shiftSchedules).map((one) => this.#wire.shiftReference(one));
    return paged({ ...asked, envelope: "schedules", rows, usual: 100, longest: 1000, furthest: null });
  }

  #shiftSchedule(id: string, { address: { searchParams } }: Asked): Reply {
    const schedule = this.#seen(this.#options.data.shiftSchedules).find((one) => one.id === id);
    if (!schedule || !this.switches.shifts) return notFound();
    const range = rangeIn(searchParams);
    if (range !== null && "status" in range) return range;
    const isWanted = searchParams.getAll("include[]").includes("final_schedule");
    return json(200, { schedule: this.#wire.shiftSchedule(schedule, isWanted ? range : null) });
  }

  /** What the caller may not read is left out, and nothing says so. */
  #seen<T extends { id: string }>(all: readonly T[]): T[] {
    return all.filter(({ id }) => !this.switches.hidden.includes(id));
  }

  #policies(asked: Asked): Reply {
    return paged({ ...asked, envelope: "escalation_policies", rows: this.#options.data.policies.map(this.#wire.policy) });
  }

  #onCalls(asked: Asked): Reply {
    const { searchParams } = asked.address;
    const told = rangeIn(searchParams);
    if (told !== null && "status" in told) return told;
    const now = this.#options.now?.() ?? Date.now();
    const range: Range = told ?? { since: now, until: now + 1 };
    const rows = onCalls(this.#options.data, { range, earliest: searchParams.get("earliest") === "true" });
    const by = { wire: this.#wire, zone: zoneIn(searchParams) };
    return paged({ ...asked, envelope: "oncalls", rows: rows.map((row) => onCallRow(row, by)) });
  }

  /** The one list without pages. */
  #licences(): Reply {
    if (!this.switches.licences) return paymentRequired();
    return json(200, { licenses: this.#options.data.licences.map(this.#wire.licence) });
  }

  #allocations(asked: Asked): Reply {
    if (!this.switches.licences) return paymentRequired();
    const rows = this.#options.data.users.map(this.#wire.allocation);
    return paged({ ...asked, envelope: "license_allocations", rows, counts: true });
  }
}

function scoped({ scopes }: Asked, scope: string, answer: () => Reply): Reply {
  return scopes === null || scopes.includes(scope) ? answer() : denied(scope);
}

function zoneIn(params: URLSearchParams): Zone {
  return params.get("time_zone") === "UTC" ? "UTC" : "account";
}
