import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export interface CommitOrder {
  /** The first commit is 1; 0 only counts. */
  nth: number;
  /** `before` PostgreSQL hears of it, or `after` it has answered, with the answer not passed on. */
  when: "before" | "after";
}

/**
 * Stands between a program and PostgreSQL and stops it at one commit, so that it can be killed just there. It reads the messages of
 * the frontend (protocol 3, docs: "Message Formats"): after the start-up each has a type byte and its length.
 */
export class CommitProxy {
  count = 0;
  #order: CommitOrder = { nth: 0, when: "before" };
  #reached = Promise.withResolvers<void>();
  #server: Server;
  #sockets = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
  }

  static async open(to: string): Promise<{ proxy: CommitProxy; url: string }> {
    const target = new URL(to);
    const server = createServer();
    const proxy = new CommitProxy(server);
    server.on("connection", (client) => proxy.#serve(client, target));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = new URL(to);
    url.hostname = "127.0.0.1";
    url.port = String((server.address() as AddressInfo).port);
    return { proxy, url: url.href };
  }

  arm(order: CommitOrder): void {
    this.#order = order;
    this.count = 0;
    this.#reached = Promise.withResolvers<void>();
  }

  /** Ends when the commit is held. */
  reached(): Promise<void> {
    return this.#reached.promise;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(client: Socket, target: URL): void {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
    }
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
    let isHeld = false;
    let waiting = Buffer.alloc(0);
    let isStarted = false;
    client.on("data", (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      for (;;) {
        const size = messageSize(waiting, isStarted);
        if (size === null || isHeld) return;
        const message = waiting.subarray(0, size);
        waiting = waiting.subarray(size);
        const held = isStarted && isCommit(message) ? this.#take() : null;
        isStarted = true;
        if (held === "before") {
          isHeld = true;
          this.#reached.resolve();
          return;
        }
        if (held === "after") isHeld = true;
        server.write(message);
      }
    });
    server.on("data", (bytes: Buffer) => {
      if (isHeld) this.#reached.resolve();
      else client.write(bytes);
    });
  }

  #take(): CommitOrder["when"] | null {
    this.count += 1;
    return this.count === this.#order.nth ? this.#order.when : null;
  }
}

/** Bytes of the first message; `null` = it is not here whole. */
function messageSize(bytes: Buffer, isStarted: boolean): number | null {
  const head = isStarted ? 1 : 0;
  if (bytes.length < head + 4) return null;
  const size = head + bytes.readInt32BE(head);
  return bytes.length < size ? null : size;
}

function isCommit(message: Buffer): boolean {
  return message[0] === 0x51 && /^commit\b/i.test(message.subarray(5, -1).toString());
}
