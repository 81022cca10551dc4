import { createHttpClient, type HttpClient } from "../../http/client.ts";
import { clientOptions } from "../client-options.ts";
import type { Connection, ConnectOptions, Identity, Platform } from "../platform.ts";
import { listIn } from "../rows.ts";
import { restsOn } from "./about.ts";
import { readCalendlyBudget } from "./budget.ts";
import { normaliseCalendly, settleCalendly } from "./normalise.ts";
import { calendlyNotes } from "./notes.ts";
import { Organisation } from "./organisation.ts";
import { type CalendlySettings, calendlySettings } from "./settings.ts";
import type { MeRow } from "./shapes.ts";
import { calendlyListings } from "./sources.ts";

/**
 * Calendly, the organisation the token's user is in.
 * What the API cannot tell: last sign-in, second factor, suspension (there is none), seats bought, other addresses of a person,
 * the scopes of a token.
 */
export const calendly: Platform = {
  id: "calendly",
  name: "Calendly",
  settings: calendlySettings,
  facts: () => ({
    accounts: { mode: "all", sources: ["members"] },
    "team-only": { mode: "all", sources: ["members"] },
    "accounts-expected": { mode: "all", sources: ["members"] },
    links: { mode: "all", sources: ["members"] },
    invitations: { mode: "all", sources: ["invitations"] },
    citizenship: { mode: "all", sources: ["members"] },
    names: { mode: "all", sources: ["members"] },
    emails: { mode: "all", sources: ["members"] },
    admins: { mode: "all", sources: ["members"] },
    "known-roles": { mode: "all", sources: ["members"] },
  }),
  // Every member takes a seat of the plan, whatever they may do.
  seatTypes: { owner: "user", admin: "user", unrecognised: "user" },
  connect: (system, options) => connect(system.settings as CalendlySettings, { ...options, name: system.id }),
  settle: settleCalendly,
  normalise: normaliseCalendly,
  // Everybody of the roster is expected; what the roster gives besides is the link.
  expectation: () => ({ path: "", id: null, username: null, alias: null, role: null, groups: null }),
  counts({ accounts }) {
    const of = (name: string) => accounts.filter((account) => account.class === name).length;
    return {
      accounts: accounts.length,
      owner: of("owner"),
      admin: of("admin"),
      user: of("user"),
      unrecognised: of("unrecognised"),
    };
  },
  restsOn,
  notes: calendlyNotes,
};

function connect(settings: CalendlySettings, options: ConnectOptions & { name: string }): Connection {
  const token = settings.auth.token.reveal();
  const client = createHttpClient({
    ...clientOptions(options),
    name: options.name,
    base: settings.url,
    authorizer: { headers: async () => ({ Authorization: `Bearer ${token}` }) },
    readBudget: readCalendlyBudget,
    secrets: [token],
  });
  const organisation = new Organisation(client);
  return {
    listings: calendlyListings(client, organisation),
    async whoAmI(signal): Promise<Identity> {
      const me = await organisation.found(signal);
      return { who: `${me.name ?? "?"} <${me.email ?? "?"}>, ${await ownRole(client, me, signal)}`, scopes: null };
    },
  };
}

/** The token's user's role in the organisation; where even that may not be asked, the listings say which scope is missing. */
async function ownRole(client: HttpClient, me: MeRow, signal: AbortSignal): Promise<string> {
  const query = { organization: me.current_organization, user: me.uri };
  const answer = await client.send("/organization_memberships", { query, signal, ok: [200, 403, 404] });
  const rows = answer.status === 200 ? listIn("members", answer.json(), "collection") : [];
  const own = (rows as { role?: unknown; user?: { uri?: unknown } }[]).find(({ user }) => user?.uri === me.uri);
  const role = own?.role;
  return typeof role === "string" ? role : "role unknown";
}
