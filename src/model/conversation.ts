import type { IssueLink } from "./report.ts";

/** Somebody of the tracker. */
export interface Author {
  /** The tracker's own id: GitLab's user id. */
  id: string;
  username: string | null;
  name: string | null;
}

export interface Comment {
  /** Unique in the tracker. */
  id: string;
  /** `null` = nobody is told: a deleted user, or a tracker without users. */
  author: Author | null;
  /** ISO 8601. */
  at: string;
  /** When it was changed last; `null` = never since it was written. */
  editedAt: string | null;
  body: string;
}

/** A comment and the replies to it, in their order. */
export interface Thread {
  id: string;
  comments: Comment[];
}

/** A box of the description that Rollcall knows, as it stands now. */
export interface Box {
  /** Ref of a finding, or the box "Reviewed, start asking". */
  what: { finding: string } | "start";
  ticked: boolean;
  /** Who last changed it, and when, where the tracker tells. */
  by: Author | null;
  at: string | null;
}

/** Everything people said and did in an audit's issue, read whole. */
export interface Conversation {
  link: IssueLink;
  state: "opened" | "closed";
  /** Who closed it last, where it is closed and the tracker tells. */
  closed: { by: Author | null; at: string } | null;
  /** Whose token this is: comments with our marker count as ours only from them. `null` where the tracker has no users. */
  me: Author | null;
  /** Finding key → ref, as the Notes say. */
  refs: ReadonlyMap<string, string>;
  /** Oldest first. Without the activity. */
  threads: Thread[];
  boxes: Box[];
}
