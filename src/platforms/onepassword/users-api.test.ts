import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { json, listen } from "../../http/testing/loopback.ts";
import type { Row } from "../../model/source.ts";
import { onepasswordSettings } from "./settings.ts";
import { apiUsers } from "./users-api.ts";

/** Reads all users of a server that gives tokens `T1`, `T2`… for 900 s; `page` answers the nth page asked for. */
async function read(page: (response: ServerResponse, token: string, n: number) => void, step = 0) {
  let [now, tokens, pages] = [Date.parse("2026-11-22T12:00:00Z"), 0, 0];
  const { base, heard } = await listen((response, request) => {
    if (request.method === "POST") {
      tokens += 1;
      return json(response, { access_token: `T${tokens}`, expires_in: 900 });
    }
    now += step;
    pages += 1;
    page(response, String(request.headers.authorization), pages);
  });
  const given = { url: base.href, account: "ACME", client_id: "id", client_secret: "example-secret" };
  const settings = onepasswordSettings.parse({ group: "Support", users_api: given }).users_api;
  if (!settings) throw new Error("there are no settings");
  const clock = { now: () => now, sleep: async () => {} };
  const listing = apiUsers(settings, { system: "1password", rate: 1, clock });
  const rows: Row[] = [];
  const meter = { requests: 0 };
  for await (const part of listing.pages({ meter, signal: new AbortController().signal })) rows.push(...part);
  return { rows, heard, requests: meter.requests };
}

function user(n: number): object {
  return {
    id: `U${n}`,
    email: `u${n}@acme.test`,
    display_name: "Never kept",
    state: "ACTIVE",
    create_time: "2022-04-26T17:41:22Z",
  };
}

test("a token is asked for by Basic and a form, each page by it; only what is needed is kept", async () => {
  const { rows, heard, requests } = await read((response, token, n) => {
    expect(token).toBe("Bearer T1");
    json(response, { results: [user(n)], ...(n < 3 ? { next_page_token: `P${n}` } : {}) });
  });
  expect(rows[0]).toEqual({ id: "U1", email: "u1@acme.test", state: "ACTIVE", created_at: "2022-04-26T17:41:22Z" });
  expect([rows.length, requests]).toEqual([3, 3]);
  expect(heard[0]).toMatchObject({ path: "/v1beta1/users/oauth2/token", body: "grant_type=client_credentials" });
  expect(heard[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from("id:example-secret").toString("base64")}`,
    "content-type": expect.stringContaining("application/x-www-form-urlencoded"),
    "user-agent": "Rollcall/1.0",
  });
  expect(heard.slice(1).map(({ path }) => path)).toEqual(
    ["", "&page_token=P1", "&page_token=P2"].map((more) => `/v1beta1/accounts/ACME/users?max_page_size=1000${more}`),
  );
});

test("a token is renewed before its 900 seconds are over", async () => {
  const seen: string[] = [];
  await read((response, token, n) => {
    seen.push(token);
    json(response, { results: [user(n)], next_page_token: n < 4 ? `P${n}` : "" });
  }, 430_000);
  expect(seen).toEqual(["Bearer T1", "Bearer T1", "Bearer T2", "Bearer T2"]);
});

test("one that ended before its time is renewed once, and one that never works is a refusal", async () => {
  const { requests } = await read((response, token, n) => {
    if (token === "Bearer T1") json(response, {}, { status: 401 });
    else json(response, { results: [user(n)] });
  });
  expect(requests).toBe(2);
  await expect(read((response) => json(response, {}, { status: 401 }))).rejects.toMatchObject({ actor: "credentials" });
});

test("an empty list under results is one, and a list under neither name is none", async () => {
  expect((await read((response) => json(response, { results: [] }))).rows).toEqual([]);
  await expect(read((response) => json(response, { people: [] }))).rejects.toThrow("(it holds: people)");
  await expect(read((response) => json(response, { results: [], next_page_token: 7 }))).rejects.toThrow("is no text");
});
