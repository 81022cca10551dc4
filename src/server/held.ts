import type { Context } from "../operations/context.ts";
import type { Opened } from "./leases.ts";

export interface HeldOptions {
  open(): Promise<Opened>;
  /** Milliseconds after which files are read anew, while what was read before still serves. */
  fresh: number;
  /** Milliseconds after which it is waited for: a role that was taken while nobody asked must not be there for the next who does. */
  patience: number;
  store: Context["store"];
  clock(): string;
  warn(warning: string): void;
  signal: AbortSignal;
}

/** Configuration, roster and exemptions for requests. */
export interface Held {
  using<T>(act: (context: Context) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Holds one reading of the files over all requests of some seconds. A file that was broken meanwhile changes nothing: the last good
 * reading goes on, and the log says why.
 */
export function holdContext({ open, fresh, patience, store, clock, warn, signal }: HeldOptions): Held {
  let held: { opened: Opened; at: number } | null = null;
  let reading: Promise<Opened> | null = null;
  let isWaitedFor = false;

  async function read(): Promise<Opened> {
    reading ??= open().finally(() => {
      reading = null;
    });
    const opened = await reading;
    if (held?.opened !== opened) {
      const before = held;
      held = { opened, at: performance.now() };
      // Nothing of it is on disk, and its memory is ours: whoever still works with it may.
      await before?.opened.close();
    }
    return opened;
  }

  async function current(): Promise<Opened> {
    if (!held) return read();
    const { opened, at } = held;
    const age = performance.now() - at;
    if (age <= fresh) return isWaitedFor ? again(opened) : opened;
    held.at = performance.now();
    isWaitedFor = age > patience;
    const anew = again(opened);
    return isWaitedFor ? anew : opened;
  }

  async function again(before: Opened): Promise<Opened> {
    try {
      return await read();
    } catch (error) {
      warn(`what was read before goes on: ${error instanceof Error ? error.message : String(error)}`);
      return before;
    } finally {
      isWaitedFor = false;
    }
  }

  return {
    async using(act) {
      const { context } = await current();
      return act({ ...context, now: clock(), signal, store });
    },
    close: async () => held?.opened.close(),
  };
}
