/** An audit that is not ended. */
export interface OpenAudit {
  id: string;
  /** Address of its issue; `null` = it has none. */
  issue: string | null;
}

/**
 * What a worker can do, each piece idempotent: done twice it changes nothing. A piece returns a sentence on how it ended and throws
 * what makes doing it again worthwhile. Times are ISO 8601.
 */
export interface Work {
  /** Systems whose audit of the period `now` is in has not been read since `since`. */
  unread(of: { since: string; now: string }): Promise<string[]>;
  /** Audits whose follow-up has something to do by now, by our clock. */
  dueAudits(now: string): Promise<string[]>;
  openAudits(): Promise<OpenAudit[]>;
  /** Open audits whose platform was not read whole since: what was just read need not be read again. */
  unrechecked(of: { since: string }): Promise<string[]>;
  /** @param by who asked for it; left out = nobody, it was due */
  runAudit(system: string, signal: AbortSignal, by?: string): Promise<string>;
  followUp(audit: string, signal: AbortSignal): Promise<string>;
  recheck(audit: string, signal: AbortSignal, by?: string): Promise<string>;
  /** Ids of webhooks that are configured. */
  webhooks(): string[];
  /** Sends to a webhook what it has not got. */
  deliver(webhook: string, signal: AbortSignal): Promise<string>;
  thin(signal: AbortSignal): Promise<string>;
}
