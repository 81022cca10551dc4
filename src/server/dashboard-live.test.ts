import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { FindingsPage } from "../model/api/finding.ts";
import { type LiveEvent, liveEvent } from "../model/api/live.ts";
import { postmasterOf } from "../store/embedded/postmaster.ts";
import { cuttable } from "../store/testing/cuttable.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { type Company, startCompany } from "../testing/company.ts";
import { type Dashboard, startDashboard, type Visitor, visitor } from "../testing/use-dashboard.ts";

const [eighteen] = servers;
const server = useServer(eighteen);
let company: Company;
let dashboard: Dashboard;
let lee: Visitor;

beforeAll(async () => {
  company = await startCompany();
  expect((await company.audit(["--format", "json"])).code).toBe(0);
  dashboard = await startDashboard(company, { as: company.roles.auditor });
  lee = await visitor(dashboard);
}, 60_000);
afterAll(async () => {
  await dashboard?.stop();
  company?.end();
});

/** What a browser's EventSource would hear. */
async function watch({ url }: Pick<Dashboard, "url">, { cookie }: Visitor) {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(new URL("/api/v1/live", url), { headers: { cookie }, signal: leaving.signal });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const heard: LiveEvent[] = [];
  // From there on everything is heard.
  expect(await until(({ kind }) => kind === "anew")).not.toBeNull();
  return { heard, until };

  /** @returns the first one that fits; null = it ended before */
  async function until(fits: (event: LiveEvent) => boolean): Promise<LiveEvent | null> {
    for (;;) {
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (data === undefined) continue;
        const event = liveEvent.parse(JSON.parse(data));
        expect(event.kind).toBe(kind);
        heard.push(event);
        if (fits(event)) return event;
      }
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done) return null;
      text += value;
    }
  }
}

async function decideOne(system: string): Promise<void> {
  const page = (await (await lee.get(`/api/v1/findings?system=${system}&limit=1000`)).json()) as FindingsPage;
  const one = page.items.find(({ may }) => may.decide);
  if (!one) throw new Error(`nothing to decide on ${system}`);
  const { audit, ref, version } = one;
  const body = { audit, findings: [{ ref, version }], kind: "accept", until: "2027-02-01", reason: "known" };
  expect((await lee.post("/api/v1/decisions", body)).status).toBe(200);
}

it("tells strangers nothing", async () => {
  const response = await fetch(new URL("/api/v1/live", dashboard.url));
  expect([response.status, response.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
});

it("tells what was decided, and how an audit of another process goes, to everybody who watches", async () => {
  const both = await Promise.all([watch(dashboard, lee), watch(dashboard, lee)]);
  // Whether the connection that listens is there is told by nothing: what is said again arrives.
  const told = Promise.all(both.map(({ until }) => until(({ kind }) => kind === "changed")));
  for (const system of ["calendly", "pagerduty", "gitlab-com"]) await decideOne(system);
  for (const event of await told)
    expect(event).toMatchObject({ audit: expect.stringMatching(/^(calendly|pagerduty|gitlab-com)\//) });
  const audit = "lab-directory/FY27-Q4";
  const ended = Promise.all(both.map(({ until }) => until((event) => event.kind === "ended" && event.audit === audit)));
  expect((await company.audit(["lab-directory", "--format", "json"])).code).toBe(0);
  await ended;
  for (const { heard } of both) {
    const running = heard.flatMap((event) => (event.kind === "running" ? [event.running] : []));
    expect(running[0]).toMatchObject({ audit, what: "audit" });
  }
  expect(await (await lee.get("/api/v1/running")).json()).toEqual({ items: [] });
});

it("ends with the session", async () => {
  const other = await startDashboard(company, { as: company.roles.opsManager });
  onTestFinished(() => other.stop());
  const dana = await visitor(other);
  const { until } = await watch(other, dana);
  expect((await dana.post("/sign-out", {})).status).toBe(303);
  const ended = until(() => false);
  await expect(ended).resolves.toBeNull();
});

it("ends with the server, which waits for nobody who watches", async () => {
  const other = await startDashboard(company, { as: company.roles.auditor });
  const { until } = await watch(other, await visitor(other));
  await other.stop();
  expect(await until(() => false)).toBeNull();
});

it("comes back by itself after its own database died, and says that something may be missed", async () => {
  const { until } = await watch(dashboard, lee);
  const anew = until(({ kind }) => kind === "anew");
  const own = postmasterOf(join(company.folder, ".rollcall/database/data"));
  if (!own) throw new Error("no database runs");
  process.kill(own.pid, "SIGQUIT");
  await expect.poll(async () => (await lee.get("/api/v1/findings")).status, { timeout: 20_000 }).toBe(200);
  expect(await anew).toEqual({ kind: "anew" });
}, 60_000);

it("answers 503 with what to do for as long as a database is away, and then as before", async () => {
  const way = await cuttable(await server.database());
  const env = { ...company.env, DATABASE_URL: way.url };
  expect((await company.audit(["lab-directory", "--format", "json"], env)).code).toBe(0);
  const other = await startDashboard({ ...company, env }, { as: company.roles.auditor });
  onTestFinished(() => other.stop());
  const guest = await visitor(other);
  const gets = ["findings", "overview", "running", "accounts?audit=lab-directory/FY27-Q4", "live"].map(
    (path) => `/api/v1/${path}`,
  );
  const before = await (await guest.get("/api/v1/findings")).text();
  const { until } = await watch(other, guest);
  const anew = until(({ kind }) => kind === "anew");
  way.away();
  for (const path of gets) {
    const response = await guest.get(path);
    expect([path, response.status, response.headers.get("content-type")]).toEqual([path, 503, "application/problem+json"]);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    const { fix } = (await response.json()) as { fix: string };
    expect(fix).not.toBe("");
  }
  way.back();
  await expect.poll(async () => (await guest.get("/api/v1/findings")).status, { timeout: 20_000 }).toBe(200);
  expect(await (await guest.get("/api/v1/findings")).text()).toBe(before);
  expect(await anew).toEqual({ kind: "anew" });
}, 60_000);
