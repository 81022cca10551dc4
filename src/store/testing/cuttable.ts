import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a database server that can be cut without a word, as a machine that vanishes does: what a server says first would be an answer. */
export interface Cuttable {
  /** The same database by this way. */
  url: string;
  cut(): void;
  /** Cuts it, and lets nobody through until it is back. */
  away(): void;
  back(): void;
}

/** Until the test ends. */
export async function cuttable(url: string): Promise<Cuttable> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let isAway = false;
  const proxy = createServer((near) => {
    near.on("error", () => {});
    if (isAway) return near.destroy();
    const far = connect({ host: hostname, port: Number(port) });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {}).on("close", () => open.delete(socket));
    }
    return near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    cut();
    proxy.close();
  });
  const through = new URL(url);
  through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url: through.href,
    cut,
    away() {
      isAway = true;
      cut();
    },
    back() {
      isAway = false;
    },
  };

  function cut(): void {
    for (const socket of open) socket.resetAndDestroy();
  }
}
