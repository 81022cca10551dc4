import { z } from "zod";
import { manifestSchema } from "../model/evidence.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();
const link = z.strictObject({ audit: z.string(), sha256: digest });

/** What a manifest must look like before anything of it is relied on. */
export const manifestShape = z.strictObject({
  schema: z.literal(manifestSchema),
  rollcall: z.string(),
  organization: z.string(),
  audit: z.string(),
  system: z.string(),
  period: z.string(),
  state: z.enum(["draft", "following-up", "in-review", "closed", "waived", "cancelled"]),
  sealed_at: z.string(),
  checks: z.array(z.strictObject({ id: z.string(), version: count })),
  events: z.strictObject({ count, head: digest.nullable() }),
  previous: link.nullable(),
  files: z.array(z.strictObject({ path: z.string(), size: count, sha256: digest })),
  key: z.string(),
});
