import { calendly } from "./calendly/index.ts";
import { csv } from "./csv/index.ts";
import { pagerduty } from "./pagerduty/index.ts";
import type { Platform } from "./platform.ts";
import { zendesk } from "./zendesk/index.ts";

/** Every platform Rollcall can audit, by id. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  [zendesk, calendly, pagerduty, csv].map((platform) => [platform.id, platform]),
);
