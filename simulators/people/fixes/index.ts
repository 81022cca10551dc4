import { calendlyFixes } from "./calendly.ts";
import { gitlabFixes } from "./gitlab.ts";
import { gitlabProjectsFixes } from "./gitlab-projects.ts";
import type { Fix, Fixes, Wrong } from "./hands.ts";
import { labFixes } from "./lab-directory.ts";
import { onepasswordFixes } from "./onepassword.ts";
import { pagerdutyFixes } from "./pagerduty.ts";
import { trainingFixes } from "./training-portal.ts";
import { zendeskFixes } from "./zendesk.ts";

/** How each platform of the company is put right, and by which server of the simulators. */
const platforms: Readonly<Record<string, { server: string; fixes: Fixes }>> = {
  "zendesk-global": { server: "zendesk-global", fixes: zendeskFixes },
  "zendesk-us-federal": { server: "zendesk-us-federal", fixes: zendeskFixes },
  calendly: { server: "calendly", fixes: calendlyFixes },
  pagerduty: { server: "pagerduty", fixes: pagerdutyFixes },
  "gitlab-com": { server: "gitlab", fixes: gitlabFixes },
  "gitlab-projects": { server: "gitlab", fixes: gitlabProjectsFixes },
  "1password": { server: "1password", fixes: onepasswordFixes },
  "lab-directory": { server: "lab-directory", fixes: labFixes },
  "training-portal": { server: "training-portal", fixes: trainingFixes },
};

/** What is right as it is, and is accepted until a date by whoever may decide. */
const acceptable = new Set(["service-account-unowned"]);

/** `null` = nothing is to be changed about it: it is accepted. @throws where nobody in the company knows what to do */
export function fixOf({ system, check }: Wrong): { server: string; fix: Fix } | null {
  const platform = platforms[system];
  const fix = platform?.fixes[check];
  if (platform && fix) return { server: platform.server, fix };
  if (acceptable.has(check)) return null;
  throw new Error(`nobody knows how to put right ${check} on ${system}`);
}
