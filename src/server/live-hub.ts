import type { LiveEvent } from "../model/api/live.ts";
import type { Store } from "./context-work.ts";

export interface LiveHubOptions {
  /** As it is now: an embedded database has another address after each start. @throws where it is away */
  store(): Promise<Store>;
  /** Milliseconds between two looks whether it is still the same database. */
  every: number;
}

export interface Reader {
  event(event: LiveEvent): void;
  /** Somebody signed out here: it may have been they. */
  doubt(): void;
  /** The server ends. */
  end(): void;
}

/** What happens over all processes, told to everybody who watches: they share one connection that listens. */
export interface LiveHub {
  /** Tells `anew` when they hear everything from there on, and whenever something may have been missed. @returns stops telling them */
  join(reader: Reader): () => void;
  /** Everybody looks whether they are still signed in. */
  doubt(): void;
  close(): Promise<void>;
}

type Listening = Awaited<ReturnType<Store["live"]["listen"]>>;

export function liveHub({ store, every }: LiveHubOptions): LiveHub {
  const readers = new Set<Reader>();
  let heard: { of: Store; listening: Listening } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let isOver = false;

  return {
    join(reader) {
      readers.add(reader);
      if (heard) reader.event({ kind: "anew" });
      look();
      return () => {
        readers.delete(reader);
        if (readers.size === 0) look();
      };
    },
    doubt() {
      for (const reader of readers) reader.doubt();
    },
    async close() {
      isOver = true;
      for (const reader of readers) reader.end();
      readers.clear();
      look();
      await turn;
    },
  };

  /** One look after the other: whoever comes while one is under way is seen by the next. */
  function look(): void {
    clearTimeout(timer);
    turn = turn.then(settle).catch(() => {});
    timer = isOver ? undefined : setTimeout(look, every).unref();
  }

  async function settle(): Promise<void> {
    if (isOver || readers.size === 0) {
      clearTimeout(timer);
      await stop();
      return;
    }
    const now = await store();
    if (heard?.of === now) return;
    await stop();
    const listening = await now.live.listen({
      event: tell,
      state: (state) => {
        if (state === "back") tell({ kind: "anew" });
      },
    });
    heard = { of: now, listening };
    tell({ kind: "anew" });
  }

  async function stop(): Promise<void> {
    const old = heard;
    heard = null;
    await old?.listening.stop();
  }

  function tell(event: LiveEvent): void {
    for (const reader of readers) reader.event(event);
  }
}
