import { calendly } from "./calendly/index.ts";
import { csv } from "./csv/index.ts";
import type { Platform } from "./platform.ts";
import { scim } from "./scim/index.ts";
import { zendesk } from "./zendesk/index.ts";

/** Every platform Rollcall can audit, by id. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  [zendesk, calendly, csv, scim].map((platform) => [platform.id, platform]),
);
