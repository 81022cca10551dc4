import type { Month } from "./period.ts";

/** Systems `rollcall init` can write an entry for, by the id they get. */
export const initialSystems = [
  "zendesk-global",
  "zendesk-us-federal",
  "calendly",
  "pagerduty",
  "gitlab-com",
  "gitlab-projects",
  "1password",
] as const;

export type InitialSystem = (typeof initialSystems)[number];

/** What `rollcall init` asked. Empty text = it was not asked, or there is none. */
export interface InitialAnswers {
  organization: string;
  yearStarts: Month;
  timeZone: string;
  opsManager: string;
  auditor: string;
  /** Separated by spaces or commas. */
  emailDomains: string;
  /** A folder, a .yaml list or a .csv. */
  roster: string;
  systems: InitialSystem[];
  /** Address or subdomain. */
  zendeskGlobal: string;
  zendeskFederal: string;
  /** Full paths, separated by spaces or commas: the groups whose members are audited. */
  gitlabGroups: string;
  /** Full path of the group whose projects are audited. */
  gitlabProjects: string;
  onepasswordGroup: string;
  auth: "client" | "token" | "api-token";
  /** GitLab project; empty: plain files. */
  tracker: string;
  gitlabUrl: string;
}
