import { createHttpClient, type HttpOptions, systemClock } from "../../http/client.ts";
import { credentialsError } from "../../model/errors.ts";
import type { FactSources, Facts } from "../../model/fact.ts";
import { clientOptions } from "../client-options.ts";
import type { Connection, ConnectOptions, Identity, Platform } from "../platform.ts";
import { restsOn } from "./about.ts";
import { zendeskAuthorizer } from "./auth.ts";
import { readZendeskBudget } from "./budget.ts";
import { normaliseZendesk, settleZendesk } from "./normalise.ts";
import { zendeskNotes } from "./notes.ts";
import { type ZendeskSettings, zendeskSettings } from "./settings.ts";
import { zendeskListings } from "./sources.ts";

const users: FactSources = { mode: "all", sources: ["users"] };

const facts: Facts = {
  accounts: users,
  "team-only": users,
  "accounts-expected": users,
  ids: users,
  names: users,
  emails: users,
  "known-roles": users,
  admins: users,
  "light-agents": users,
  suspension: users,
  "sign-in": users,
  mfa: users,
  citizenship: users,
  roles: { mode: "all", sources: ["users", "custom-roles"] },
  // Whether an agent is light may stand in the custom role alone.
  seats: { mode: "all", sources: ["users", "custom-roles"] },
  groups: { mode: "all", sources: ["users", "groups", "group-memberships"] },
  credentials: { mode: "each", sources: ["api-tokens", "oauth-tokens", "oauth-clients", "global-oauth-clients"] },
};

/**
 * Zendesk Support, any account: a Global and a US Federal instance are two systems of this platform.
 * What the API cannot tell: seats bought (no endpoint), secondary e-mails without one request a person, expiry of API tokens.
 */
export const zendesk: Platform = {
  id: "zendesk",
  name: "Zendesk",
  settings: zendeskSettings,
  facts: () => facts,
  // Both are assigned from the same agent licences.
  seatTypes: { admin: "full" },
  connect: (system, options) => connect(system.settings as ZendeskSettings, { ...options, name: system.id }),
  settle: settleZendesk,
  normalise: (rows, system) => normaliseZendesk(rows, system.settings as ZendeskSettings),
  expectation(person, system) {
    const key = system.rosterKey ?? "main";
    const entry = person.zendesk[key];
    return entry ? { path: `zendesk.${key}`, username: null, ...entry } : null;
  },
  counts({ accounts }) {
    const ours = accounts.filter((account) => account.kind !== "shared");
    const of = (name: string) => accounts.filter((account) => account.class === name).length;
    return {
      accounts: ours.length,
      full: of("full"),
      light: of("light"),
      admin: of("admin"),
      contributor: of("contributor"),
      shared: of("shared"),
      suspended: ours.filter((account) => account.suspended === true).length,
    };
  },
  restsOn,
  notes: zendeskNotes,
};

function connect(settings: ZendeskSettings, options: ConnectOptions & { name: string }): Connection {
  const clock = options.clock ?? systemClock;
  const common: Omit<HttpOptions, "authorizer"> = {
    name: options.name,
    base: settings.url,
    readBudget: readZendeskBudget,
    ...clientOptions({ ...options, clock }),
    secrets: secretsOf(settings),
  };
  const forTokens = createHttpClient({ ...common, authorizer: { headers: async () => ({}) } });
  const client = createHttpClient({ ...common, authorizer: zendeskAuthorizer(settings.auth, forTokens, clock) });
  return {
    listings: zendeskListings(client),
    async whoAmI(signal): Promise<Identity> {
      const body = (await client.send("/api/v2/users/me", { signal })).json() as { user?: Record<string, unknown> } | null;
      const user = body?.user;
      // Zendesk answers 200 to strangers too: the anonymous user has no id.
      if (user?.id == null)
        throw credentialsError(
          `${options.name}: Zendesk does not know this token`,
          "make a new one, or check which account it is of",
        );
      const scopes = "api_token" in settings.auth ? null : await tokenScopes();
      return { who: `${String(user.name)} <${String(user.email)}>, ${String(user.role)}`, scopes };

      async function tokenScopes(): Promise<string[] | null> {
        const answer = await client.send("/api/v2/oauth/tokens/current", { signal, ok: [200, 403, 404] });
        const body = answer.status === 200 ? (answer.json() as { token?: { scopes?: unknown } } | null) : null;
        return Array.isArray(body?.token?.scopes) ? body.token.scopes.map(String) : null;
      }
    },
  };
}

function secretsOf({ auth }: ZendeskSettings): string[] {
  if ("token" in auth) return [auth.token.reveal()];
  return "api_token" in auth ? [auth.api_token.reveal()] : [auth.client_secret.reveal()];
}
