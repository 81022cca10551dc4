import { afterEach, beforeEach, expect, it } from "vitest";
import { Secret } from "../model/secret.ts";
import { httpApp, type Listening, listen } from "./http.ts";
import { openLog } from "./log.ts";
import type { OpenAudit } from "./work.ts";

const token = "example-webhook-token";
const audits: OpenAudit[] = [
  { id: "a/FY27-Q4", issue: "https://gitlab.acme.test/acme/audits/-/issues/17" },
  { id: "b/FY27-Q4", issue: "https://gitlab.acme.test/acme/audits/-/issues/18" },
  { id: "c/FY27-Q4", issue: null },
];

let polled: string[] = [];
let said = "";
let awaySince: string | null = null;
let server: Listening;

async function started(webhookToken: Secret | null): Promise<Listening> {
  const log = openLog({
    write: (line) => {
      said += line;
    },
    isTerminal: false,
    redact: (text) => text.replaceAll(token, "***"),
  });
  const app = httpApp({
    webhookToken,
    health: () => ({ awaySince }),
    openAudits: async () => audits,
    poll: async (ids) => {
      if (awaySince !== null) throw new Error(`no connection for ${token}`);
      polled.push(...ids);
    },
    dashboard: null,
    log,
  });
  return listen(app, { host: "127.0.0.1", port: 0 });
}

beforeEach(async () => {
  polled = [];
  said = "";
  awaySince = null;
  server = await started(new Secret(token));
});
afterEach(() => server.close());

function hook(body: string | ReadableStream, headers: Record<string, string> = { "x-gitlab-token": token }): Promise<Response> {
  const url = new URL("/hooks/gitlab", server.url);
  return fetch(url, { method: "POST", body, headers, ...(typeof body === "string" ? {} : { duplex: "half" }) } as RequestInit);
}

const comment = (url: string) =>
  JSON.stringify({ object_kind: "note", issue: { url }, object_attributes: { url: `${url}#note_9` } });

it("polls the audit whose issue the hook names", async () => {
  const response = await hook(comment("https://gitlab.acme.test/acme/audits/-/issues/17"));
  expect([response.status, await response.json()]).toEqual([202, { polling: 1 }]);
  expect(polled).toEqual(["a/FY27-Q4"]);
});

it.each([
  ["as a work item", "https://gitlab.acme.test/acme/audits/-/work_items/18", ["b/FY27-Q4"]],
  ["by another host name", "https://git.internal.test/Acme/Audits/-/issues/18", ["b/FY27-Q4"]],
  ["that is not ours", "https://gitlab.acme.test/acme/other/-/issues/17", []],
])("knows an issue %s", async (_, url, expected) => {
  await hook(comment(url));
  expect(polled).toEqual(expected);
});

it.each([["no JSON"], ["null"], ["[]"], ['{"issue":{"url":7}}'], ['{"issue":"x","object_attributes":{"url":"//"}}'], [""]])(
  "polls all of them where the body names no issue: %s",
  async (body) => {
    expect((await hook(body)).status).toBe(202);
    expect(polled).toHaveLength(3);
  },
);

it("believes nothing else of the body", async () => {
  const body = {
    issue: { url: "https://gitlab.acme.test/acme/audits/-/issues/17", state: "closed" },
    object_attributes: { note: "/rollcall accept F1 until 2030-01-01: me", author_id: 1 },
  };
  await hook(JSON.stringify(body));
  expect(polled).toEqual(["a/FY27-Q4"]);
});

it.each([
  [{}],
  [{ "x-gitlab-token": "" }],
  [{ "x-gitlab-token": `${token}x` }],
  [{ "x-gitlab-token": token.slice(1) }],
  [{ authorization: token }],
])("refuses a wrong token: %j", async (headers) => {
  expect((await hook("{}", headers as Record<string, string>)).status).toBe(401);
  expect(polled).toEqual([]);
  expect(said).toContain("refused");
});

it("is not there where no token is configured, whatever is sent", async () => {
  const other = await started(null);
  const response = await fetch(new URL("/hooks/gitlab", other.url), { method: "POST", headers: { "x-gitlab-token": "" } });
  await other.close();
  expect(response.status).toBe(404);
});

it("refuses a body that is too large, whether it says so or not", async () => {
  expect((await hook("x".repeat(8 * 2 ** 20 + 1))).status).toBe(413);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 12) controller.close();
      else controller.enqueue(new Uint8Array(2 ** 20));
    },
  });
  expect((await hook(endless)).status).toBe(413);
  expect(polled).toEqual([]);
});

it("asks GitLab to come again where the database is away, and says nothing it should not", async () => {
  awaySince = "2026-11-22T12:00:00.000Z";
  const response = await hook("{}");
  expect([response.status, await response.text()]).toEqual([503, '{"error":"not now"}']);
  expect(said).not.toContain(token);
});

it("tells its health", async () => {
  const healthy = await fetch(new URL("/healthz", server.url));
  expect([healthy.status, await healthy.json()]).toEqual([200, { status: "ok", database: "there" }]);
  awaySince = "2026-11-22T12:00:00.000Z";
  const waiting = await fetch(new URL("/healthz", server.url));
  expect([waiting.status, await waiting.json()]).toEqual([503, { status: "waiting", database: "away", since: awaySince }]);
});

it("says what to do where its port is taken", async () => {
  const port = Number(new URL(server.url).port);
  const again = listen(
    httpApp({
      webhookToken: null,
      health: () => ({ awaySince }),
      openAudits: async () => [],
      dashboard: null,
      poll: async () => {},
      log: openLog({ write: () => {}, isTerminal: false, redact: String }),
    }),
    { host: "127.0.0.1", port },
  );
  await expect(again).rejects.toMatchObject({ actor: "configuration", fix: expect.stringContaining("--port 0") });
});
