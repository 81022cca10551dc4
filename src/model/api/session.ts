import { z } from "zod";
import { time } from "./shapes.ts";

/** Best first. `person`: sees and answers only what is asked of them. */
export const role = z.enum(["manager", "auditor", "viewer", "person"]);
export type Role = z.infer<typeof role>;

/** What an access token may do. `read`: what its owner may see. `answer`: answer findings. `decide`: decide, start, run, close. */
export const scope = z.enum(["read", "answer", "decide"]);
export type Scope = z.infer<typeof scope>;

export const session = z
  .object({
    who: z.object({ email: z.string(), name: z.string().nullable(), roles: z.array(role), person: z.string().nullable() }),
    via: z.enum(["sign-in", "link", "access-token"]),
    expires_at: time.nullable(),
    organization: z.string(),
    /** This period, and those there is anything of, newest first. */
    period: z.string(),
    periods: z.array(z.string()),
    time_zone: z.string(),
    /** Those who asks may see, in the order of rollcall.yaml. */
    systems: z.array(z.object({ id: z.string(), name: z.string(), platform: z.string() })),
    now: time,
    /** Whether anybody takes jobs: without a worker nothing that is asked for is read. */
    workers: z.boolean(),
    version: z.string(),
  })
  .meta({ id: "Session", description: "Who asks, and what there is for them" });

export const openSession = z
  .object({
    id: z.string(),
    is_this: z.boolean(),
    created_at: time,
    seen_at: time,
    expires_at: time,
    browser: z.string().nullable(),
  })
  .meta({ id: "OpenSession" });

export const accessToken = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(scope),
    created_at: time,
    expires_at: time,
    used_at: time.nullable(),
    ended: z.enum(["revoked", "expired"]).nullable(),
  })
  .meta({ id: "AccessToken" });

export const newAccessToken = z
  .object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(scope).min(1),
    days: z.number().int().min(1).max(366).meta({ description: "Days it lives" }),
  })
  .meta({ id: "NewAccessToken" });

export const madeAccessToken = accessToken
  .extend({ token: z.string().meta({ description: "Shown this once: only its digest is kept" }) })
  .meta({ id: "MadeAccessToken" });

export type Session = z.infer<typeof session>;
export type OpenSession = z.infer<typeof openSession>;
export type AccessToken = z.infer<typeof accessToken>;
export type MadeAccessToken = z.infer<typeof madeAccessToken>;
