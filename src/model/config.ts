import type { Month } from "./period.ts";
import type { ServiceAccount, Verification } from "./scene.ts";
import type { Secret } from "./secret.ts";
import type { Severity } from "./severity.ts";

/** What the configuration says of one check. Limits are in days. */
export interface CheckSetting {
  off?: boolean;
  severity?: Severity;
  after?: number;
  before?: number;
}

/** An e-mail of the roster, or somebody outside it described in full. */
export interface ConfiguredContact {
  email: string;
  name: string | null;
  gitlab: string | null;
  slack: string | null;
}

/** A folder (one file a person) or a single YAML or CSV file of a GitLab project. */
export interface GitlabRosterConfig {
  url: URL;
  /** Path with namespace, or number. */
  project: string;
  /** In the repository, without `/` at its ends; empty for the whole repository. */
  path: string;
  /** Branch, tag or commit; `null` = the project's default branch. */
  ref: string | null;
  token: Secret;
}

export type RosterConfig = { directory: string } | { file: string } | { csv: string } | { gitlab: GitlabRosterConfig };

export interface GitlabTrackerConfig {
  url: URL;
  /** Path with namespace, or number. */
  project: string;
  token: Secret;
  /** Issues are confidential unless this is false. */
  confidential: boolean;
  labels: string[];
}

export type TrackerConfig = { gitlab: GitlabTrackerConfig } | { files: string };

/** What was bought of one type of seat. */
export interface BoughtSeats {
  /** `null` = the file does not say; the platform may. */
  bought: number | null;
  /** Of one seat; `null` = not said. */
  monthlyCost: number | null;
}

/** The contract of a system's seats, from `seats`. */
export interface SeatsConfig {
  /** Three letters: USD. */
  currency: string;
  /** YYYY-MM-DD. */
  renews: string | null;
  /** By the type's name, in the order of the file. */
  types: Record<string, BoughtSeats>;
}

/** `follow_up`, of all systems or of one. What is left out is as the other says. Times in days. */
export interface FollowUpConfig {
  wait?: number;
  /** `null` = when the auditor says so. */
  startAfter?: number | null;
  atMost?: number;
  ladder?: "full" | "direct";
}

/** When the clock of the follow-up stands still. Days as YYYY-MM-DD, both inclusive. */
export interface PausesConfig {
  weekends: boolean;
  holidays: string[];
  absences: { email: string; from: string; to: string }[];
}

export interface SlackConfig {
  token: Secret;
  /** Slack's own, unless the configuration names another. */
  url: URL;
}

export interface EmailConfig {
  /** smtp://user:password@host:587 */
  smtp: Secret;
  from: string;
}

/** When the workers of `rollcall serve` do what: cron lines in the configured time zone. */
export interface ScheduleConfig {
  audit: string;
  followUp: string;
  recheck: string;
}

/** How people sign in: OpenID Connect. */
export interface SignInConfig {
  issuer: URL;
  clientId: string;
  clientSecret: Secret;
  scopes: string[];
  /** Claim that names somebody's groups. */
  groupsClaim: string;
  /** On the button. */
  name: string;
}

/** Where `rollcall serve` listens, and who may come in. Roles and groups: e-mails, or names of groups. */
export interface ServeConfig {
  port: number;
  host: string;
  /** As people reach it; `null` = where it listens. */
  url: URL | null;
  /** Addresses of proxies that are believed when they say who asks. */
  trustedProxies: string[];
  /** `null` = nobody signs in but by the link of this machine. */
  signIn: SignInConfig | null;
  roles: Record<"manager" | "auditor" | "viewer", string[]>;
  groups: Record<string, string[]>;
  /** `null` = no webhook. */
  webhookToken: Secret | null;
}

/** Where events are sent, for other programs. */
export interface WebhookConfig {
  /** Of its address: what was delivered is known by it. */
  id: string;
  url: URL;
  secret: Secret;
  /** Kinds; `null` = all. */
  events: string[] | null;
  /** Ids of systems; `null` = all. */
  systems: string[] | null;
  /** It may be this machine or a private network, and http. */
  allowPrivate: boolean;
}

/** How evidence is sealed. */
export interface EvidenceConfig {
  /** Private key as PEM; `null` = one of our own, in a file. */
  key: Secret | null;
}

/** One audited instance, the keys every platform shares. `settings` holds the platform's own, read by its schema. */
export interface SystemConfig {
  id: string;
  platform: string;
  name: string;
  /** Issue template's name; by default the system's name. */
  template: string;
  rosterKey: string | null;
  admins: string[];
  serviceAccounts: ServiceAccount[];
  verifications: Verification[] | null;
  /** Groups whose people see it; none = everybody who sees any. */
  visibleTo: string[];
  /** `null` where the configuration does not say what was bought. */
  seats: SeatsConfig | null;
  /** Where this system's issues go instead of the common tracker. */
  tracker: TrackerConfig | null;
  followUp: FollowUpConfig;
  settings: unknown;
  /** Folder of rollcall.yaml: relative paths in `settings` are relative to it. */
  folder: string;
  /** `rollcall.yaml:18`. */
  at: string;
}

/** `rollcall.yaml`, read, checked and with every relative path made absolute. */
export interface Config {
  path: string;
  organization: string;
  fiscalYearStarts: Month;
  timeZone: string;
  people: {
    opsManager: ConfiguredContact;
    deputy: ConfiguredContact | null;
    auditor: ConfiguredContact;
    skip: ConfiguredContact[];
  };
  roster: RosterConfig;
  /** Absolute path of exemptions.yaml, or null. */
  exemptions: string | null;
  emailDomains: string[];
  /** In the order of the file. */
  systems: SystemConfig[];
  tracker: TrackerConfig | null;
  /** Share of a platform's remaining request budget Rollcall may take, 0 < rate ≤ 1. */
  rate: number;
  checks: Record<string, CheckSetting>;
  followUp: FollowUpConfig;
  pauses: PausesConfig;
  /** Whether the auditor and the manager may act on the command line, where who somebody is can only be claimed. */
  decisionsOnCommandLine: boolean;
  notify: { slack: SlackConfig | null; email: EmailConfig | null };
  schedule: ScheduleConfig;
  serve: ServeConfig;
  webhooks: WebhookConfig[];
  evidence: EvidenceConfig;
  /** Days after somebody left in which it stays known who they were. */
  keepPersonalData: number;
  /** Days snapshots are kept whole; older ones are thinned to the last complete one of each audit. */
  keepSnapshots: number;
  /** What is valid and does nothing as it is written: said once, never silently ignored. */
  warnings: string[];
}
