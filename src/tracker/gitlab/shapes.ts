import { z } from "zod";

/** The fields of GitLab's answers that are used, and nothing else. Ids as text: they only ever go back into addresses. */
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);

export const user = z.object({ id, username: z.string(), name: z.string().nullish() });

export const ownToken = z.object({ scopes: z.array(z.string()) });

export const project = z.object({
  id,
  path_with_namespace: z.string(),
  web_url: z.string(),
  archived: z.boolean().nullish(),
  issues_enabled: z.boolean().nullish(),
  issues_access_level: z.string().nullish(),
});

export const member = z.object({
  id,
  username: z.string(),
  state: z.string().nullish(),
  access_level: z.number().int(),
  membership_state: z.string().nullish(),
});

export const issue = z.object({
  id,
  iid: z.number().int(),
  project_id: id,
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
  state: z.string(),
  labels: z.array(z.unknown()),
  author: z.object({ id }).nullish(),
  web_url: z.string(),
  moved_to_id: id.nullish(),
  updated_at: z.string().nullish(),
  user_notes_count: z.number().int().nullish(),
  closed_at: z.string().nullish(),
  closed_by: user.nullish(),
  discussion_locked: z.boolean().nullish(),
});

export const note = z.object({
  id: z.number().int(),
  body: z.string(),
  system: z.boolean().nullish(),
  author: z.object({ id, name: z.string().nullish() }).nullish(),
});

/** Of a thread, with all that GitLab tells of when it changed. */
export const said = z.object({
  id: z.number().int(),
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
  system: z.boolean().nullish(),
  author: user.nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  /** Not in today's REST API; it would settle what `updated_at` leaves open. */
  last_edited_at: z.string().nullish(),
});

export const discussion = z.object({ id: z.string().min(1), notes: z.array(said) });

export const award = z.object({ created_at: z.string() });

export const template = z.object({ content: z.string() });

export const upload = z.object({ markdown: z.string() });

export type GitlabUser = z.infer<typeof user>;
export type GitlabProject = z.infer<typeof project>;
export type GitlabMember = z.infer<typeof member>;
export type GitlabIssue = z.infer<typeof issue>;
export type GitlabSaid = z.infer<typeof said>;
export type GitlabDiscussion = z.infer<typeof discussion>;
export type GitlabNote = z.infer<typeof note>;
