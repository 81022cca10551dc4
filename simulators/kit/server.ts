import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Books } from "./books.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Hold } from "./hold.ts";

export interface Request {
  method: string;
  /** Absolute, with the host as the caller wrote it. */
  address: URL;
  headers: Headers;
  body: Buffer;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
  /** For the books. */
  who?: string | null;
}

export interface ServeOptions {
  name: string;
  books: Books;
  faults: Faults;
  /** ms every answer takes; asked anew at each request. */
  latency(): number;
  /** A fault of the kit's own kinds has been dealt with; one of a list comes along. */
  answer(request: Request, fault: Fault | null): Reply | Promise<Reply>;
  /** 0 = any free one. */
  port?: number;
}

export interface Served {
  url: string;
  close(): void;
}

/** A real HTTP server on loopback. Every request is booked with the status it got; 0 where the connection was broken off. */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    handle(options, incoming, response).catch((error: unknown) => {
      process.stderr.write(`simulator ${options.name}: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain" });
      response.end("the simulator failed");
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function handle(options: ServeOptions, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await received(incoming);
  const path = request.address.pathname + request.address.search;
  const book = (status: number, who: string | null = null) =>
    options.books.note({ server: options.name, method: request.method, path, status, who, at: Date.now() });
  const fault = options.faults.strike({ server: options.name, method: request.method, path });
  const latency = options.latency();
  if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
  if (fault?.kind === "hang") return book(0);
  if (fault?.kind === "reset") {
    book(0);
    incoming.socket.destroy();
    return;
  }
  const held = request.method === "GET" ? null : options.faults.hold.take();
  if (held === "before") {
    await clientGone(incoming, options.faults.hold);
    return book(0);
  }
  const reply = struckReply(fault) ?? (await options.answer(request, fault));
  if (held === "after") {
    await clientGone(incoming, options.faults.hold);
    return book(reply.status, reply.who);
  }
  book(reply.status, reply.who);
  const bytes = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body);
  if (fault?.kind === "cut") return cut(incoming, response, { ...reply, body: bytes, chunked: fault.chunked === true });
  response.writeHead(reply.status, { ...reply.headers, "Content-Length": String(bytes.length) });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** Whoever asked is to die here. */
async function clientGone({ socket }: IncomingMessage, hold: Hold): Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  hold.reach();
  await gone;
}

interface Cut extends Reply {
  body: Buffer;
  chunked: boolean;
}

/** Half of the body, then the connection breaks: short of the length it announced, or with the last chunk missing. */
function cut(incoming: IncomingMessage, response: ServerResponse, { status, headers, body, chunked }: Cut): void {
  response.writeHead(status, chunked ? headers : { ...headers, "Content-Length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
}

function struckReply(fault: Fault | null): Reply | null {
  if (fault?.kind === "status") {
    const type = fault.body?.startsWith("{") ? "application/json" : "text/plain; charset=utf-8";
    return { status: fault.status ?? 500, headers: { "Content-Type": type, ...fault.headers }, body: fault.body ?? "" };
  }
  if (fault?.kind === "html") {
    const body = "<!doctype html><html><head><title>Sign in to Example</title></head><body><form></form></body></html>";
    return { status: fault.status ?? 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body };
  }
  if (fault?.kind === "redirect") return { status: 302, headers: { Location: fault.to ?? "https://elsewhere.test/" }, body: "" };
  return null;
}

async function received(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
  return {
    method: incoming.method ?? "GET",
    address: new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`),
    headers,
    body: Buffer.concat(chunks),
  };
}
