/** Somebody Rollcall writes to: a person of the roster, or one the configuration describes in full. */
export interface Contact {
  email: string;
  name: string | null;
  /** GitLab username, without `@`. */
  gitlab: string | null;
  /** Slack member id. */
  slack: string | null;
}
