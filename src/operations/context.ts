import type { Evidence } from "../evidence/index.ts";
import type { Slots } from "../http/client.ts";
import type { Config, SystemConfig, WebhookConfig } from "../model/config.ts";
import type { Exemption, KnownGap } from "../model/exemption.ts";
import type { Roster } from "../model/person.ts";
import type { Channel } from "../notify/channel.ts";
import type { HookDelivery, HookMessage } from "../notify/webhook/send.ts";
import type { ConnectOptions, Platform } from "../platforms/platform.ts";
import type { RowFolder } from "../store/kept-rows.ts";
import type { Store } from "../store/store.ts";
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
  /** Ways to a person beside the issue; `null` where the configuration names none. */
  channels: { slack: Channel | null; email: Channel | null };
  /** Tells another program what happened. */
  sendHook(hook: WebhookConfig, message: HookMessage, signal: AbortSignal): Promise<HookDelivery>;
  /** Why nothing could be sent there now; `null` = it could. Nothing is sent. */
  hookTrouble(hook: WebhookConfig): Promise<string | null>;
  /** A fresh folder for one reading of one system. */
  rows(system: string): RowFolder;
  /** What is remembered: opened when first asked for, once. @throws RollcallError where it cannot be */
  store(): Promise<Store>;
  /** How evidence is sealed. */
  evidence: Evidence;
  /** Of Rollcall, and with it of its checks. */
  version: string;
  /** Who runs this, as the machine says: `dana@laptop`. */
  actor: string;
  /** ISO 8601: the time the audit is of. */
  now: string;
  /** The environment: for programs that are run for a system, and for nothing else. */
  env: Readonly<Record<string, string | undefined>>;
  /** The machine's clock, for the times in ledgers. */
  clock(): string;
  /** Of all requests of the run, whatever they are sent to. */
  slots: Slots;
  progress: Progress;
  signal: AbortSignal;
}

/** How any system is connected to: within the run's limits, at the run's time. */
export function connectOptions({ config, env, now, slots }: Context): ConnectOptions {
  return { rate: config.rate, env, now, slots };
}
