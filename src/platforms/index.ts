import { calendly } from "./calendly/index.ts";
import { csv } from "./csv/index.ts";
import { gitlab } from "./gitlab/index.ts";
import { gitlabProjects } from "./gitlab-projects/index.ts";
import { onepassword } from "./onepassword/index.ts";
import { pagerduty } from "./pagerduty/index.ts";
import type { Platform } from "./platform.ts";
import { scim } from "./scim/index.ts";
import { zendesk } from "./zendesk/index.ts";

/** Every platform Rollcall can audit, by id. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  [zendesk, calendly, pagerduty, gitlab, gitlabProjects, onepassword, scim, csv].map((platform) => [platform.id, platform]),
);
