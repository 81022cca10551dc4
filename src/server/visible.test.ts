import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Endpoint, scopeOf } from "../model/api/endpoint.ts";
import { endpoints } from "../model/api/endpoints.ts";
import type { Finding, FindingsPage, Recorded } from "../model/api/finding.ts";
import type { ActivityPage, MyItems } from "../model/api/lists.ts";
import type { Role } from "../model/api/session.ts";
import { type Company, startCompany } from "../testing/company.ts";
import type { Browser } from "./testing/browser.ts";
import { type SignedInCompany, signedInCompany } from "./testing/signed-in-company.ts";

const secret = "zendesk-us-federal";
const audit = `${secret}/FY27-Q4`;
const everything = "/api/v1/findings?standing=all&limit=1000";

let company: Company;
let site: SignedInCompany;
/** An auditor of the configuration, a viewer, one of the group, a manager by a group at the provider. */
let lee: Browser;
let vera: Browser;
let fay: Browser;
let max: Browser;
let all: Finding[];

beforeAll(async () => {
  company = await startCompany();
  expect((await company.audit(["--format", "json"])).code).toBe(0);
  const { auditor } = company.roles;
  site = await signedInCompany(company, {
    accounts: [
      { email: auditor },
      { email: "vera@consulting.test", groups: ["acme/reviewers"] },
      { email: "fay@consulting.test", groups: ["acme/reviewers", "acme/us-persons"] },
      { email: "max@consulting.test", groups: ["acme/heads"] },
    ],
    serve: {
      roles: { viewer: ["acme/reviewers"], manager: ["acme/heads"] },
      groups: { federal: ["acme/us-persons"] },
    },
    visibleTo: { [secret]: ["federal"] },
  });
  const emails = [auditor, "vera@consulting.test", "fay@consulting.test", "max@consulting.test"];
  const [first, second, third, fourth] = await Promise.all(emails.map((email) => site.signIn(email)));
  if (!first || !second || !third || !fourth) throw new Error("not all came in");
  [lee, vera, fay, max] = [first, second, third, fourth];
  all = ((await (await lee.open(everything)).json()) as FindingsPage).items;
}, 90_000);
afterAll(async () => {
  await site?.end();
  company?.end();
});

function write(who: Browser, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const said = { origin: site.dashboard.url, "content-type": "application/json", ...headers };
  return who.open(path, { method: "POST", headers: said, body: JSON.stringify(body) });
}

/** Every call a viewer reads by, as somebody may write it: with an audit of this system where it takes one. */
function reads(system: string): string[] {
  return Object.values(endpoints).flatMap(({ method, path, roles, ...endpoint }) => {
    if (method !== "get" || !roles.some((role: Role) => role === "viewer")) return [];
    const filled = path
      .replace("{system}", system)
      .replace("{period}", "FY27-Q4")
      .replace("{ref}", "F1")
      .replace("{id}", encodeURIComponent(company.roles.opsManager));
    const query = path === "/accounts" ? `?audit=${system}/FY27-Q4` : "?limit=1000";
    const json = `/api/v1${filled}${query}`;
    return "csv" in endpoint ? [json, `${json}&format=csv`] : [json];
  });
}

function acceptance({ audit: of, ref, version }: Finding): object {
  return { audit: of, findings: [{ ref, version }], kind: "accept", until: "2027-02-01", reason: "known" };
}

const answer = ({ audit: of, ref, version }: Finding) => ({
  audit: of,
  findings: [{ ref, version }],
  kind: "fixed",
  reason: null,
});

describe("a system with visible_to", () => {
  it("is nowhere for a viewer who is in none of its groups: in no list, count, table or name", async () => {
    const told: string[] = [];
    for (const path of reads("zendesk-global")) {
      const response = await vera.open(path);
      expect([path, response.status]).toEqual([path, 200]);
      if (/federal/i.test(await response.text())) told.push(path);
    }
    expect(told).toEqual([]);
  });

  it("is as if it were not there where it is named", async () => {
    const named = reads(secret).filter((path) => path.includes(secret));
    expect(named.length).toBeGreaterThan(5);
    for (const path of [...named, `/api/v1/findings?audit=${audit}`])
      expect([path, (await vera.open(path)).status]).toEqual([path, 404]);
    expect(await (await vera.open(`/api/v1/findings?system=${secret}`)).json()).toMatchObject({ total: 0 });
    const of = (reads(secret).filter((path) => path.includes(secret))[0] ?? "").replaceAll(secret, "no-such-system");
    const strip = async (path: string) =>
      (await (await vera.open(path)).text()).replaceAll(/zendesk-us-federal|no-such-system/g, "X");
    expect(await strip(named[0] ?? "")).toBe(await strip(of));
  });

  it("is there for who is in its group, and for the auditor of the configuration", async () => {
    for (const who of [fay, lee]) {
      for (const path of reads(secret)) expect([path, (await who.open(path)).status]).toEqual([path, 200]);
      expect(await (await who.open("/api/v1/overview")).text()).toContain(secret);
    }
  });

  it("is not there to a manager by a list alone, who decides on everything else, but not about themselves", async () => {
    const hidden = all.find((one) => one.system === secret && one.standing.is === "open") as Finding;
    const refused = await write(max, "/api/v1/decisions", acceptance(hidden));
    expect([refused.status, await refused.json()]).toMatchObject([404, { detail: `there is no audit ${audit}` }]);
    expect((await write(max, "/api/v1/answers", answer(hidden))).status).toBe(404);
    for (const [path, body] of [
      ...["start", "recheck", "close"].map((what) => [`/api/v1/audits/${audit}/${what}`, { reason: "" }] as const),
      ["/api/v1/runs", { system: secret }] as const,
    ])
      expect([path, (await write(max, path, body)).status]).toEqual([path, 404]);
    expect((await max.open(`/api/v1/audits/${audit}/closing`)).status).toBe(404);
    expect(await (await max.open("/api/v1/my-items")).text()).not.toContain(secret);
    const page = (await (await max.open("/api/v1/findings?system=calendly&limit=1000")).json()) as FindingsPage;
    const open = page.items.find(({ may }) => may.decide) as Finding;
    const decided = await write(max, "/api/v1/decisions", acceptance(open));
    expect([decided.status, await decided.json()]).toMatchObject([200, { recorded: [{ ref: open.ref, kind: "accept" }] }]);
  });

  it("is not told of while somebody watches", async () => {
    const leaving = new AbortController();
    const watching = await vera.open("/api/v1/live", { signal: leaving.signal });
    const reader = watching.body?.pipeThrough(new TextDecoderStream()).getReader();
    const [hidden, shown] = [secret, "pagerduty"].map(
      (of) => all.findLast((one) => one.system === of && one.may.decide) as Finding,
    );
    let text = "";
    const until = async (wanted: string) => {
      while (!text.includes(wanted)) text += (await reader?.read())?.value ?? "";
    };
    await until("anew");
    for (const one of [hidden, shown])
      expect((await write(lee, "/api/v1/decisions", acceptance(one as Finding))).status).toBe(200);
    await until("pagerduty/FY27-Q4");
    expect(text).not.toContain("federal");
    leaving.abort();
  });
});

describe("nobody decides about themselves", () => {
  it("also not whom a group at the provider makes a manager", async () => {
    const isHere = ({ check, person }: Finding) => person?.id && !check.includes("leaver");
    const about = all.find((one) => one.system === "training-portal" && isHere(one) && one.standing.is === "open") as Finding;
    const email = about.person?.email ?? "";
    site.provider.accounts.set(email, { email, groups: ["acme/heads"] });
    const own = await site.signIn(email);
    const shown = (await (await own.open(`/api/v1/audits/${about.audit}/findings/${about.ref}`)).json()) as Finding;
    expect(shown.may).toEqual({ answer: true, decide: false, why_not: expect.stringContaining("themselves") });
    const said = await write(own, "/api/v1/decisions", acceptance(about));
    expect(await said.json()).toMatchObject({ recorded: [], refusals: [expect.stringContaining("themselves")] });
  });
});

describe("who is only asked", () => {
  /** Somebody of the roster with a question on the federal system, and with nothing else to be here. */
  async function asked(): Promise<{ own: Finding; who: Browser }> {
    const inCharge = Object.values(company.roles);
    const isOpen = ({ system, standing }: Finding) => system === secret && standing.is === "open";
    const own = all.find((one) => isOpen(one) && one.answers_to?.email && !inCharge.includes(one.answers_to.email));
    if (!own) throw new Error("nobody is asked");
    const email = own.answers_to?.email ?? "";
    site.provider.accounts.set(email, { email, groups: [] });
    return { own, who: await site.signIn(email) };
  }

  it("sees and answers that, also of a system they could not see, and nothing else at all", async () => {
    const { own, who } = await asked();
    expect(await (await who.open("/api/v1/session")).json()).toMatchObject({ who: { roles: ["person"] }, systems: [] });
    const mine = (await (await who.open("/api/v1/my-items")).json()) as MyItems;
    expect(mine.items.map(({ key }) => key)).toContain(own.key);
    expect([mine.to_decide, mine.to_review]).toEqual([[], []]);
    const at = (one: Finding) => `/api/v1/audits/${one.audit}/findings/${one.ref}`;
    expect((await who.open(at(own))).status).toBe(200);
    const foreign = all.filter((one) => one.answers_to?.email !== own.answers_to?.email && one.person?.id !== own.answers_to?.id);
    for (const one of foreign.slice(0, 5)) {
      expect([one.key, (await who.open(at(one))).status]).toEqual([one.key, 404]);
      expect((await write(who, "/api/v1/answers", answer(one))).status).toBe(404);
    }
    const said = (await (await write(who, "/api/v1/answers", answer(own))).json()) as Recorded;
    expect(said.recorded).toHaveLength(1);
    const back = await write(who, "/api/v1/taken-back", { audit: own.audit, source: said.undo?.source });
    expect([back.status, await back.json()]).toMatchObject([200, { findings: [{ standing: { claim: null } }] }]);
    const again = {
      ...answer(own),
      findings: [{ ref: own.ref, version: ((await (await who.open(at(own))).json()) as Finding).version }],
    };
    expect((await write(who, "/api/v1/answers", again)).status).toBe(200);
    const now = (await (await who.open(at(own))).json()) as Finding;
    expect(now.standing.claim).toBe("fixed");
    expect((await write(who, "/api/v1/decisions", acceptance(now))).status).toBe(403);
  });

  it("is refused by every other call, whatever it is", async () => {
    const { who } = await asked();
    const theirs = ["session", "finding", "myItems", "answer", "takeBack"];
    const others = Object.entries(endpoints).filter(
      ([name, endpoint]: [string, Endpoint]) => !theirs.includes(name) && scopeOf(endpoint) !== null,
    );
    for (const [, { method, path }] of others) {
      const address = `/api/v1${path.replaceAll(/[{}]/g, "")}`;
      const response = await who.open(address, { method: method.toUpperCase(), headers: { origin: site.dashboard.url } });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });
});

describe("an access token", () => {
  const make = async (who: Browser, scopes: string[]) => {
    const made = await write(who, "/api/v1/access-tokens", { name: "ci", scopes, days: 1 });
    const { token } = (await made.json()) as { token: string };
    return (path: string, init: RequestInit = {}) =>
      fetch(new URL(path, site.dashboard.url), { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  };

  it("does no more than its owner and its scopes: it reads what they may see, and without the scope nothing, live neither", async () => {
    const ask = await make(vera, ["read", "answer", "decide"]);
    expect(await (await ask("/api/v1/findings?standing=all&limit=1000")).text()).not.toContain(secret);
    expect((await ask(`/api/v1/accounts?audit=${audit}`)).status).toBe(404);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(acceptance(all[0] as Finding));
    expect((await ask("/api/v1/decisions", { method: "POST", headers, body })).status).toBe(403);
    const mute = await make(lee, ["answer"]);
    for (const path of ["/api/v1/session", "/api/v1/findings", "/api/v1/live"]) expect((await mute(path)).status).toBe(403);
  });

  it("opens no page, and is told so where it is put into a cookie or an address", async () => {
    const ask = await make(lee, ["read"]);
    expect((await ask("/api/v1/sessions")).status).toBe(403);
    const given = "rollcall_forged";
    const { port } = new URL(site.dashboard.url);
    const cookie = await fetch(new URL("/api/v1/session", site.dashboard.url), {
      headers: { cookie: `rollcall-${port}=${given}` },
    });
    const address = await fetch(new URL(`/api/v1/session?token=${given}&access_token=${given}`, site.dashboard.url));
    expect([cookie.status, address.status]).toEqual([401, 401]);
  });
});

describe("what happened at the door", () => {
  it("is there for those in charge alone: who came in, who was refused, which tokens were made", async () => {
    site.provider.accounts.set("eve@evil.test", { email: "eve@evil.test" });
    await expect(site.signIn("eve@evil.test")).rejects.toThrow();
    await write(lee, "/api/v1/access-tokens", { name: "=nightly()", scopes: ["read"], days: 7 });
    const page = async (who: Browser, query = "") =>
      (await (await who.open(`/api/v1/activity?limit=1000${query}`)).json()) as ActivityPage;
    const own = (await page(lee)).items.filter(({ audit: of }) => of === null);
    const said = own.map(({ actor, sentence }) => `${actor} ${sentence}`);
    expect(said).toContain(`${company.roles.auditor} signed in`);
    expect(said).toContain("eve@evil.test was known to the provider, and is nobody here");
    expect(said).toContainEqual(
      expect.stringContaining(`${company.roles.auditor} made the access token =nightly(): read, until`),
    );
    expect((await page(lee, "&q=nightly")).total).toBe(1);
    expect((await page(lee, `&audit=calendly/FY27-Q4`)).items.filter(({ audit: of }) => of === null)).toEqual([]);
    expect((await page(vera)).items.filter(({ audit: of }) => of === null)).toEqual([]);
  });
});

describe("a write with an Idempotency-Key", () => {
  const mineOf = async (system: string) => {
    const page = (await (await lee.open(`/api/v1/findings?system=${system}&limit=1000`)).json()) as FindingsPage;
    return page.items.filter(({ may }) => may.decide);
  };

  it("is done once: asked again the answer is the same, and of what was something else it is refused", async () => {
    const [first, second] = await mineOf("gitlab-com");
    const headers = { "idempotency-key": "0b6d1c1e" };
    const once = await write(lee, "/api/v1/decisions", acceptance(first as Finding), headers);
    const text = await once.text();
    expect([once.status, once.headers.get("idempotency-replayed")]).toEqual([200, null]);
    // Without the key it would be 409: the finding is another by now.
    expect((await write(lee, "/api/v1/decisions", acceptance(first as Finding))).status).toBe(409);
    const again = await write(lee, "/api/v1/decisions", acceptance(first as Finding), headers);
    expect([again.status, again.headers.get("idempotency-replayed"), await again.text()]).toEqual([200, "true", text]);
    const other = await write(lee, "/api/v1/decisions", acceptance(second as Finding), headers);
    expect([other.status, await other.json()]).toMatchObject([422, { detail: expect.stringContaining("something else") }]);
    expect((await write(max, "/api/v1/decisions", acceptance(second as Finding), headers)).status).toBe(200);
  });

  it("that failed may be asked again with the same key", async () => {
    const [one] = await mineOf("1password");
    const headers = { "idempotency-key": "later" };
    const wrong = { ...acceptance(one as Finding), until: null };
    expect((await write(lee, "/api/v1/decisions", wrong, headers)).status).toBe(400);
    expect((await write(lee, "/api/v1/decisions", acceptance(one as Finding), headers)).status).toBe(200);
  });

  it.each(["", "with space", "x".repeat(201), "é"])("that is no key is refused: %j", async (key) => {
    const headers = { "idempotency-key": encodeURI(key) === key ? key : "\u00e9" };
    expect((await write(lee, "/api/v1/decisions", acceptance(all[0] as Finding), headers)).status).toBe(400);
  });

  it("makes no access token: its secret would be kept", async () => {
    const body = { name: "ci", scopes: ["read"], days: 1 };
    expect((await write(lee, "/api/v1/access-tokens", body, { "idempotency-key": "x" })).status).toBe(400);
  });
});
