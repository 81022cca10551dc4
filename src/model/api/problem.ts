import { z } from "zod";
import { finding } from "./finding.ts";

/** RFC 9457. `type` is an address below the reference page; `fix` says what to do. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    fix: z.string().nullable(),
    /** Of input that does not fit: where, and why. */
    errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
    /** Of 409: what the findings say now. */
    findings: z.array(finding).optional(),
  })
  .meta({ id: "Problem", description: "What could not be done, why, and what to do (RFC 9457)" });
export type Problem = z.infer<typeof problem>;
