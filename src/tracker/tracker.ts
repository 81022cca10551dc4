import type { Contact } from "../model/contact.ts";
import type { AuditView, IssueLink } from "../model/report.ts";

/** What an audit's issue holds of earlier runs. */
export interface TrackedIssue {
  link: IssueLink;
  /** Finding key → ref, as the issue's markers say: refs stay over re-runs. */
  refs: Map<string, string>;
  state: "opened" | "closed";
}

/** What the audit issue is to say; the tracker decides where it goes and keeps what people wrote. */
export interface IssueDraft {
  /** `zendesk-global/FY27-Q4`: stands in the marker the issue is found by. */
  auditId: string;
  /** "Zendesk Global audit FY27-Q4". */
  title: string;
  /** Name of the issue template. */
  template: string;
  /** Built-in template, used where the project has none. */
  fallbackTemplate: string;
  /** What the Notes are made from. */
  view: AuditView;
  organization: string;
  period: string;
  generatedAt: string;
  rosterLine: string;
  assignee: Contact | null;
  /** YYYY-MM-DD. */
  dueDate: string;
}

export interface PublishOptions {
  /** Reopen an issue a person closed. */
  reopen: boolean;
  /** Say every write that would be made, and make none. */
  dryRun: boolean;
}

export interface Published {
  link: IssueLink | null;
  action: "created" | "updated" | "unchanged" | "planned";
  /** What the auditor should know: template missing, no Notes heading, people who cannot see the issue. */
  warnings: string[];
  /** With dryRun: each write, a line. */
  planned: string[];
}

export interface TrackerProbe {
  ok: boolean;
  /** One line: who we are there, what is missing. */
  message: string;
  fix: string | null;
}

/** Where the audit issue lives. GitLab, or plain files for teams without. */
export interface Tracker {
  /** Short, for progress and messages: "GitLab acme/support-ops/audits". */
  name: string;
  probe(signal: AbortSignal): Promise<TrackerProbe>;
  find(auditId: string, signal: AbortSignal): Promise<TrackedIssue | null>;
  /** E-mails or names of those contacts who would be mentioned but cannot see the issue. */
  absentees(contacts: Contact[], signal: AbortSignal): Promise<Contact[]>;
  publish(draft: IssueDraft, options: PublishOptions, signal: AbortSignal): Promise<Published>;
}
