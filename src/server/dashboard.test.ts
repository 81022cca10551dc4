import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { endpoints } from "../model/api/endpoints.ts";
import type { Finding, FindingsPage } from "../model/api/finding.ts";
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

async function findings(query: string, who = lee): Promise<FindingsPage> {
  const response = await who.get(`/api/v1/findings?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as FindingsPage;
}

async function one(query: string, wanted: (finding: Finding) => boolean): Promise<Finding> {
  const found = (await findings(`${query}&limit=1000`)).items.find(wanted);
  if (!found) throw new Error(`no finding fits ${query}`);
  return found;
}

function decision({ audit, ref, version }: Finding, more: object = {}): object {
  return { audit, findings: [{ ref, version }], kind: "accept", until: "2027-02-01", reason: "known", ...more };
}

describe("who may come in", () => {
  it("opens to the link once, and to no other", async () => {
    const again = await fetch(dashboard.link, { redirect: "manual" });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await again.text()).toContain("used before");
    const guessed = await fetch(new URL("/login?token=guessed", dashboard.url), { redirect: "manual" });
    expect(guessed.status).toBe(401);
  });

  it("prints the link on a terminal, and when it was used the next one", async () => {
    const other = await startDashboard(company, { as: company.roles.auditor, isTerminal: true });
    onTestFinished(() => other.stop());
    const printed = () =>
      [...other.log().matchAll(/Dashboard: (\S+)\n {2}\(works once, signs in as /g)].map(([, link]) => link ?? "");
    expect(printed()).toEqual([other.link]);
    await visitor(other);
    expect(printed()).toHaveLength(2);
    expect((await (await visitor({ ...other, link: printed()[1] ?? "" })).get("/api/v1/session")).status).toBe(200);
  });

  it("tells strangers nothing but the API's document, its page and the sign-in", async () => {
    for (const { method, path } of Object.values(endpoints)) {
      const response = await fetch(new URL(`/api/v1${path.replaceAll(/[{}]/g, "")}`, dashboard.url), {
        method: method.toUpperCase(),
        headers: { origin: dashboard.url, "content-type": "application/json" },
        ...(method === "post" ? { body: "{}" } : {}),
      });
      // What is wrong with the input is told to nobody who is not in.
      expect([path, response.status]).toEqual([path, 401]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    }
    for (const path of ["/api/v1/openapi.json", "/api/v1/reference", "/healthz"])
      expect([path, (await fetch(new URL(path, dashboard.url))).status]).toEqual([path, 200]);
    const page = await fetch(new URL("/people", dashboard.url), { redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([303, "/login?to=%2Fpeople"]);
  });

  it("takes no forged session, and none that is over", async () => {
    const forged = await fetch(new URL("/api/v1/session", dashboard.url), {
      headers: { cookie: lee.cookie.replace(/=.*/, "=forged") },
    });
    expect(forged.status).toBe(401);
    const later = await startDashboard(company, { as: company.roles.auditor, at: "2026-11-22T21:00:00Z" });
    onTestFinished(() => later.stop());
    const old = await fetch(new URL("/api/v1/session", later.url), { headers: { cookie: lee.cookie } });
    expect(old.status).toBe(401);
  });

  it("ends a session where somebody signs out, and keeps its secret nowhere", async () => {
    const other = await startDashboard(company, { as: company.roles.opsManager });
    onTestFinished(() => other.stop());
    const dana = await visitor(other);
    expect((await dana.get("/api/v1/session")).status).toBe(200);
    expect((await dana.post("/sign-out", {})).status).toBe(303);
    expect((await dana.get("/api/v1/session")).status).toBe(401);
    expect(other.log()).not.toContain(dana.cookie.split("=")[1]);
    expect(other.log()).not.toContain(new URL(other.link).searchParams.get("token"));
  });

  it("answers only under its own name, and takes writes only from its own pages", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(dashboard.url);
      request({ hostname, port, path: "/api/v1/session", headers: { host: "rebound.example", cookie: lee.cookie } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
    const body = decision(await one("", () => true));
    const strange: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of strange) expect((await lee.post("/api/v1/decisions", body, headers)).status).toBe(403);
    const noOrigin = await fetch(new URL("/api/v1/decisions", dashboard.url), {
      method: "POST",
      headers: { cookie: lee.cookie },
      body: "{}",
    });
    expect(noOrigin.status).toBe(403);
  });

  it("lets no script run that is not a file of ours, and no page frame it", async () => {
    const policy = (await lee.get("/")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{20,}'/);
    const [first, second] = await Promise.all([lee.get("/"), lee.get("/")]);
    expect(first.headers.get("content-security-policy")).not.toBe(second.headers.get("content-security-policy"));
  });
});

describe("what it answers", () => {
  const gets = Object.values(endpoints).filter(({ method }) => method === "get");

  it.each(gets)("GET $path answers as its document says", async ({ path, answer, ...endpoint }) => {
    const audit = "zendesk-global/FY27-Q4";
    const filled = path
      .replace("{system}", "zendesk-global")
      .replace("{period}", "FY27-Q4")
      .replace("{ref}", "F1")
      .replace("{id}", encodeURIComponent(company.roles.opsManager));
    const query = path === "/accounts" ? `?audit=${encodeURIComponent(audit)}` : "";
    const response = await lee.get(`/api/v1${filled}${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const body: unknown = await response.json();
    expect(answer.safeParse(body).error?.issues ?? []).toEqual([]);
    if ("csv" in endpoint) {
      const csv = await lee.get(`/api/v1${filled}${query === "" ? "?" : `${query}&`}format=csv`);
      expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const [head = "", ...lines] = (await csv.text()).trimEnd().split("\r\n");
      expect(head).not.toBe("");
      const list = Object.values(body as object).find(Array.isArray) as unknown[];
      expect(lines.length).toBeGreaterThanOrEqual(list.length);
      expect(lines.filter((line) => /(^|,)[=+@]/.test(line))).toEqual([]);
    }
  });

  it("reads a list page by page, every row once, however it is asked for", async () => {
    const rows = async (query: string) => {
      const response = await lee.get(`/api/v1/accounts?audit=${encodeURIComponent("zendesk-global/FY27-Q4")}&${query}`);
      expect([query, response.status]).toEqual([query, 200]);
      return (await response.json()) as { items: { id: string }[]; next: string | null; total: number };
    };
    const kinds = {
      only: fc.constantFrom("all", "findings", "nobody", "admins", "suspended"),
      sort: fc.constantFrom("worst", "name", "email", "role", "last_sign_in"),
      order: fc.constantFrom("asc", "desc"),
      limit: fc.integer({ min: 40, max: 900 }),
    };
    const asked = fc.record({ ...kinds, q: fc.constantFrom("", "a", "an", "dana") });
    await fc.assert(
      fc.asyncProperty(asked, async ({ limit, q, ...more }) => {
        const query = new URLSearchParams({ ...more, ...(q ? { q } : {}) });
        const { total } = await rows(`${query}&limit=1`);
        const scrolled: string[] = [];
        for (let offset = 0; offset < total; offset += 1000)
          scrolled.push(...(await rows(`${query}&limit=1000&offset=${offset}`)).items.map(({ id }) => id));
        const ids: string[] = [];
        for (let next: string | null = ""; next !== null; ) {
          const page: Awaited<ReturnType<typeof rows>> = await rows(`${query}&limit=${limit}${next && `&cursor=${next}`}`);
          expect(page.total).toBe(total);
          ids.push(...page.items.map(({ id }) => id));
          next = page.next;
        }
        expect(ids).toEqual(scrolled);
        expect([ids.length, new Set(ids).size]).toEqual([total, total]);
      }),
      { numRuns: 25 },
    );
  });

  it("gives a list as CSV whole, a line an item, by its address or by what is accepted", async () => {
    const path = `/api/v1/accounts?audit=${encodeURIComponent("zendesk-global/FY27-Q4")}`;
    const { total } = (await (await lee.get(`${path}&limit=1`)).json()) as { total: number };
    const [asked, accepted] = await Promise.all([lee.get(`${path}&format=csv&limit=1`), lee.get(path, { accept: "text/csv" })]);
    const text = await asked.text();
    expect(await accepted.text()).toBe(text);
    const [head = "", ...lines] = text.trimEnd().split("\r\n");
    expect(head.split(",")).toEqual(expect.arrayContaining(["id", "email", "person_name", "grants", "severity"]));
    expect(lines.length).toBe(total);
    const missing = await lee.get("/api/v1/accounts?audit=zendesk-global/FY99-Q9&format=csv");
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });

  it("names the columns of a list there is nothing in", async () => {
    const csv = await (await lee.get("/api/v1/findings?check=no-such-check&format=csv")).text();
    expect(csv.trimEnd().split("\r\n").length).toBe(1);
    expect(csv).toMatch(/^audit,system,.*\bseverity,/);
  });

  it("goes on with no list that was read anew meanwhile", async () => {
    const audit = "lab-directory/FY27-Q4";
    const path = `/api/v1/accounts?audit=${encodeURIComponent(audit)}&limit=1`;
    const { next } = (await (await lee.get(path)).json()) as { next: string };
    expect((await lee.get(`${path}&cursor=${next}`)).status).toBe(200);
    expect((await company.audit(["lab-directory", "--format", "json"])).code).toBe(0);
    const stale = await lee.get(`${path}&cursor=${next}`);
    expect([stale.status, ((await stale.json()) as { fix: string }).fix]).toEqual([409, expect.stringContaining("begin again")]);
  });

  it("reads findings page by page, every row once", async () => {
    const all = await findings("standing=all&limit=1000");
    const ids: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const cursor: string = next === "" ? "" : `&cursor=${next}`;
      const page = await findings(`standing=all&limit=7${cursor}`);
      ids.push(...page.items.map(({ key }) => key));
      next = page.next;
    }
    expect(ids.length).toBe(all.total);
    expect(new Set(ids).size).toBe(all.total);
  });

  it("has the findings of the report, no more and no fewer", async () => {
    const report = JSON.parse((await company.audit(["--format", "json", "--no-publish"])).stdout) as {
      audits: { system: string; findings: { key: string }[] }[];
    };
    for (const { system, findings: found } of report.audits) {
      const page = await findings(`system=${system}&standing=all&limit=1000`);
      expect(page.items.map(({ key }) => key).sort()).toEqual(found.map(({ key }) => key).sort());
    }
  });

  it.each([
    ["/api/v1/audits/zendesk-global/FY99-Q9", 404],
    ["/api/v1/audits/zendesk-global/FY27-Q4/findings/F99999", 404],
    ["/api/v1/people/nobody%40acme.test", 404],
    ["/api/v1/findings?severity=awful", 422],
    ["/api/v1/findings?limit=0", 422],
    ["/api/v1/findings?cursor=made-up", 400],
    ["/api/v1/accounts", 422],
    ["/api/v1/accounts?audit=zendesk-global/FY99-Q9", 404],
    ["/api/v1/accounts?audit=nobody/FY27-Q4", 404],
    ["/api/v1/accounts?audit=zendesk-global/FY27-Q4&cursor=made-up", 400],
    ["/api/v1/audits/nobody/FY27-Q4/changes", 404],
    ["/api/v1/nothing", 404],
    ["/api/v1/people/..%2f..%2fetc%2fpasswd", 404],
  ])("refuses %s with %i and says what to do", async (path, status) => {
    const response = await lee.get(path);
    const problem = (await response.json()) as { status: number; detail: string };
    expect([response.status, problem.status]).toEqual([status, status]);
    expect(problem.detail).not.toBe("");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  it("gives no file that is none of the page's", async () => {
    for (const path of ["/assets/../../package.json", "/assets/%2e%2e/%2e%2e/package.json", "/.stamp"])
      expect(await (await lee.get(path)).text()).not.toContain('"name": "rollcall"');
  });
});

describe("what may be said", () => {
  it("records a decision, tells the issue, and shows it at once", async () => {
    const finding = await one("system=calendly", ({ may }) => may.decide);
    const response = await lee.post("/api/v1/decisions", decision(finding, { reason: "agreed with <b>legal</b>" }));
    const answer = (await response.json()) as { recorded: object[]; refusals: string[]; findings: Finding[] };
    expect([response.status, answer.refusals]).toEqual([200, []]);
    expect(answer.findings[0]?.standing).toMatchObject({ is: "settled", by: "accepted", until: "2027-02-01" });
    const detail = (await (await lee.get(`/api/v1/audits/${finding.audit}/findings/${finding.ref}`)).json()) as {
      history: { actor: string; words: string }[];
    };
    expect(detail.history.at(-1)).toMatchObject({ words: "agreed with <b>legal</b>" });
    expect(detail.history.at(-1)?.actor).toContain(company.roles.auditor);
  });

  it("refuses with 409 what was decided on a finding that has changed meanwhile, and records nothing of it", async () => {
    const finding = await one("system=pagerduty", ({ may }) => may.decide);
    const untouched = await one("system=pagerduty", ({ may, ref }) => may.decide && ref !== finding.ref);
    expect((await lee.post("/api/v1/decisions", decision(finding))).status).toBe(200);
    const both = { ...decision(finding), findings: [finding, untouched].map(({ ref, version }) => ({ ref, version })) };
    const stale = await lee.post("/api/v1/decisions", both);
    expect([stale.status, ((await stale.json()) as { detail: string }).detail]).toEqual([
      409,
      expect.stringContaining(finding.ref),
    ]);
    expect((await one("system=pagerduty", ({ ref }) => ref === untouched.ref)).standing.is).toBe("open");
  });

  it("lets one of two win who decide at once", async () => {
    const finding = await one("system=gitlab-com", ({ may }) => may.decide);
    const answers = await Promise.all([
      lee.post("/api/v1/decisions", decision(finding, { until: "2027-01-01" })),
      lee.post("/api/v1/decisions", decision(finding, { until: "2027-01-31" })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("lets nobody decide about themselves", async () => {
    const other = await startDashboard(company, { as: company.roles.opsManager });
    onTestFinished(() => other.stop());
    const dana = await visitor(other);
    const about = (await findings("limit=1000", dana)).items.filter(({ may }) => may.why_not?.includes("themselves"));
    const [own] = about;
    if (!own) throw new Error("nothing is about the manager");
    const response = await dana.post("/api/v1/decisions", decision(own));
    const { recorded, refusals } = (await response.json()) as { recorded: object[]; refusals: string[] };
    expect([response.status, recorded]).toEqual([200, []]);
    expect(refusals[0]).toContain("themselves");
    expect((await findings("limit=1000", dana)).items.find(({ key }) => key === own.key)?.standing.is).toBe("open");
  });

  it("decides nothing where a claim is not enough on the command line either", async () => {
    const config = join(company.folder, "no-claims.yaml");
    writeFileSync(config, `decisions: { command_line: false }\n${readFileSync(company.config, "utf8")}`);
    const other = await startDashboard({ ...company, config }, { as: company.roles.auditor });
    onTestFinished(() => other.stop());
    const claimed = await visitor(other);
    const finding = await one("system=lab-directory", ({ may }) => may.decide);
    const refused = await claimed.post("/api/v1/decisions", decision(finding));
    expect([refused.status, ((await refused.json()) as { fix: string }).fix]).toEqual([403, expect.stringContaining("claims")]);
    expect((await claimed.post(`/api/v1/audits/${finding.audit}/start`, {})).status).toBe(403);
    const shown = (await findings("system=lab-directory&limit=1000", claimed)).items.find(({ ref }) => ref === finding.ref);
    expect(shown?.may.decide).toBe(false);
    expect((await one("system=lab-directory", ({ ref }) => ref === finding.ref)).standing.is).toBe("open");
  });

  it("lets somebody who is nobody look, and decide nothing", async () => {
    const other = await startDashboard(company, { as: "guest@elsewhere.test" });
    onTestFinished(() => other.stop());
    const guest = await visitor(other);
    const session = (await (await guest.get("/api/v1/session")).json()) as { who: { roles: string[] } };
    expect(session.who.roles).toEqual(["viewer"]);
    const response = await guest.post("/api/v1/decisions", decision(await one("", () => true)));
    expect(response.status).toBe(403);
  });

  it("takes answers from those who are asked, and from no stranger", async () => {
    const finding = await one("system=training-portal", ({ answers_to: to, standing }) => {
      return to?.email !== company.roles.auditor && to?.email !== company.roles.opsManager && standing.claim === null;
    });
    const { audit, ref, version, answers_to: to } = finding;
    const answer = { audit, findings: [{ ref, version }], kind: "fixed", reason: null };
    const other = await startDashboard(company, { as: "guest@elsewhere.test" });
    onTestFinished(() => other.stop());
    const guest = await visitor(other);
    expect((await guest.post("/api/v1/answers", answer)).status).toBe(400);
    expect((await one("system=training-portal", (now) => now.ref === ref)).standing.claim).toBeNull();
    const own = await startDashboard(company, { as: to?.email ?? "" });
    onTestFinished(() => own.stop());
    expect((await (await visitor(own)).post("/api/v1/answers", answer)).status).toBe(200);
    expect((await one("system=training-portal", (now) => now.ref === ref)).standing.claim).toBe("fixed");
  });

  it.each([
    ["no JSON", "{", 400],
    ["nothing", "", 400],
    ["a body of another shape", { audit: 7 }, 422],
    ["an acceptance without its last day", { until: null }, 400],
    ["a day that is none", { until: "soon" }, 400],
    ["no reason", { reason: " " }, 422],
    ["an audit that is not there", { audit: "zendesk-global/FY99-Q9" }, 404],
  ])("refuses %s", async (_, change, status) => {
    const finding = await one("system=1password", ({ may }) => may.decide);
    const body = typeof change === "string" ? change : decision(finding, change);
    expect((await lee.post("/api/v1/decisions", body)).status).toBe(status);
    expect((await one("system=1password", ({ ref }) => ref === finding.ref)).standing.is).toBe("open");
  });

  it("refuses a huge body", async () => {
    // A connection of its own: the server closes it, since the rest of the body is not read.
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { cookie: lee.cookie, origin: dashboard.url, "content-type": "application/json" };
      request(new URL("/api/v1/decisions", dashboard.url), { method: "POST", agent: false, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on("error", reject)
        .end("x".repeat(300_000));
    });
    expect(status).toBe(413);
  });
});

describe("an audit as a whole", () => {
  const audit = "lab-directory/FY27-Q4";

  it("is read when somebody asks for it, in their name, once at a time", async () => {
    const { n } = await lastReading();
    const begun = await lee.post("/api/v1/runs", { system: "lab-directory" });
    expect([begun.status, await begun.json()]).toEqual([200, { audit, what: "audit" }]);
    const again = await lee.post("/api/v1/runs", { system: "lab-directory" });
    expect([again.status, ((await again.json()) as { detail: string }).detail]).toEqual([409, `${audit} is being read already`]);
    await expect.poll(async () => (await lastReading()).n, { timeout: 20_000 }).toBe(n + 1);
    expect((await lastReading()).actor).toBe(`${company.roles.auditor}, by the link of the machine Rollcall runs on`);
    expect((await lee.post("/api/v1/runs", { system: "nobody" })).status).toBe(404);
    await expect.poll(() => going(), { timeout: 20_000 }).toBe(0);
    const rechecked = await lee.post(`/api/v1/audits/${audit}/recheck`, {});
    expect([rechecked.status, await rechecked.json()]).toEqual([200, { audit, what: "recheck" }]);
    await expect.poll(async () => (await lastReading()).n, { timeout: 20_000 }).toBe(n + 2);
  });

  it("says before it is closed what would be signed, or why it stays open; and stays open", async () => {
    const asked = await lee.get(`/api/v1/audits/${audit}/closing`);
    const closing = (await asked.json()) as { sentence: string | null; refusals: string[] };
    expect([asked.status, closing.sentence]).toEqual([200, null]);
    expect(closing.refusals.join(" ")).toContain("Nobody has gone through the findings yet");
    expect(closing.refusals.join(" ")).toContain(`${company.roles.auditor} cannot close it`);
    const closed = await lee.post(`/api/v1/audits/${audit}/close`, { reason: null });
    expect([closed.status, await closed.json()]).toMatchObject([200, { audit, state: "draft", sentence: null }]);
  });

  async function going(): Promise<number> {
    return ((await (await lee.get("/api/v1/running")).json()) as { items: unknown[] }).items.length;
  }

  /** How often it was read, and who had that done. */
  async function lastReading(): Promise<{ n: number; actor: string }> {
    const response = await lee.get(`/api/v1/activity?audit=${encodeURIComponent(audit)}&limit=1000`);
    const { items } = (await response.json()) as { items: { kind: string; actor: string }[] };
    const readings = items.filter(({ kind }) => kind === "snapshot-taken" || kind === "rechecked");
    return { n: readings.length, actor: readings[0]?.actor ?? "" };
  }
});
