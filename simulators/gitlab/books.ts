/** Who was told of something, as GitLab would have sent it: one entry a user, issue and happening. */
export interface Notification {
  username: string;
  reason: "mentioned" | "assigned" | "participating" | "subscribed";
  /** The text of the mention that did it (`@all`, `@acme`, `@dana`), where it was one. */
  mention: string | null;
  issue: IssueName;
  by: string;
  at: string;
}

/** A quick action GitLab took out of a text. `applied` is false where the author may not, or it did not fit. */
interface QuickActionRun {
  command: string;
  argument: string | null;
  applied: boolean;
  message: string | null;
  source: "description" | "note";
  on: "create" | "edit";
  issue: IssueName;
  by: string;
  at: string;
}

/** A reference that was live in a text: `#1`, `!2`, `~label`, `%milestone`, `$3`, `&4`, `^alert#5`, an issue's address. */
interface Reference {
  kind: string;
  text: string;
  /** True where it names something that exists and so left a trace there (issues) or a link (labels). */
  resolved: boolean;
  source: "description" | "note";
  issue: IssueName;
  by: string;
  at: string;
}

interface IssueName {
  project: string;
  iid: number;
}

/** What this GitLab did besides answering. The requests stand in the kit's own books. */
export interface GitlabBooks {
  notifications: Notification[];
  quickActions: QuickActionRun[];
  references: Reference[];
}

export function emptyBooks(): GitlabBooks {
  return { notifications: [], quickActions: [], references: [] };
}
