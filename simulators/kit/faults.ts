import { Hold } from "./hold.ts";

/**
 * Something that goes wrong on purpose. Faults of the wire are done by the kit; those of a list (`repeat-page`, `repeat-row`,
 * `drop-row`, `same-cursor`, `foreign-next`) by the server that knows its lists.
 */
const kinds = [
  "status",
  "reset",
  "hang",
  "cut",
  "html",
  "redirect",
  "repeat-row",
  "repeat-page",
  "drop-row",
  "same-cursor",
  "foreign-next",
] as const;

export type FaultKind = (typeof kinds)[number];

export interface Fault {
  server: string;
  kind: FaultKind;
  /** Requests it strikes: those whose path (with query) starts with this. Default: all. */
  path?: string;
  /** The same by a regular expression. */
  pattern?: string;
  method?: string;
  /** How many requests it lets pass first, and how many it strikes; default none and all. */
  after?: number;
  times?: number | null;
  /** For `status`. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** For `cut`: without a length, so that only the missing last chunk tells. */
  chunked?: boolean;
  /** For `redirect` and `foreign-next`: where to. */
  to?: string;
}

const fields = new Set("server kind path pattern method after times status headers body chunked to".split(" "));

/** A fault as somebody sent it. @throws for what it does not know: a fault that never strikes proves nothing */
export function parseFault(given: Record<string, unknown>): Fault {
  const stranger = Object.keys(given).find((field) => !fields.has(field));
  if (stranger !== undefined) throw new Error(`a fault has no ${stranger}`);
  if (!kinds.some((kind) => kind === given.kind))
    throw new Error(`no fault ${String(given.kind)}; there are ${kinds.join(", ")}`);
  if (typeof given.pattern === "string") new RegExp(given.pattern);
  return given as unknown as Fault;
}

function isAimedAt(fault: Fault, request: { server: string; method: string; path: string }): boolean {
  if (fault.server !== request.server || (fault.method && fault.method !== request.method)) return false;
  if (fault.path && !request.path.startsWith(fault.path)) return false;
  return fault.pattern === undefined || new RegExp(fault.pattern).test(request.path);
}

/** The faults in force, of all servers. */
export class Faults {
  /** Of writes, over all servers. */
  readonly hold = new Hold();
  #faults: Fault[] = [];
  #onClear: (() => void)[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
    for (const mend of this.#onClear) mend();
  }

  /** For what goes wrong elsewhere than on the wire: it is mended when all is. */
  onClear(mend: () => void): void {
    this.#onClear.push(mend);
  }

  /** The fault that strikes this request, counted as done. */
  strike(request: { server: string; method: string; path: string }): Fault | null {
    for (const fault of this.#faults) {
      if (!isAimedAt(fault, request)) continue;
      if (fault.after) {
        fault.after -= 1;
        continue;
      }
      if (fault.times === 0) continue;
      if (fault.times) fault.times -= 1;
      return fault;
    }
    return null;
  }
}
