import { Books } from "./books.ts";
import type { SharedClock } from "./clock.ts";
import { Faults, parseFault } from "./faults.ts";
import type { HoldOrder } from "./hold.ts";
import { type Reply, type Request, type Served, serve } from "./server.ts";

/** What a server lets the control change and show besides requests and faults. */
export interface Controlled {
  /** Changes one switch or row; the shapes are the server's own. @throws with a message for the caller */
  change(state: Record<string, unknown>): void;
  /** Rows of a table as they stand: what an admin sees on the platform's own pages. @throws with a message for the caller */
  show?(table: string): readonly object[];
  /** More books than requests: notifications, quick actions. */
  books?(): Record<string, unknown>;
}

interface Stage {
  books: Books;
  faults: Faults;
  servers: ReadonlyMap<string, Controlled>;
  clock: SharedClock;
}

/**
 * The one door for tests, the demo and benchmarks, beside the simulated platforms: `GET /books` (`?server=gitlab`: only that
 * server's own), `DELETE /books`, `POST /faults` (a Fault), `DELETE /faults`, `POST /state` (`{ server, … }`),
 * `GET /state?server=…&table=…`, `GET /clock`, `POST /clock` (`{ now }`), `POST /hold` (a HoldOrder), `GET /held` (answered when it is),
 * `DELETE /hold`.
 */
export async function serveControl(of: Stage): Promise<Served> {
  const unbooked = { books: new Books(), faults: new Faults() };
  return serve({ name: "control", ...unbooked, latency: () => 0, answer: (request) => answer(of, request) });
}

async function answer(of: Stage, request: Request): Promise<Reply> {
  const { books, faults, clock } = of;
  const { searchParams, pathname } = request.address;
  const given = request.body.length > 0 ? (JSON.parse(request.body.toString()) as Record<string, unknown>) : {};
  switch (`${request.method} ${pathname}`) {
    case "GET /books":
      return json(200, shownBooks(of, searchParams.get("server")));
    case "DELETE /books":
      books.clear();
      return json(200, {});
    case "POST /faults":
      return onServer(of, given.server, () => faults.add(parseFault(given)));
    case "DELETE /faults":
      faults.clear();
      return json(200, {});
    case "POST /hold":
      faults.hold.arm(given as unknown as HoldOrder);
      return json(200, {});
    case "GET /held":
      await faults.hold.reached();
      return json(200, {});
    case "DELETE /hold":
      return json(200, { writes: faults.hold.release() });
    case "GET /state":
      return onServer(of, searchParams.get("server"), (server) => ({ rows: shownRows(server, searchParams.get("table")) }));
    case "POST /state":
      return onServer(of, given.server, (server) => server.change(given));
    case "GET /clock":
      return json(200, { now: clock.now().toISOString() });
    case "POST /clock":
      return attempt(() => clock.set(String(given.now)));
    default:
      return json(404, { error: `the control knows no ${request.method} ${pathname}` });
  }
}

function shownBooks({ books, servers }: Stage, only: string | null): object {
  if (only !== null) return servers.get(only)?.books?.() ?? {};
  const more = Object.fromEntries([...servers].map(([name, server]) => [name, server.books?.() ?? {}]));
  return { requests: books.requests, ...more };
}

function shownRows(server: Controlled, table: string | null): readonly object[] {
  if (!server.show) throw new Error("this server shows no rows");
  return server.show(table ?? "");
}

/** Does something about the server that is named. What cannot be done is refused, never passed over in silence. */
function onServer({ servers }: Stage, name: unknown, act: (server: Controlled) => unknown): Reply {
  const server = servers.get(String(name));
  return server ? attempt(() => act(server)) : json(404, { error: `no server ${String(name)}` });
}

function attempt(act: () => unknown): Reply {
  try {
    return json(200, act() ?? {});
  } catch (error) {
    return json(400, { error: String(error) });
  }
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
