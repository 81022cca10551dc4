import { z } from "zod";
import { time } from "./shapes.ts";

/** Best first. */
export const role = z.enum(["manager", "auditor", "viewer"]);
export type Role = z.infer<typeof role>;

export const session = z
  .object({
    who: z.object({
      email: z.string(),
      name: z.string().nullable(),
      roles: z.array(role),
      person: z.string().nullable().meta({ description: "Their id where the roster has them" }),
    }),
    expires_at: time,
    organization: z.string(),
    period: z.string().meta({ description: "The one it is now" }),
    periods: z.array(z.string()).meta({ description: "Those there is anything of, newest first" }),
    time_zone: z.string(),
    systems: z
      .array(z.object({ id: z.string(), name: z.string(), platform: z.string() }))
      .meta({ description: "In the order of rollcall.yaml" }),
    now: time,
  })
  .meta({ id: "Session", description: "Who asks, and what there is for them" });
export type Session = z.infer<typeof session>;
