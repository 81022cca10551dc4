import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Limits } from "../../checks/check.ts";
import { idText, secretText, webAddress } from "../../core/setting-types.ts";
import type { Config } from "../../model/config.ts";
import { RollcallError } from "../../model/errors.ts";
import { loadConfig } from "../load.ts";

/** A platform's own keys, of the shape a real one has. */
const zendeskLike = z.strictObject({
  url: webAddress,
  auth: z.union([
    z.strictObject({ client_id: z.string().min(1), client_secret: secretText }),
    z.strictObject({ token: secretText }),
    z.strictObject({ email: z.string().min(3), api_token: secretText }),
  ]),
  roles: z.strictObject({ light_agent: idText.optional() }).default({}),
});

export const platforms = new Map<string, z.ZodType>([["zendesk", zendeskLike]]);

export const checkIds = new Map<string, Limits>([
  ["inactive-account", { after: 90 }],
  ["token-expiring", { before: 21 }],
  ["mfa-disabled", {}],
]);

export const env = { ZD_TOKEN: "example-zendesk-token", GL_TOKEN: "example-gitlab-token" };

/** The smallest configuration that is good, with these lines instead of its own or after them. */
export function minimal(changes: Record<string, string> = {}): string {
  const lines: Record<string, string> = {
    organization: "organization: Acme",
    people: "people: { ops_manager: dana@acme.test, auditor: lee@acme.test }",
    roster: "roster: { directory: roster }",
    systems:
      "systems:\n  zendesk-global:\n    platform: zendesk\n    url: https://acme.zendesk.com\n    auth: { token: '$" +
      "{ZD_TOKEN}' }",
    ...changes,
  };
  return `${Object.values(lines)
    .filter((line) => line !== "")
    .join("\n")}\n`;
}

export async function inFolder<T>(files: Record<string, string>, work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "rollcall-config-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** `rollcall.yaml` with this text, beside other files. */
export function configOf(
  text: string,
  files: Record<string, string> = {},
  variables: Record<string, string> = env,
): Promise<Config> {
  return inFolder({ "rollcall.yaml": text, ...files }, (root) =>
    loadConfig(join(root, "rollcall.yaml"), { env: variables, platforms, checkIds }),
  );
}

/** The message a configuration is refused with. */
export async function refusalOf(
  text: string,
  files: Record<string, string> = {},
  variables: Record<string, string> = env,
): Promise<string> {
  return messageOf(() => configOf(text, files, variables));
}

/** Message of the configuration error that this ends with. */
export async function messageOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RollcallError && error.actor === "configuration") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
