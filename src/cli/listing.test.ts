import { expect, onTestFinished, test } from "vitest";
import { open } from "../app.ts";
import type { Account } from "../model/api/account.ts";
import type { LiveEvent } from "../model/api/live.ts";
import type { Context } from "../operations/context.ts";
import { listReading } from "../operations/list-reading.ts";
import { until } from "../store/testing/project.ts";
import { servers, useServer } from "../store/testing/servers.ts";
import { clientAt, storeAt } from "../store/testing/stores.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();
const [eighteen] = servers;
const server = useServer(eighteen);
const audit = `${federal}/FY27-Q4`;
const stranger = "9007199254741273";
const asItWas = { server: federal, table: "users", set: [{ id: stranger, suspended: false }] };

async function contextAt(url: string): Promise<Context> {
  const { company } = on;
  const { context, close } = await open({
    ...{ config: company.config, cwd: company.folder, env: { ...process.env, ...company.env, DATABASE_URL: url } },
    ...{ now: "2026-11-24T12:00:00Z", allowEmptyRoster: false, signal: new AbortController().signal, progress: () => {} },
  });
  onTestFinished(close);
  return context;
}

async function accounts(url: string): Promise<Account[]> {
  const { items } = await (await storeAt(url)).listings.page({ audits: [audit], kind: "account", limit: 1000 });
  return items.map((item) => JSON.parse(item) as Account);
}

test("a remembered reading is listed as it was read; made again from its rows it is the same", async () => {
  const url = await server.database();
  const store = await storeAt(url);
  const { audit: told } = await on.audit([], { DATABASE_URL: url });
  const summary = await store.listings.summary(audit);
  expect(summary).toMatchObject({ audit, remade: false, counts: told?.counts, checks: told?.checks, sources: told?.sources });
  const listed = await accounts(url);
  // One shared from another company's platform is no account of ours, and is shown.
  expect(listed.filter(({ kind }) => kind !== "shared").length).toBe(told?.counts.accounts);
  expect(summary?.totals.account).toBe(listed.length);
  const worst = listed.flatMap(({ severity }) => severity ?? []);
  expect(worst).toEqual(["critical", "high", "medium", "low"].flatMap((one) => worst.filter((severity) => severity === one)));
  const findings = told?.findings.filter(({ account, exempt }) => account && !exempt) ?? [];
  const refs = new Map(listed.map(({ id, findings: its }) => [id, its]));
  for (const { account, ref } of findings) if (refs.has(account?.id ?? "")) expect(refs.get(account?.id ?? "")).toContain(ref);
  const kinds = ["account", "person", "credential"] as const;
  const everything = () =>
    Promise.all(kinds.map((kind) => store.listings.page({ audits: [audit], kind, limit: 1000 }).then(({ items }) => items)));
  const kept = await everything();
  await (await clientAt(url)).query("delete from rollcall.listings");
  const again = await listReading(await contextAt(url), store, audit);
  expect(again.summary).toEqual({ ...summary, remade: true });
  expect(await everything()).toEqual(kept);
});

test("a recheck lists what it found, and tells how it goes like an audit", async () => {
  onTestFinished(() => on.company.state(asItWas).then(() => {}));
  const url = await server.database();
  const store = await storeAt(url);
  const events: LiveEvent[] = [];
  const listener = await store.live.listen({ event: (event) => events.push(event) });
  onTestFinished(listener.stop);
  await on.audit([], { DATABASE_URL: url });
  const before = (await accounts(url)).find(({ id }) => id === stranger);
  expect(before).toMatchObject({ suspended: false });
  await on.company.state({ ...asItWas, set: [{ id: stranger, suspended: true }] });
  await on.run(["recheck", federal, "--now", "2026-11-24T12:00:00Z"], { DATABASE_URL: url });
  expect((await accounts(url)).find(({ id }) => id === stranger)).toMatchObject({ suspended: true });
  expect(await store.listings.summary(audit)).toMatchObject({ at: "2026-11-24T12:00:00.000Z", remade: false });
  await until(() => events.filter(({ kind }) => kind === "ended").length === 2, "both ended");
  const what = events.flatMap((event) => (event.kind === "running" ? event.running.what : []));
  expect(new Set(what)).toEqual(new Set(["audit", "recheck"]));
  expect(events).toContainEqual({ kind: "changed", audit });
  expect(await store.live.running()).toEqual([]);
});

test("what is not remembered is not listed, and nobody is told of it", async () => {
  const url = await server.database();
  await on.audit(["--no-publish"], { DATABASE_URL: url });
  await on.audit(["--dry-run"], { DATABASE_URL: url });
  const store = await storeAt(url);
  expect(await store.listings.head(audit)).toBeNull();
  expect((await listReading(await contextAt(url), store, audit)).summary).toBeNull();
});

test("a listing that cannot be kept loses no reading: it is said, and made when somebody asks", async () => {
  const url = await server.database();
  const client = await clientAt(url);
  await client.query("alter table rollcall.listed add constraint full_up check (position < 3) not valid");
  const { code, stderr, audit: told } = await on.audit([], { DATABASE_URL: url });
  expect([code, told?.status, told?.issue === null]).toEqual([0, "complete", false]);
  expect(stderr).toContain("its lists for the dashboard are not made yet");
  const store = await storeAt(url);
  expect(await store.listings.summary(audit)).toBeNull();
  await client.query("alter table rollcall.listed drop constraint full_up");
  const { summary } = await listReading(await contextAt(url), store, audit);
  expect(summary).toMatchObject({ counts: told?.counts, remade: true });
  expect((await accounts(url)).length).toBe(summary?.totals.account);
});
