import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import type { Company } from "../../testing/company.ts";
import { type Dashboard, startDashboard } from "../../testing/use-dashboard.ts";
import { type Browser, openBrowser } from "./browser.ts";
import { type Account, type OpenProvider, openProvider } from "./open-provider.ts";

/** The dashboard of a company whose people sign in by an OpenID provider, and some of whose systems not everybody may see. */
export interface SignedInCompany {
  dashboard: Dashboard;
  provider: OpenProvider;
  /** Somebody in a browser of their own, signed in. */
  signIn(email: string): Promise<Browser>;
  end(): Promise<void>;
}

export interface SignedInOptions {
  accounts: readonly Account[];
  /** Of `serve`, beside `sign_in`. */
  serve: Record<string, unknown>;
  /** System → groups. */
  visibleTo: Record<string, string[]>;
}

export async function signedInCompany(
  company: Company,
  { accounts, serve, visibleTo }: SignedInOptions,
): Promise<SignedInCompany> {
  const provider = await openProvider(accounts);
  const written = parse(readFileSync(company.config, "utf8")) as { systems: Record<string, object> };
  for (const [system, visible_to] of Object.entries(visibleTo)) Object.assign(written.systems[system] ?? {}, { visible_to });
  const { id: client_id, secret } = provider.client;
  const sign_in = { issuer: provider.issuer, client_id, client_secret: "${SIGN_IN_SECRET}", name: "Example ID" };
  const config = join(company.folder, "signed-in.yaml");
  // Where claims decide nothing, whoever signed in still does.
  writeFileSync(config, stringify({ ...written, decisions: { command_line: false }, serve: { sign_in, ...serve } }));
  const env = { ...company.env, SIGN_IN_SECRET: secret };
  const dashboard = await startDashboard({ ...company, config, env }, { as: "nobody@elsewhere.test" });
  provider.redirectTo(new URL("/sign-in/callback", dashboard.url).href);
  return {
    dashboard,
    provider,
    async signIn(email) {
      const browser = openBrowser(dashboard.url, (request) => fetch(request));
      const { at } = await browser.follow("/sign-in");
      const answer = await browser.open(at, { method: "POST", body: new URLSearchParams({ email }) });
      const { response } = await browser.follow(new URL(answer.headers.get("location") ?? "", at));
      expect(response.status).toBe(200);
      return browser;
    },
    async end() {
      await dashboard.stop();
      await provider.close();
    },
  };
}
