import { z } from "zod";
import { secretText, webAddress } from "../../core/setting-types.ts";

/** The keys of a system in rollcall.yaml that only Calendly has. */
export const calendlySettings = z.strictObject({
  url: webAddress.prefault("https://api.calendly.com"),
  /** A personal access token, or an OAuth access token. */
  auth: z.strictObject({ token: secretText }),
});

export type CalendlySettings = z.infer<typeof calendlySettings>;
