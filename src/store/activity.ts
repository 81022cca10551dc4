export interface ActivityQuery {
  /** `null` = all. */
  audits: readonly string[] | null;
  /** Whether what is of no audit is among it. */
  journal: boolean;
  kind?: string;
  /** Part of it, whatever its case. */
  actor?: string;
  /** `next` of the page before. */
  before?: string;
  limit: number;
}

/** An event of an audit, or an entry of the journal. */
export interface Activity {
  /** `zendesk-global/FY27-Q4#12`, or of the journal. */
  id: string;
  at: string;
  audit: string | null;
  /** Of the event. */
  n: number | null;
  kind: string;
  actor: string;
  payload: Readonly<Record<string, unknown>>;
}

export interface ActivityPage {
  items: Activity[];
  next: string | null;
  total: number;
}

/** Everything that happened, newest first. @throws RollcallError */
export interface ActivityLog {
  page(query: ActivityQuery): Promise<ActivityPage>;
}
