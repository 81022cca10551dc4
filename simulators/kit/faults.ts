/**
 * Something that goes wrong on purpose. Faults of the wire are done by the kit; those of a list (`repeat-page`, `repeat-row`,
 * `drop-row`, `same-cursor`, `foreign-next`) by the server that knows its lists.
 */
export type FaultKind =
  | "status"
  | "reset"
  | "hang"
  | "cut"
  | "html"
  | "redirect"
  | "repeat-row"
  | "repeat-page"
  | "drop-row"
  | "same-cursor"
  | "foreign-next";

export interface Fault {
  server: string;
  kind: FaultKind;
  /** Requests it strikes: those whose path (with query) starts with this. Default: all. */
  path?: string;
  method?: string;
  /** How many requests it lets pass first, and how many it strikes; default none and all. */
  after?: number;
  times?: number;
  /** For `status`. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** For `redirect` and `foreign-next`: where to. */
  to?: string;
}

/** The faults in force, of all servers. */
export class Faults {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that strikes this request, counted as done. */
  strike(request: { server: string; method: string; path: string }): Fault | null {
    for (const fault of this.#faults) {
      if (fault.server !== request.server || (fault.method && fault.method !== request.method)) continue;
      if (fault.path && !request.path.startsWith(fault.path)) continue;
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
