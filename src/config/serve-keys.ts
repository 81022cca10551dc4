import { z } from "zod";
import { secretText } from "../core/setting-types.ts";
import { type Keys, someText, strict } from "./keys.ts";

const portExpected = "expected a port: 0 to 65535, 0 = any free one";

export const serveKeys = {
  port: {
    doc: "Port `rollcall serve` listens on; 0 = any free one.",
    schema: z.number({ error: portExpected }).int(portExpected).min(0, portExpected).max(65_535, portExpected).default(8740),
    default: "8740",
  },
  host: {
    doc: "Address it listens on. By default only this machine reaches it.",
    schema: someText.default("127.0.0.1"),
    default: "127.0.0.1",
  },
  webhook_token: {
    doc: "Secret token of the GitLab webhook; without it there is none.",
    schema: secretText.optional(),
    env: "ROLLCALL_WEBHOOK_TOKEN",
  },
} satisfies Keys;

export const serveSchema = strict(serveKeys);
