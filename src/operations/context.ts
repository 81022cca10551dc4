import type { Slots } from "../http/client.ts";
import type { Config, SystemConfig } from "../model/config.ts";
import type { Exemption, KnownGap } from "../model/exemption.ts";
import type { Roster } from "../model/person.ts";
import type { Platform } from "../platforms/platform.ts";
import type { RowFolder } from "../store/kept-rows.ts";
import type { Tracker } from "../tracker/tracker.ts";
import type { Progress } from "./progress.ts";

/** What every operation may use. Filled in `app.ts`, the only file that knows the concrete things. */
export interface Context {
  config: Config;
  roster: Roster;
  exemptions: readonly Exemption[];
  /** Sources known not to be readable, accepted until a date. */
  knownGaps: readonly KnownGap[];
  platform(id: string): Platform;
  /** `null` where the configuration names no tracker for it. */
  tracker(system: SystemConfig): Tracker | null;
  /** A fresh folder for one reading of one system. */
  rows(system: string): RowFolder;
  /** ISO 8601: the time the audit is of. */
  now: string;
  /** The machine's clock, for the times in ledgers. */
  clock(): string;
  /** Of all requests of the run, whatever they are sent to. */
  slots: Slots;
  progress: Progress;
  signal: AbortSignal;
}
