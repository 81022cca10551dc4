import { z } from "zod";
import { time } from "./shapes.ts";

/** Best first. `person`: sees what is asked of them, answers that, and nothing else. */
export const role = z.enum(["manager", "auditor", "viewer", "person"]);
export type Role = z.infer<typeof role>;

export const scope = z.enum(["read", "answer", "decide"]).meta({
  description: "read: what its owner sees; answer: answer findings in their name; decide: everything else they may do",
});
export type Scope = z.infer<typeof scope>;

export const session = z
  .object({
    who: z.object({
      email: z.string(),
      name: z.string().nullable(),
      roles: z.array(role),
      person: z.string().nullable().meta({ description: "Their id where the roster has them" }),
    }),
    via: z.enum(["sign-in", "link", "access-token"]),
    expires_at: time,
    organization: z.string(),
    period: z.string().meta({ description: "The one it is now" }),
    periods: z.array(z.string()).meta({ description: "Those there is anything of, newest first" }),
    time_zone: z.string(),
    systems: z
      .array(z.object({ id: z.string(), name: z.string(), platform: z.string() }))
      .meta({ description: "Those whoever asks may see, in the order of rollcall.yaml" }),
    now: time,
  })
  .meta({ id: "Session", description: "Who asks, and what there is for them" });
export type Session = z.infer<typeof session>;

export const openSession = z
  .object({
    id: z.string(),
    is_this: z.boolean().meta({ description: "The one this was asked with" }),
    created_at: time,
    seen_at: time.meta({ description: "To the minute" }),
    expires_at: time.meta({ description: "Where it is not used any more" }),
    browser: z.string().nullable(),
  })
  .meta({ id: "OpenSession", description: "A browser somebody is signed in with" });

export const accessToken = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(scope),
    created_at: time,
    expires_at: time,
    used_at: time.nullable().meta({ description: "To the minute; null = never" }),
    ended: z.enum(["revoked", "expired"]).nullable(),
  })
  .meta({ id: "AccessToken", description: "What a program signs in with, without its secret" });
export type AccessToken = z.infer<typeof accessToken>;

export const newAccessToken = z
  .object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(scope).min(1),
    days: z.number().int().min(1).max(366).meta({ description: "Days it lives" }),
  })
  .meta({ id: "NewAccessToken" });

export const madeAccessToken = accessToken
  .extend({ token: z.string().meta({ description: "Shown this once: only its digest is kept" }) })
  .meta({ id: "MadeAccessToken", description: "An access token with its secret" });
