import type { Month } from "./period.ts";

/** What `rollcall init` asked. Empty text = there is none. */
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
  /** Address or subdomain. */
  zendeskGlobal: string;
  zendeskFederal: string;
  auth: "client" | "token" | "api-token";
  /** GitLab project; empty: plain files. */
  tracker: string;
  gitlabUrl: string;
}
