import { z } from "zod";
import { auditId, count, named, pageOf, paging, ref, severity, time } from "./shapes.ts";

export const grant = z
  .object({
    kind: z.enum(["role", "group", "schedule", "policy", "project", "vault"]),
    id: z.string(),
    name: z.string().nullable(),
    level: z.string().nullable(),
    direct: z.boolean(),
    via: z.string().nullable(),
    expires_at: z.string().nullable(),
    admin: z.boolean(),
  })
  .meta({ id: "Grant" });
export type Grant = z.infer<typeof grant>;

export const account = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    username: z.string().nullable(),
    url: z.string().nullable(),
    kind: z.enum(["person", "bot", "service", "shared"]),
    class: z.string().meta({ description: "The platform's own class, as counted" }),
    role: z.string().nullable(),
    seated: z.boolean(),
    admin: z.boolean().nullable(),
    suspended: z.boolean().nullable(),
    mfa: z.boolean().nullable(),
    last_sign_in: z.string().nullable().meta({ description: "ISO 8601, `never`, or null = no signal" }),
    created_at: time.nullable(),
    person: named.nullable().meta({ description: "Whose it is; null = nobody of the roster" }),
    matched_by: z.enum(["id", "username", "email"]).nullable(),
    grants: z.array(grant),
    findings: z.array(ref).meta({ description: "Of the reading it is from, exempt ones left out" }),
    severity: severity.nullable().meta({ description: "The worst of them" }),
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof account>;

export const accountsQuery = z.object({
  ...paging,
  audit: auditId,
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: "Instead of a cursor: from this row on, for tables one scrolls" }),
  class: z.string().optional(),
  only: z.enum(["all", "findings", "nobody", "admins", "suspended"]).default("all"),
  sort: z.enum(["worst", "name", "email", "role", "last_sign_in"]).default("worst"),
  order: z.enum(["asc", "desc"]).default("asc"),
});

export const accountsPage = pageOf(account).meta({ id: "AccountsPage" });

/** What became of the accounts since the reading before. */
export const changes = z
  .object({
    audit: auditId,
    since: time.nullable().meta({ description: "Of the reading it is compared with; null = there is none" }),
    compared_with: auditId.nullable(),
    added: count,
    changed: count,
    gone: count,
    rows: z.array(
      z.object({
        change: z.enum(["new", "changed", "gone"]),
        account: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
        field: z.string().nullable(),
        before: z.union([z.string(), z.number(), z.boolean()]).nullable(),
        after: z.union([z.string(), z.number(), z.boolean()]).nullable(),
      }),
    ),
    /** Findings by what they were then. */
    findings: z.object({ new: count, persisting: count, changed: count, resolved: count }),
    note: z.string().nullable(),
  })
  .meta({ id: "Changes" });
export type Changes = z.infer<typeof changes>;
