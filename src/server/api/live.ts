import type { Context } from "hono";
import type { LiveEvent } from "../../model/api/live.ts";
import type { LiveHub } from "../live-hub.ts";
import { problemAnswer } from "./problem.ts";

export interface LiveStreamOptions {
  hub: LiveHub;
  /** What goes on when somebody begins to watch. */
  now(): Promise<LiveEvent[]>;
  /** Whether an audit may be told of now. */
  shows(audit: string): Promise<boolean>;
  /** Whether whoever watches is still signed in. Asking makes no session longer. */
  isIn(): Promise<boolean>;
}

/** Milliseconds: how often it is said that the connection lives, and how soon a browser comes again. */
const beat = 20_000;
const again = 3_000;

/** Milliseconds for which it is known that somebody is signed in: so long, at most, is anything told after a session ended. */
const sure = 2_000;

/** Bytes that wait for a reader: who takes them so slowly is let go, and comes again. */
const slow = 256 * 1024;

/** Readers at once: each holds a connection. */
export const mostReaders = 200;
let reading = 0;

/** Server-sent events. It ends with the session, and with the server. */
export async function liveStream(context: Context, { hub, now, shows, isIn }: LiveStreamOptions): Promise<Response> {
  if (reading >= mostReaders) return tooMany(context);
  reading += 1;
  const encoder = new TextEncoder();
  let leave = () => {};
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;
  let knownAt = performance.now();
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let told: Promise<void> = Promise.resolve();
        const end = () => {
          if (isOpen) controller.close();
          over();
        };
        const write = (text: string) => {
          if (!isOpen) return;
          if ((controller.desiredSize ?? 0) <= 0) end();
          else controller.enqueue(encoder.encode(text));
        };
        const tell = async (event: LiveEvent) => {
          const audit = "running" in event ? event.running.audit : "audit" in event ? event.audit : null;
          if (!isOpen || (audit !== null && !(await shows(audit)))) return;
          if (await mayStay()) write(written(event));
          else end();
        };
        // In the order they came, each when it is known that it may be told.
        const event = (one: LiveEvent) => {
          told = told.then(() => tell(one)).catch(() => end());
        };
        write(`retry: ${again}\n\n`);
        const look = async () => ((await isIn().catch(() => true)) ? write(": still there\n\n") : end());
        leave = hub.join({ event, end, doubt: look });
        // Where the database is away nobody can say who is signed in: there is nothing to tell then, and the page goes on waiting.
        timer = setInterval(look, beat).unref();
        for (const one of await now().catch(() => [])) event(one);
      },
      cancel: over,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: slow }),
  );
  return context.body(body, 200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });

  async function mayStay(): Promise<boolean> {
    if (performance.now() - knownAt < sure) return true;
    knownAt = performance.now();
    return isIn();
  }

  function over(): void {
    if (!isOpen) return;
    isOpen = false;
    reading -= 1;
    clearInterval(timer);
    leave();
  }
}

function written(event: LiveEvent): string {
  return `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

function tooMany(context: Context): Response {
  return problemAnswer(context, {
    status: 503,
    detail: `${mostReaders} others are watching already.`,
    fix: "Close pages nobody looks at.",
  });
}
