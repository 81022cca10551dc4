import { Books } from "./books.ts";
import { Faults, parseFault } from "./faults.ts";
import type { HoldOrder } from "./hold.ts";
import { type Reply, type Request, type Served, serve } from "./server.ts";

/** What a server lets the control change and show besides requests and faults. */
export interface Controlled {
  /** Changes one switch or row; the shapes are the server's own. @throws with a message for the caller */
  change(state: Record<string, unknown>): void;
  /** More books than requests: notifications, quick actions. */
  books?(): Record<string, unknown>;
}

/**
 * The one door for tests, the demo and benchmarks, beside the simulated platforms:
 * `GET /books`, `DELETE /books`, `POST /faults` (a Fault), `DELETE /faults`, `POST /state` (`{ server, … }`), `POST /hold` (a HoldOrder),
 * `GET /held` (answered when it is), `DELETE /hold`.
 */
export async function serveControl(of: {
  books: Books;
  faults: Faults;
  servers: ReadonlyMap<string, Controlled>;
}): Promise<Served> {
  const unbooked = { books: new Books(), faults: new Faults() };
  return serve({ name: "control", ...unbooked, latency: () => 0, answer: (request) => answer(of, request) });
}

async function answer(of: Parameters<typeof serveControl>[0], request: Request): Promise<Reply> {
  const { books, faults, servers } = of;
  const call = `${request.method} ${request.address.pathname}`;
  const given = request.body.length > 0 ? (JSON.parse(request.body.toString()) as Record<string, unknown>) : {};
  switch (call) {
    case "GET /books": {
      const more = Object.fromEntries([...servers].map(([name, server]) => [name, server.books?.() ?? {}]));
      return json(200, { requests: books.requests, ...more });
    }
    case "DELETE /books":
      books.clear();
      return json(200, {});
    case "POST /faults":
      return onServer(servers, given, () => faults.add(parseFault(given)));
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
    case "POST /state":
      return onServer(servers, given, (server) => server.change(given));
    default:
      return json(404, { error: `the control knows no ${call}` });
  }
}

/** Does something about the server that is named. What cannot be done is refused, never passed over in silence. */
function onServer(
  servers: ReadonlyMap<string, Controlled>,
  given: Record<string, unknown>,
  act: (server: Controlled) => void,
): Reply {
  const server = servers.get(String(given.server));
  if (!server) return json(404, { error: `no server ${String(given.server)}` });
  try {
    act(server);
    return json(200, {});
  } catch (error) {
    return json(400, { error: String(error) });
  }
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
