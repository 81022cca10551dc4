import type { Contact } from "../model/contact.ts";
import type { Conversation } from "../model/conversation.ts";
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

/** Where something was written. */
export interface Written {
  thread: string;
  comment: string;
  url: string;
}

/** One audit's issue, found. Each of its writes carries a marker in its text: whether it was made is seen by reading. */
export interface AuditIssue {
  link: IssueLink;
  /** The whole of it, each time: edits and deletions are seen so. */
  read(signal: AbortSignal): Promise<Conversation>;
  /** Opens a thread. */
  say(body: string, signal: AbortSignal): Promise<Written>;
  /** Into a thread. @returns `null` where the thread is gone */
  reply(thread: string, body: string, signal: AbortSignal): Promise<Written | null>;
  /** 👍 by us, once however often it is asked for. One whose comment is gone does nothing. */
  thumb(comment: string, signal: AbortSignal): Promise<void>;
  close(signal: AbortSignal): Promise<void>;
  reopen(signal: AbortSignal): Promise<void>;
}

/** Where the audit issue lives. GitLab, or plain files for teams without. */
export interface Tracker {
  /** Short, for progress and messages: "GitLab acme/support-ops/audits". */
  name: string;
  probe(signal: AbortSignal): Promise<TrackerProbe>;
  find(auditId: string, signal: AbortSignal): Promise<TrackedIssue | null>;
  /** E-mails or names of those contacts who would be mentioned but cannot see the issue. */
  absentees(contacts: Contact[], signal: AbortSignal): Promise<Contact[]>;
  /** The issue of an audit, for what comes after its Notes; `null` where it has none. */
  issue(auditId: string, signal: AbortSignal): Promise<AuditIssue | null>;
  /** Every audit that has an open issue here, whoever opened it: what an empty store is filled from. */
  audits(signal: AbortSignal): Promise<{ auditId: string; link: IssueLink }[]>;
  publish(draft: IssueDraft, options: PublishOptions, signal: AbortSignal): Promise<Published>;
}
