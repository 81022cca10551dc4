import { z } from "zod";

/** What we read of Slack's answers; whatever else is in them is left alone. */

export const answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  needed: z.string().optional(),
  provided: z.string().optional(),
});

export const whoAmI = z.object({ user: z.string(), team: z.string() });

export const user = z.object({ user: z.object({ id: z.string() }) });

export const opened = z.object({ channel: z.object({ id: z.string() }) });

export const posted = z.object({ channel: z.string(), ts: z.string() });

export const history = z.object({
  has_more: z.boolean().optional(),
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
    }),
  ),
});
