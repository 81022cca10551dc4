/** What happened that is of no audit: a sign-in, a token that was made, a run that was asked for. */
export interface JournalEntry {
  id: string;
  /** ISO 8601. */
  at: string;
  kind: string;
  actor: string;
  payload: Readonly<Record<string, unknown>>;
}

/** @throws RollcallError */
export interface Journal {
  /** @returns with its id */
  add(entry: Omit<JournalEntry, "id">): Promise<JournalEntry>;
  /** Newest first. @param before cursor of the page before */
  page(of: { kind?: string; actor?: string; before?: string; limit: number }): Promise<{ items: JournalEntry[]; next: string | null }>;
}
