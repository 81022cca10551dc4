import { readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Company, startCompany } from "../../testing/company.ts";
import { openBrowser } from "../../testing/use-browser.ts";
import { type Dashboard, startDashboard } from "../../testing/use-dashboard.ts";

let company: Company;
let dashboard: Dashboard;
let browser: Browser;
let session: Awaited<ReturnType<BrowserContext["storageState"]>>;

const hostile = `"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202e 😀`;

beforeAll(async () => {
  company = await startCompany();
  // The federal audit could not look at its accounts.
  await company.fault({ server: "zendesk-us-federal", path: "/api/v2/users", kind: "status", status: 403, body: "{}" });
  await company.audit(["--format", "json"]);
  await company.mend();
  dashboard = await startDashboard(company, { as: company.roles.auditor });
  browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(dashboard.link);
  session = await context.storageState();
  await context.close();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  company?.end();
});

interface Opened {
  page: Page;
  /** What the browser complained of: errors, and what the policy stopped. */
  complaints: string[];
  close(): Promise<void>;
}

/** A page as whoever is signed in opens it, once all it asks for is there. */
async function open(path: string, options: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<Opened> {
  const { colorScheme = "light", width = 1280 } = options;
  const context = await browser.newContext({
    storageState: session,
    colorScheme,
    viewport: { width, height: 900 },
    baseURL: dashboard.url,
  });
  const page = await context.newPage();
  watched(page);
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(path);
  await settled(page);
  return { page, complaints, close: () => context.close() };
}

/** Requests a page waits for; the stream of what goes on never ends. */
const asking = new WeakMap<Page, Set<Request>>();

function watched(page: Page): void {
  const under = new Set<Request>();
  asking.set(page, under);
  page.on("request", (request) => {
    if (!request.url().endsWith("/api/v1/live")) under.add(request);
  });
  for (const event of ["requestfinished", "requestfailed"] as const)
    page.on(event as "requestfinished", (request) => under.delete(request));
}

/** Nothing is asked for and nothing is awaited, twice in a row: an answer may lead to the next question. */
async function settled(page: Page): Promise<void> {
  let quiet = 0;
  const isQuiet = async () => {
    const isBusy = (asking.get(page)?.size ?? 0) > 0 || (await page.locator('[aria-busy="true"]').count()) > 0;
    quiet = isBusy || (await page.locator("h1").count()) === 0 ? 0 : quiet + 1;
    return quiet;
  };
  await expect.poll(isQuiet, { interval: 100, timeout: 30_000 }).toBeGreaterThan(2);
}

const pages = [
  ["/", "Who has access to what"],
  ["/findings", "Findings"],
  ["/my-items", "My items"],
  ["/follow-up", "Follow-up"],
  ["/people", "People"],
  ["/people/dana.whitfield%40acme.test", "Dana Whitfield"],
  ["/access-map", "Access map"],
  ["/credentials", "Credentials"],
  ["/seats", "Seats"],
  ["/exemptions", "Exemptions"],
  ["/activity", "Activity"],
  ["/settings", "Settings"],
  ["/audits/zendesk-global/FY27-Q4", "Zendesk Global FY27-Q4"],
  ["/audits/zendesk-us-federal/FY27-Q4", "Zendesk US Federal FY27-Q4"],
  ["/audits/zendesk-global/FY27-Q4/findings/F1", "F1"],
] as const;

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it.each(pages)("%s opens without a complaint, and everybody can read it", async (path, title) => {
    const { page, complaints, close } = await open(path, { colorScheme });
    expect(await page.locator("h1").first().innerText()).toContain(title);
    expect(complaints).toEqual([]);
    await page.evaluate(axe.source);
    const { violations: found } = (await page.evaluate("axe.run()")) as { violations: Violation[] };
    const violations = found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))}`);
    expect(violations).toEqual([]);
    await draw(page, { path, colorScheme });
    await close();
  });
});

/** Those of the documentation, made anew when asked for. */
const pictures: Readonly<Record<string, string>> = {
  "/ light": "overview",
  "/ dark": "overview-dark",
  "/audits/zendesk-global/FY27-Q4 light": "audit",
  "/people/dana.whitfield%40acme.test light": "person",
  "/access-map light": "access-map",
};

async function draw(page: Page, { path, colorScheme }: { path: string; colorScheme: string }): Promise<void> {
  const name = pictures[`${path} ${colorScheme}`];
  if (process.env.UPDATE_SCREENSHOTS !== "1" || name === undefined) return;
  await page.screenshot({ path: join(import.meta.dirname, "../../../docs/images", `${name}.png`) });
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

it.each(pages)("%s fits on a telephone without scrolling sideways", async (path) => {
  const { page, close } = await open(path, { width: 390 });
  const width = await page.evaluate("document.documentElement.scrollWidth");
  expect(width).toBeLessThanOrEqual(390);
  await close();
});

it("hatches what nobody could look at, and says so, and never shows it green", async () => {
  const { page, close } = await open("/");
  const row = page.locator(".roll-row", { hasText: "Zendesk US Federal" });
  expect(await row.innerText()).toContain("could not look");
  expect(await row.locator(".mark.o").count()).toBe(0);
  expect(await row.locator(".mark.u").count()).toBeGreaterThan(100);
  await close();
});

it("records a decision made by the keyboard alone, and keeps its filters in the address", async () => {
  const { page, close } = await open("/findings?severity=critical");
  const before = await page.locator(".finding").count();
  const ref = (await page.locator(".finding .dim.small").first().innerText()).split(" · ")[0] ?? "";
  await page.getByLabel(`Select ${ref}`).first().focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Answer or decide" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Until, its last day").fill("2027-02-01");
  await page.getByLabel("Why").fill(hostile);
  await page.getByLabel("Why").press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page
    .locator(".finding")
    .nth(before - 1)
    .waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await page.waitForURL(`${dashboard.url}/`);
  await page.goBack();
  expect(page.url()).toContain("severity=critical");
  await page.goto("/activity");
  await settled(page);
  expect(await page.locator("main").innerText()).toContain("<img src=x onerror");
  expect(await page.evaluate('"hacked" in window')).toBe(false);
  await close();
});

it("puts findings together by person or by check, as the address says", async () => {
  const { page, close } = await open("/audits/zendesk-global/FY27-Q4?sort=check");
  await page.getByRole("region", { name: "mfa-disabled" }).waitFor();
  const checks = await page.locator("h3.group").allInnerTexts();
  expect(new Set(checks).size).toBe(checks.length);
  expect(await page.getByRole("region", { name: "Since the audit before" }).innerText()).toContain("Findings: ");
  await page.goto("/audits/zendesk-global/FY27-Q4?sort=person");
  await settled(page);
  expect(await page.locator("h3.group").count()).toBeGreaterThan(5);
  await close();
});

it("takes a decision back, by the keyboard, and says so", async () => {
  const { page, close } = await open("/findings?check=mfa-disabled");
  const count = await page.locator(".finding").count();
  const ref = (await page.locator(".finding .dim.small").first().innerText()).split(" · ")[0] ?? "";
  await page.getByLabel(`Select ${ref}`).first().check();
  await page.getByRole("button", { name: "Answer or decide" }).click();
  await page.getByLabel("Until, its last day").fill("2027-02-01");
  await page.getByLabel("Why").fill("known");
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect.poll(() => page.locator(".finding").count()).toBe(count - 1);
  const notice = page.getByRole("status").filter({ hasText: "Accepted: 1 finding" });
  await notice.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Taken back." }).waitFor();
  await expect.poll(() => page.locator(".finding").count()).toBe(count);
  await close();
});

it("shows an audit as it is read, and what it found, without being asked again", async () => {
  const { page, close } = await open("/audits/lab-directory/FY27-Q4");
  // Whoever looks has time to see it.
  await company.state({ server: "lab-directory", latency: 400 });
  const ran = company.audit(["lab-directory", "--format", "json"]);
  await page.getByRole("region", { name: "Being read now" }).waitFor();
  expect(await page.getByRole("progressbar").first().getAttribute("aria-label")).toContain("sources of lab-directory/FY27-Q4");
  expect((await ran).code).toBe(0);
  await page.getByRole("region", { name: "Being read now" }).waitFor({ state: "detached" });
  await company.state({ server: "lab-directory", latency: 0 });
  await close();
});

it("says that the server is gone, and goes on when it is back", async () => {
  const { page, close } = await open("/people");
  await page.route("**/api/v1/**", (route) => route.abort());
  await page.getByLabel("Search").fill("dana");
  await page.getByText("The server does not answer").first().waitFor();
  await page.unroute("**/api/v1/**");
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page.getByText("The server does not answer").first().waitFor({ state: "detached" });
  expect(await page.locator("main").innerText()).toContain("Dana Whitfield");
  await close();
});

it("shows under a new address nothing of the old one: neither its audit nor what was searched for", async () => {
  const { page, close } = await open("/audits/zendesk-global/FY27-Q4?q=dmitri");
  const held = Promise.withResolvers<void>();
  await page.route("**/api/v1/audits/pagerduty/**", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "PagerDuty", exact: true }).click();
  await page.locator('[aria-busy="true"]').first().waitFor();
  expect(await page.locator("main").innerText()).not.toContain("Zendesk Global");
  held.resolve();
  await page.getByRole("heading", { name: "PagerDuty FY27-Q4" }).waitFor();
  expect(await page.getByLabel("Search").first().inputValue()).toBe("");
  await close();
});

it("takes what is searched for from the address, also where the page stays", async () => {
  const { page, close } = await open("/findings?q=dmitri");
  expect(await page.getByLabel("Search").inputValue()).toBe("dmitri");
  await page.getByRole("link", { name: "Findings", exact: true }).click();
  await page.waitForURL(`${dashboard.url}/findings`);
  expect(await page.getByLabel("Search").inputValue()).toBe("");
  await close();
});

it.each(["/people/100%25", "/people/%2541", "/people/%zz"])(
  "says that there is nobody at %s, and keeps the way out",
  async (path) => {
    const { page, close } = await open("/");
    await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
    await page.getByText(/There is none|Not as documented/).waitFor();
    expect(await page.locator("main").innerText()).not.toContain("no person A");
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await page.getByRole("heading", { name: "Who has access to what" }).waitFor();
    await close();
  },
);

it.each(["5000", "nonsense", "-1"])("shows findings whatever the address says of how many: %s", async (limit) => {
  const { page, close } = await open(`/findings?limit=${limit}`);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await page.locator(".finding").count()).toBeGreaterThan(0);
  await close();
});

it("shows the findings of the period the address names", async () => {
  const { page, close } = await open("/findings?period=FY27-Q3");
  expect(await page.locator("main").innerText()).toContain("Of FY27-Q3");
  expect(await page.locator(".finding").count()).toBe(0);
  await close();
});

it.each([1280, 390])("does not jump while an audit comes, %i px wide", async (width) => {
  const { page, close } = await open("/", { width });
  await page.addInitScript(
    `window.jumped = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.jumped += value; })
      .observe({ type: "layout-shift", buffered: true });`,
  );
  await page.goto("/audits/zendesk-global/FY27-Q4");
  await settled(page);
  expect(await page.locator(".finding").count()).toBeGreaterThan(10);
  expect(await page.evaluate("window.jumped")).toBeLessThan(0.1);
  await close();
});

it("weighs no more than 250 kB of scripts at first load", async () => {
  const { page, close } = await open("/");
  const sizes = await page.evaluate(
    'performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js")).map(({ encodedBodySize }) => encodedBodySize)',
  );
  const bytes = (sizes as number[]).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(250_000);
  await close();
});

it("is not there for whoever has no session", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${dashboard.url}/people`);
  expect(new URL(page.url()).pathname).toBe("/login");
  expect(await page.locator("main").innerText()).toContain("rollcall serve");
  await context.close();
});

it("ends with its files whole", () => {
  expect(readFileSync(join(import.meta.dirname, "../../../dist/web/index.html"), "utf8")).toContain("__CSP_NONCE__");
});
