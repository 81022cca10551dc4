import { z } from "zod";
import { auditId, named, pageOf, paging, ref, severity, time, unreadSource } from "./shapes.ts";

export const credential = z
  .object({
    system: z.string(),
    system_name: z.string(),
    audit: auditId,
    id: z.string(),
    kind: z.enum(["api-token", "oauth-token", "oauth-client"]),
    name: z.string().nullable(),
    of: z.string().nullable().meta({ description: "What it opens, where that is a part of the system" }),
    owner: named.nullable(),
    owner_left: z.boolean(),
    owner_hint: z.string().nullable(),
    active: z.boolean().nullable(),
    created_at: time.nullable(),
    last_used_at: z.string().nullable().meta({ description: "ISO 8601, `never`, or null = no signal" }),
    expires_at: z.string().nullable().meta({ description: "ISO 8601 or a day, `never`, or null = no signal" }),
    justification: z
      .object({
        by: z.enum(["request-link", "exemption", "decision", "client"]),
        text: z.string().nullable(),
        approver: z.string().nullable(),
        until: z.string().nullable(),
      })
      .nullable(),
    findings: z.array(ref),
    severity: severity.nullable(),
  })
  .meta({ id: "Credential" });
export type Credential = z.infer<typeof credential>;

export const credentialsQuery = z.object({
  ...paging,
  period: z.string().optional(),
  system: z.string().optional(),
  person: z.string().optional(),
  only: z.enum(["all", "findings", "unjustified", "expiring", "unused", "unowned"]).default("all"),
});

export const credentialsPage = pageOf(credential)
  .extend({ unread: z.array(unreadSource.extend({ system: z.string() })) })
  .meta({ id: "CredentialsPage" });
export type CredentialsPage = z.infer<typeof credentialsPage>;
