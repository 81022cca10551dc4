import type { Running } from "../model/api/audit.ts";
import type { LiveEvent } from "../model/api/live.ts";

/** What is heard of other processes, and of this one. */
export interface Listener {
  event(event: LiveEvent): void;
  /** `away`: the connection broke, and is being made anew. `back`: it is there again; anything may have happened meanwhile. */
  state?(state: "away" | "back"): void;
}

/** What goes on, told over all processes of one database. */
export interface Live {
  /** A reading said something. Written at most every quarter of a second an audit, the last always. Never throws: it is not worth a reading. */
  progress(running: Running): void;
  /** It ended, however it did. Never throws. */
  ended(audit: string): Promise<void>;
  /** @throws RollcallError */
  running(): Promise<Running[]>;
  /** On a connection of its own, until stopped. Never throws: where the database is away it is tried on. */
  listen(listener: Listener): Promise<{ stop(): Promise<void> }>;
}
