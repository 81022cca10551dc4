import type { Context } from "../operations/context.ts";

/** Configuration, roster and exemptions read, and what was odd in them. */
export interface Opened {
  context: Context;
  warnings: string[];
  close(): Promise<void>;
}

export interface LeaseOptions {
  open(): Promise<Opened>;
  /** Milliseconds after which files are read anew for the next job. */
  fresh: number;
  clock(): string;
  /** Told of what was odd in the files, each once. */
  warn(warning: string): void;
}

interface Lease {
  opened: Promise<Opened>;
  at: number;
  users: number;
}

/**
 * Lends what a job works with. Jobs that start within moments of each other share one reading of configuration and roster, and with it
 * the limit of requests on the wire; it is closed when the last of them ends. Each has a `now` and a signal of its own.
 */
export function openLeases({ open, fresh, clock, warn }: LeaseOptions) {
  const warned = new Set<string>();
  let newest: Lease | null = null;

  return async function using<T>(signal: AbortSignal, act: (context: Context) => Promise<T>): Promise<T> {
    const lease = take();
    try {
      const { context } = await lease.opened;
      return await act({ ...context, now: clock(), signal });
    } finally {
      lease.users -= 1;
      if (lease.users === 0) await end(lease);
    }
  };

  function take(): Lease {
    if (!newest || newest.users === 0 || performance.now() - newest.at > fresh) {
      newest = { opened: open().then(told), at: performance.now(), users: 0 };
    }
    newest.users += 1;
    return newest;
  }

  function told(opened: Opened): Opened {
    for (const warning of opened.warnings) {
      if (!warned.has(warning)) warn(warning);
      warned.add(warning);
    }
    return opened;
  }

  async function end(lease: Lease): Promise<void> {
    if (newest === lease) newest = null;
    await lease.opened.then(
      ({ close }) => close(),
      () => {},
    );
  }
}
