import type { AccessToken, GroupAccess } from "./access-shapes.ts";
import type { GroupApprovals, ProjectSettings, ProtectedBranch } from "./project-settings.ts";
import type { Repository } from "./repository.ts";

/** GitLab access levels: an open integer scale, these are the named steps on it. */
export const LEVELS = { none: 0, guest: 10, planner: 15, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;

export interface User {
  id: number;
  username: string;
  name: string;
  state: "active" | "blocked" | "deactivated" | "banned";
  bot: boolean;
  email: string;
  createdAt: string;
  /** The address they show the world; most show none. */
  publicEmail?: string;
  /** What only a top-level group's Owner is told: a time, and a day. */
  lastLoginAt?: string;
  lastActivityOn?: string;
}

export interface Token {
  id: number;
  name: string;
  value: string;
  userId: number;
  scopes: string[];
  /** YYYY-MM-DD, or null for a token without end. */
  expiresAt: string | null;
  revoked: boolean;
  createdAt: string;
}

export interface Member {
  userId: number;
  accessLevel: number;
  createdAt: string;
  expiresAt: string | null;
  createdById: number | null;
  /** Nobody has approved them yet. */
  awaiting?: true;
  /** A custom role on top of the level. */
  memberRole?: { id: number; name: string };
}

export interface Group extends GroupAccess {
  id: number;
  name: string;
  /** `acme/support-ops`. */
  path: string;
  members: Member[];
  /** What it enforces in all of its projects; only top-level groups can. */
  mergeRequestApprovals?: GroupApprovals;
  protectedBranches?: ProtectedBranch[];
}

export interface Label {
  id: number;
  name: string;
  description: string | null;
  color: string;
}

interface Template {
  /** `Zendesk Global` for `.gitlab/issue_templates/Zendesk Global.md`. */
  name: string;
  content: string;
}

export interface Upload {
  id: number;
  secret: string;
  filename: string;
  contentType: string;
  bytes: Buffer;
  userId: number;
}

export interface Project {
  id: number;
  name: string;
  /** `acme/support-ops/audits`. */
  path: string;
  /** Paths it had before a rename or transfer: they answer 301 to GET and 405 to everything else. */
  formerPaths: string[];
  visibility: "private" | "internal" | "public";
  issuesEnabled: boolean;
  archived: boolean;
  /** Left out = `main`. */
  defaultBranch?: string | null;
  /** Without a commit; GitLab names the branch to come as its default one all the same. */
  emptyRepository?: boolean;
  /** YYYY-MM-DD; such a project stays in lists until it is gone. */
  markedForDeletionOn?: string;
  /** Groups it was shared with. */
  sharedWith?: { groupId: number; accessLevel: number }[];
  /** Left out = as GitLab makes a project. */
  settings?: ProjectSettings;
  accessTokens?: AccessToken[];
  createdAt: string;
  /** Direct members only; those of the namespaces above come on top. */
  members: Member[];
  labels: Label[];
  templates: Template[];
  uploads: Upload[];
  issues: Issue[];
  /** Highest iid given so far: iids of deleted issues are not given again. */
  lastIid: number;
  /** Its files; left out where it has none to read. */
  repository?: Repository;
}

export interface Award {
  id: number;
  name: string;
  userId: number;
  createdAt: string;
}

export interface Note {
  id: number;
  discussionId: string;
  type: "DiscussionNote" | null;
  body: string;
  authorId: number;
  system: boolean;
  internal: boolean;
  createdAt: string;
  /** Moves with an emoji and with the first reply to a lone comment too: it tells no edit. */
  updatedAt: string;
  /** When its text was changed last: the page shows it, the REST API does not. */
  editedAt: string | null;
  awards: Award[];
}

/** State and label changes are no notes: GitLab keeps them as resource events, and only its page shows them among the notes. */
export interface ResourceEvent {
  id: number;
  kind: "state" | "label";
  /** `closed`, `reopened`; `add`, `remove`. */
  action: "closed" | "reopened" | "add" | "remove";
  label: string | null;
  userId: number;
  createdAt: string;
}

export interface Issue {
  id: number;
  iid: number;
  projectId: number;
  title: string;
  description: string | null;
  state: "opened" | "closed";
  authorId: number;
  assigneeIds: number[];
  labels: string[];
  dueDate: string | null;
  confidential: boolean;
  discussionLocked: boolean;
  weight: number | null;
  issueType: string;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedById: number | null;
  movedToId: number | null;
  duplicatedToId: number | null;
  subscriberIds: number[];
  notes: Note[];
  awards: Award[];
  events: ResourceEvent[];
}
