import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { FindingsPage } from "../../model/api/finding.ts";
import { type Company, startCompany } from "../../testing/company.ts";
import { openBrowser } from "../../testing/use-browser.ts";
import { startDashboard, visitor } from "../../testing/use-dashboard.ts";
import { type SignedInCompany, signedInCompany } from "../testing/signed-in-company.ts";

const federal = "zendesk-us-federal";
const viewer = "vera@consulting.test";

let company: Company;
let site: SignedInCompany;
let browser: Browser;
/** Somebody of the roster who is asked something, and is nothing else here. */
let asked: string;

beforeAll(async () => {
  company = await startCompany();
  await company.audit(["--format", "json"]);
  const own = await startDashboard(company, { as: company.roles.auditor });
  const page = (await (await (await visitor(own)).get("/api/v1/findings?limit=1000")).json()) as FindingsPage;
  const inCharge = Object.values(company.roles);
  const one = page.items.find(
    ({ answers_to: to, standing }) => standing.is === "open" && !inCharge.includes(to?.email ?? inCharge[0] ?? ""),
  );
  asked = one?.answers_to?.email ?? "";
  await own.stop();
  site = await signedInCompany(company, {
    accounts: [{ email: company.roles.auditor, name: "Lee" }, { email: viewer, name: "Vera" }, { email: asked }],
    serve: { roles: { viewer: [viewer] } },
    visibleTo: { [federal]: ["federal"] },
  });
  browser = await openBrowser();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await site?.end();
  company?.end();
});

interface Opened {
  page: Page;
  complaints: string[];
  context: BrowserContext;
}

async function open(path: string, colorScheme: "light" | "dark" = "light"): Promise<Opened> {
  const context = await browser.newContext({ baseURL: site.dashboard.url, colorScheme, viewport: { width: 1280, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // The provider's own page is none of ours.
    if (message.type() === "error" && !message.location().url.startsWith(site.provider.issuer)) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(path);
  return { page, complaints, context };
}

/** As people do it: the dashboard, its sign-in, the provider's form, and back. */
async function signedIn(email: string, { path = "/", colorScheme = "light" as "light" | "dark" } = {}): Promise<Opened> {
  const opened = await open(path, colorScheme);
  await opened.page.getByRole("link", { name: "Sign in with Example ID" }).click();
  await opened.page.getByLabel("E-mail").fill(email);
  await opened.page.getByRole("button", { name: "Sign in" }).click();
  await settled(opened.page);
  return opened;
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
}

async function violations(page: Page): Promise<{ id: string; nodes: string[] }[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}

it("leads through the provider to where somebody was going, and out again", async () => {
  const { page, complaints } = await signedIn(company.roles.auditor, { path: "/findings?severity=high" });
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/findings?severity=high");
  await page.getByRole("heading", { level: 1, name: "Findings" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto("/findings");
  expect(new URL(page.url()).pathname).toBe("/login");
  expect(complaints).toEqual([]);
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it.each(["/login", "/login?token=used", "/sign-in/callback"])(
    "%s is readable for everybody, and stops no style of its own",
    async (path) => {
      const { page, complaints } = await open(path, colorScheme);
      expect(await page.evaluate('getComputedStyle(document.querySelector("main")).borderRadius')).toBe("12px");
      expect(await violations(page)).toEqual([]);
      expect(complaints.filter((text) => !/status of 40[13]/.test(text))).toEqual([]);
    },
  );

  it("the settings are", async () => {
    const { page, complaints } = await signedIn(company.roles.auditor, { path: "/settings", colorScheme });
    await page.getByRole("textbox", { name: "What it is for" }).fill("nightly export");
    await page.getByRole("button", { name: "Make an access token" }).click();
    await page.getByLabel("The access token").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it("makes an access token that is shown once and works, and revokes it", async () => {
  const { page } = await signedIn(company.roles.auditor, { path: "/settings" });
  await page.getByRole("textbox", { name: "What it is for" }).fill("ci <b>");
  await page.getByText("7 days").click();
  await page.getByRole("button", { name: "Make an access token" }).click();
  const token = await page.getByLabel("The access token").inputValue();
  const ask = () => fetch(new URL("/api/v1/session", site.dashboard.url), { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await page.reload();
  await settled(page);
  expect(await page.content()).not.toContain(token);
  await page.getByRole("button", { name: "Revoke ci <b>" }).click();
  await page.getByText("revoked").first().waitFor();
  expect((await ask()).status).toBe(401);
});

it("ends every session of somebody from one of them", async () => {
  const [here, there] = [await signedIn(viewer, { path: "/settings" }), await signedIn(viewer)];
  await here.page.reload();
  await settled(here.page);
  expect(await here.page.getByRole("button", { name: /^End the session of/ }).count()).toBeGreaterThan(0);
  await here.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await here.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await there.page.goto("/people");
  expect(new URL(there.page.url()).pathname).toBe("/login");
});

it("shows a viewer no system that is not theirs, and no way to decide", async () => {
  const { page, complaints } = await signedIn(viewer);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.content()).not.toMatch(/federal/i);
  await page.goto("/findings");
  await settled(page);
  expect(await page.getByRole("checkbox", { name: /^Select F/ }).count()).toBe(0);
  await page.locator(".finding a").first().click();
  await page.getByText("you may look").first().waitFor();
  expect(await page.getByRole("button", { name: /Answer|decide/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

it("shows whoever is only asked their own items, and nothing else", async () => {
  const { page, complaints } = await signedIn(asked);
  expect(new URL(page.url()).pathname).toBe("/my-items");
  const links = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allTextContents();
  expect(links).toEqual(["My items", "Settings"]);
  await page.locator(".finding a").first().click();
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await page.getByRole("radio", { name: "It is fixed" }).waitFor({ state: "attached" });
  expect(await page.getByRole("radio", { name: "Accept" }).count()).toBe(0);
  await page.getByRole("dialog").getByRole("button", { name: "It is fixed" }).click();
  await page.getByText("said to be fixed, not seen yet").waitFor();
  expect(complaints).toEqual([]);
});
