import { z } from "zod";
import { running } from "./audit.ts";
import { auditId } from "./shapes.ts";

/** What `/api/v1/live` sends (server-sent events): the name of each is `kind`. */
export const liveEvent = z
  .discriminatedUnion("kind", [
    /** A reading said something. */
    z.object({ kind: z.literal("running"), running }),
    /** A reading ended, however it did. */
    z.object({ kind: z.literal("ended"), audit: auditId }),
    /** Something was recorded of an audit: what is shown of it is old. */
    z.object({ kind: z.literal("changed"), audit: auditId }),
    /** From here on everything is told. Before it something may have been missed: whatever is shown may be old. */
    z.object({ kind: z.literal("anew") }),
  ])
  .meta({ id: "LiveEvent" });
export type LiveEvent = z.infer<typeof liveEvent>;
