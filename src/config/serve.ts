import type { z } from "zod";
import type { ServeConfig } from "../model/config.ts";
import { serveSchema } from "./serve-keys.ts";

/** Without the key everything is as it is by default. */
export function toServe(serve: z.output<typeof serveSchema> | undefined): ServeConfig {
  const { port, host, webhook_token } = serve ?? serveSchema.parse({});
  return { port, host, webhookToken: webhook_token ?? null };
}
