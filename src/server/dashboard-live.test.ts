import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { FindingsPage } from "../model/api/finding.ts";
import { type LiveEvent, liveEvent } from "../model/api/live.ts";
import { postmasterOf } from "../store/embedded/postmaster.ts";
import { type Company, startCompany } from "../testing/company.ts";
import { type Dashboard, startDashboard, type Visitor, visitor } from "../testing/use-dashboard.ts";

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
  return {
    heard,
    /** @returns the first one that fits; null = it ended before */
    async until(fits: (event: LiveEvent) => boolean): Promise<LiveEvent | null> {
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
    },
  };
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

it("says 503 and what to do while the database is away, comes back by itself, and says that something may be missed", async () => {
  const { until } = await watch(dashboard, lee);
  const anew = until(({ kind }) => kind === "anew");
  const server = postmasterOf(join(company.folder, ".rollcall/database/data"));
  if (!server) throw new Error("no database runs");
  process.kill(server.pid, "SIGQUIT");
  for (let status = 0; status !== 200; ) {
    const response = await lee.get("/api/v1/findings");
    status = response.status;
    if (status === 200) continue;
    expect([status, response.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
    expect(response.headers.get("retry-after")).not.toBeNull();
    expect(((await response.json()) as { fix: string }).fix).not.toBe("");
  }
  expect(await anew).toEqual({ kind: "anew" });
}, 60_000);
