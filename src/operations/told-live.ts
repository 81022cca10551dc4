import type { Running } from "../model/api/audit.ts";
import type { Context } from "./context.ts";
import type { ProgressEvent } from "./progress.ts";

/**
 * Does `work` while everybody who looks at the database is told how it goes. Where there is no database, or it goes away, the work
 * goes on all the same: this never throws by itself.
 */
export async function toldLive<T>(
  context: Context,
  of: Pick<Running, "audit" | "system" | "what">,
  work: (told: Context) => Promise<T>,
): Promise<T> {
  const begun = context.clock();
  let running: Running = { ...of, by: context.actor, started_at: begun, heard_at: begun, sources: [], note: null };
  // Not waited for: the platform is read while the database is opened.
  const store = Promise.resolve()
    .then(() => context.store())
    .catch(() => null);
  const tell = () => void store.then((opened) => opened?.live.progress(running));
  const progress = (event: ProgressEvent) => {
    context.progress(event);
    if (event.kind === "roster" || event.system !== of.system) return;
    running = { ...heard(running, event), heard_at: context.clock() };
    tell();
  };
  tell();
  try {
    return await work({ ...context, progress });
  } finally {
    await (await store)?.live.ended(of.audit);
  }
}

/** What is known of a reading after it said something. */
export function heard(running: Running, event: Exclude<ProgressEvent, { kind: "roster" }>): Running {
  switch (event.kind) {
    case "audit-started":
      return { ...running, note: null, sources: event.sources.map((name) => ({ ...waiting, name })) };
    case "rows-read": {
      const { rows, expected } = event;
      return { ...withSource(running, event.source, { rows, expected, state: "reading" }), note: null };
    }
    case "source-ended": {
      const { name, rows, expected, requests, status, reason } = event.source;
      return withSource(running, name, { rows, expected, requests, state: status, note: reason });
    }
    case "waiting":
      return { ...running, note: event.reason };
    case "publishing":
      return { ...running, note: `writing to ${event.where}` };
    case "audit-ended":
      return { ...running, note: null };
  }
}

type RunningSource = Running["sources"][number];

const waiting: Omit<RunningSource, "name"> = { rows: 0, expected: null, requests: 0, state: "waiting", note: null };

/** A listing may turn into more than one source. */
function withSource(running: Running, name: string, now: Partial<RunningSource>): Running {
  const known = running.sources.some((source) => source.name === name);
  const sources = known ? running.sources : [...running.sources, { ...waiting, name }];
  return { ...running, sources: sources.map((source) => (source.name === name ? { ...source, ...now } : source)) };
}
