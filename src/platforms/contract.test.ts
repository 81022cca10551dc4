import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { compareIds } from "../model/json.ts";
import { Trial } from "../testing/trial.ts";
import { platforms } from "./index.ts";
import type { Platform } from "./platform.ts";
import type { ContractList, PlatformContract } from "./testing/contract.ts";

for (const platform of platforms.values()) {
  const { contract } = (await import(`./${platform.id}/testing/contract.ts`)) as { contract: PlatformContract };
  describe(platform.id, () => describePlatform(platform, contract));
}

/** Everything a platform must be, whatever it is. Nobody calls this for a new one: the registry does. */
function describePlatform(platform: Platform, contract: PlatformContract): void {
  const on = {} as { trial: Trial };
  beforeAll(async () => {
    on.trial = await Trial.of(platform, contract);
  });
  afterAll(() => on.trial.end());
  afterEach(() => on.trial.company.mend());

  describeWhole(platform, contract, on);
  if (contract.server !== null) {
    for (const list of contract.lists) describe(list.source, () => describeListing(list, contract, on));
  }
  for (const { title, state, source, ends, reason } of contract.troubles ?? []) {
    test(`${source}: ${title} ends ${ends}`, async () => {
      await on.trial.company.state({ server: contract.system, ...state });
      const read = await on.trial.read(source);
      expect(read.source).toMatchObject({ status: ends, ...(ends === "complete" ? {} : { sha256: null }) });
      expect(read.source.reason ?? "").toContain(reason ?? "");
    });
  }
}

function describeWhole(platform: Platform, contract: PlatformContract, on: { trial: Trial }): void {
  test("every listing is tried, and every fact rests on a source there is", () => {
    const listings = on.trial.connection().listings;
    const names = listings.map(({ name }) => name);
    expect(contract.lists.map(({ source }) => source).sort()).toEqual([...names].sort());
    const known = new Set(listings.flatMap(({ name, count }) => [name, ...(count ? [count.name] : [])]));
    const used = Object.values(platform.facts(on.trial.system)).flatMap(({ sources }) => sources);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test("the same system read twice is the same, byte for byte, and nothing but reading was asked for", async () => {
    const [first, second] = [await on.trial.readAll(), await on.trial.readAll()];
    const grows = new Set(contract.lists.filter((list) => list.grows).map(({ source }) => source));
    const hashes = (sources: typeof first.sources) =>
      sources.filter(({ name }) => !grows.has(name)).map(({ name, rows, sha256 }) => [name, rows, sha256]);
    expect(first.sources.filter(({ status }) => status !== "complete" && status !== "absent")).toEqual([]);
    expect(hashes(second.sources)).toEqual(hashes(first.sources));
    for (const { source, empty } of contract.lists) {
      const read = first.sources.find(({ name }) => name === source);
      if (read?.status === "complete") expect([source, read.rows > 0]).toEqual([source, empty !== true]);
    }
    const { requests } = await on.trial.company.books();
    const writes = requests.filter(
      ({ server, method, path }) => server === contract.server && method !== "GET" && !contract.posts?.includes(path),
    );
    expect(writes).toEqual([]);
  });

  test("what is derived is the same each time, its ids differ, and nothing read is nothing derived", async () => {
    const { system, context } = on.trial;
    const { rows } = await on.trial.readAll();
    const observed = platform.normalise(rows, system);
    expect(platform.normalise(rows, system)).toEqual(observed);
    for (const list of [observed.accounts, observed.credentials, observed.projects ?? [], observed.paged ?? []]) {
      const ids = list.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const { grants } of observed.accounts) {
      const held = grants.map(({ entitlement }) => `${entitlement.kind} ${entitlement.id}`);
      expect(new Set(held).size).toBe(held.length);
    }
    const none = platform.normalise({ of: () => [] }, system);
    expect([none.accounts, none.credentials, none.projects ?? []]).toEqual([[], [], []]);
    expect(Object.values(platform.counts(none)).every((count) => count === 0)).toBe(true);
    for (const person of context.roster.people) platform.expectation(person, system);
  });

  test("rows are kept in the order of ids", async () => {
    const { sources, rows } = await on.trial.readAll();
    for (const { name, status } of sources) {
      if (status !== "complete") continue;
      const ids = Array.from(rows.of(name), ({ id }) => id);
      expect([name, ids]).toEqual([name, [...ids].sort(compareIds)]);
    }
  });

  test("its page says which rights it needs, what it reads and how many requests that takes", () => {
    const page = readFileSync(new URL(`../../docs/platforms/${platform.id}.md`, import.meta.url), "utf8");
    for (const heading of ["## Settings", "## The least rights", "## What is read", "### How many requests"])
      expect(page).toContain(`\n${heading}\n`);
    for (const { source } of contract.lists) expect(page).toContain(`\`${source}\``);
  });
}

function describeListing(list: ContractList, contract: PlatformContract, on: { trial: Trial }): void {
  const strike = (fault: Record<string, unknown>) => on.trial.fault({ pattern: list.requests, ...fault });
  const unread = async (status: "failed" | "unavailable" = "failed") => {
    const { source, rows } = await on.trial.read(list.source);
    expect(source).toMatchObject({ status, sha256: null });
    expect(source.reason).not.toBe("");
    expect(Array.from(rows.of(list.source))).toEqual([]);
    return source;
  };

  test("refused, it is unread and says what is missing", async () => {
    await strike({ kind: "status", status: 403, body: "{}" });
    if (list.refused) return expect((await on.trial.read(list.source)).source.status).toBe(list.refused);
    const source = await unread("unavailable");
    expect(source).toMatchObject({ refused: true });
    expect(source.reason).toContain("it needs ");
  });

  test("with credentials nobody knows it is unread, and nothing is asked again and again", async () => {
    await strike({ kind: "status", status: 401, body: "{}" });
    const source = await unread("unavailable");
    expect(source.refused).toBe(true);
    expect(source.requests).toBeLessThanOrEqual(12);
  });

  test("an address that is not there is not an empty list", async () => {
    await strike({ kind: "status", status: 404, body: "{}" });
    const { source } = await on.trial.read(list.source);
    expect(source.status).toBe(list.missing ?? "failed");
    expect(source.reason).not.toBe(null);
  });

  test("a 429 is waited out as long as it asks, and then it is whole", async () => {
    const headers = contract.throttled?.(Date.now()) ?? {};
    await strike({ kind: "status", status: 429, headers, body: "{}", times: 1 });
    const { source, waits } = await on.trial.read(list.source);
    expect(source.status).toBe("complete");
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ["a server in trouble", { kind: "status", status: 500, body: "{}" }],
    ["an answer that was cut", { kind: "cut" }],
    ["an answer whose last chunk is missing", { kind: "cut", chunked: true }],
    ["a page for people instead of an answer", { kind: "html" }],
    ["a connection that breaks", { kind: "reset" }],
    ["an answer of another shape", { kind: "status", status: 200, body: '{"unexpected":[]}' }],
  ])("%s makes it unread, not shorter", async (_, fault) => {
    await strike(fault);
    await unread();
  });

  test("trouble that passes is waited out", async () => {
    await strike({ kind: "reset", times: 1 });
    expect((await on.trial.read(list.source)).source.status).toBe("complete");
  });

  test("it is never led to another host", async () => {
    const trap = await trapServer();
    await strike({ kind: "redirect", to: `${trap.url}/api` });
    await unread();
    expect(trap.requests()).toBe(0);
    trap.close();
  });

  test("it ends at once when it is interrupted", async () => {
    await strike({ kind: "hang" });
    const stop = new AbortController();
    const reading = on.trial.read(list.source, stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ actor: "interrupted" });
  });

  if (!list.paged) return;

  test("a next page of another host is not asked for", async () => {
    const trap = await trapServer();
    await strike({ kind: "foreign-next", to: trap.url });
    const { source } = await on.trial.read(list.source);
    expect(["failed", "complete"]).toContain(source.status);
    expect(trap.requests()).toBe(0);
    trap.close();
  });

  test("a list that leads back to itself is unread", async () => {
    await strike({ kind: "same-cursor" });
    await unread();
  });

  test("a list that moves is read again, and is unread if it never holds still", async () => {
    await strike({ kind: "repeat-row", times: 1 });
    const once = await on.trial.read(list.source);
    await on.trial.company.mend();
    const { source } = await on.trial.read(list.source);
    expect(once.source).toMatchObject({ status: "complete", rows: source.rows, sha256: source.sha256 });
    await strike({ kind: "repeat-row" });
    expect((await unread()).reason).toContain("moving");
  });

  test("a list cut in the middle is unread, even where all it lacks is its last page", async () => {
    await strike({ kind: "cut", after: 1 });
    await unread();
  });
}

/** A server of somebody else's, to which nothing may be sent. */
async function trapServer(): Promise<{ url: string; requests(): number; close(): void }> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end("[]");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests, close: () => void server.close() };
}
