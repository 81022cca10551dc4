import { z } from "zod";

/**
 * The fields of each listing that are kept, and nothing else. Ids are text here. Types follow GitLab's REST documentation: its
 * generated document declares numbers and booleans as strings and nothing as nullable.
 */
const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
const text = z.string().nullish();
const flag = z.boolean().nullish();

const share = z.object({ group_id: id, group_full_path: text });
const shares = z.array(share).nullish();

export const group = z.object({ id, full_path: z.string(), name: text, web_url: text, shared_with_groups: shares });

export const project = z.object({
  id,
  path_with_namespace: z.string(),
  web_url: text,
  // Its rows in short form lack it: whether a project is archived must be known.
  archived: z.boolean(),
  marked_for_deletion_on: text,
  marked_for_deletion_at: text,
  empty_repo: flag,
  /** Left out for who may not read the code. */
  default_branch: text,
  repository_access_level: text,
  namespace: z.object({ id, full_path: text, kind: text }).nullish(),
  shared_with_groups: shares,
});

/** The project's own settings. */
export const approvals = z
  .object({
    merge_requests_author_approval: flag,
    merge_requests_disable_committers_approval: flag,
    disable_overriding_approvers_per_merge_request: flag,
    reset_approvals_on_push: flag,
  })
  .refine(saysAnything, "it holds none of the settings");

const setting = z.object({ value: flag, locked: flag, inherited_from: text }).nullish();

/** The same as they count, by other names and two of them the other way round. */
export const approvalSetting = z
  .object({
    allow_author_approval: setting,
    allow_committer_approval: setting,
    allow_overrides_to_approver_list_per_merge_request: setting,
    retain_approvals_on_push: setting,
  })
  .refine(saysAnything, "it holds none of the settings");

/** An answer without a single one of its fields is something else. A field of it may be missing, as before some version. */
function saysAnything(row: Record<string, unknown>): boolean {
  return Object.values(row).some((value) => value !== undefined);
}

const access = z.object({
  access_level: z.number().int().nullish(),
  access_level_description: text,
  user_id: id.nullish(),
  group_id: id.nullish(),
  deploy_key_id: id.nullish(),
});

export const rule = z.object({
  id,
  name: z.string(),
  push_access_levels: z.array(access).nullish(),
  merge_access_levels: z.array(access).nullish(),
  allow_force_push: flag,
  code_owner_approval_required: flag,
  inherited: flag,
});

export const user = z.object({ id, username: z.string(), name: text, state: text });

export type GroupRow = z.infer<typeof group>;
export type ProjectRow = z.infer<typeof project>;
export type ApprovalsRow = z.infer<typeof approvals>;
export type ApprovalSettingRow = z.infer<typeof approvalSetting>;
export type AccessRow = z.infer<typeof access>;
export type RuleRow = z.infer<typeof rule>;
/** Rows of a project's own: all its rules in one, so that a project without a rule is not one nobody looked at. */
export type RulesRow = { id: string; rules: RuleRow[] };
export type UserRow = z.infer<typeof user>;
