import type { z } from "zod";
import type { ServeConfig, SignInConfig, SystemConfig } from "../model/config.ts";
import { serveSchema, type signInSchema } from "./serve-keys.ts";

type Written = z.output<typeof serveSchema>;

/** Without the key everything is as it is by default. */
export function toServe(written: Written | undefined): ServeConfig {
  const serve = written ?? serveSchema.parse({});
  return {
    port: serve.port,
    host: serve.host,
    url: serve.url ?? null,
    trustedProxies: serve.trusted_proxies,
    signIn: serve.sign_in ? toSignIn(serve.sign_in) : null,
    roles: serve.roles ?? { manager: [], auditor: [], viewer: [] },
    groups: serve.groups,
    webhookToken: serve.webhook_token ?? null,
  };
}

function toSignIn(written: z.output<typeof signInSchema>): SignInConfig {
  return {
    issuer: written.issuer,
    clientId: written.client_id,
    clientSecret: written.client_secret,
    scopes: [...new Set(["openid", ...written.scopes])],
    groupsClaim: written.groups_claim,
    name: written.name ?? written.issuer.hostname,
  };
}

/**
 * Names of groups that nothing defines: whoever wrote them believes somebody is in them. With a provider they may be its own, and it
 * is not asked for all of them.
 */
export function groupWarnings({ signIn, roles, groups }: ServeConfig, systems: readonly SystemConfig[]): string[] {
  if (signIn) return [];
  const used = [
    ...systems.flatMap(({ at, id, visibleTo }) => visibleTo.map((name) => ({ name, at: `${at}: systems.${id}.visible_to` }))),
    ...Object.entries(roles).flatMap(([role, names]) =>
      names.filter((name) => !name.includes("@")).map((name) => ({ name, at: `serve.roles.${role}` })),
    ),
  ];
  return used
    .filter(({ name }) => !Object.hasOwn(groups, name))
    .map(({ name, at }) => `${at}: nobody is in the group ${JSON.stringify(name)}: define it in serve.groups`);
}
