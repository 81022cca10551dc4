/** What a finding rests on, by source: all of it, or only what is about some subjects. A source that is not in here says nothing of it. */
export type Rests = ReadonlyMap<string, readonly string[] | "whole">;

/** What a recheck reads of one source. */
export interface Reread {
  source: string;
  /** As `Listing.about` takes them; `null` = the whole listing. */
  subjects: readonly string[] | null;
}
