import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { followChain } from "../core/chain.ts";
import { openedBasis } from "../core/sealed-basis.ts";
import type { Basis } from "../model/basis.ts";
import type { Manifest } from "../model/evidence.ts";
import type { Json } from "../model/json.ts";
import type { Roster } from "../model/person.ts";
import { Secret } from "../model/secret.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { finding, record, takenAt } from "./testing/records.ts";
import { servers, useServer } from "./testing/servers.ts";
import { clientAt, rowsOf, storeAt } from "./testing/stores.ts";

const { signal } = new AbortController();
const audit = "zendesk-global/FY27-Q4";
const at = "2026-11-23T00:00:00.000Z";
const actor = "dana@laptop.test";

function sha256(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

const roster = { source: "roster/", revision: "abc", people: [], warnings: [] } as Roster;

const basis: Basis = {
  ...{ rollcall: "0.1.0", now: takenAt, roster, exemptions: [], knownGaps: [], comparedWith: null },
  refs: new Map([["zendesk-global/role-mismatch/account:1", "F1"]]),
  config: {
    ...{ organization: "Acme", fiscalYearStarts: "february", timeZone: "UTC", people: {}, emailDomains: [], checks: {} },
    system: { id: "zendesk-global", settings: { token: new Secret("hidden-example") } },
  } as unknown as Basis["config"],
};

const sealed = { audit, sealedAt: at, size: 5, manifest: { events: { count: 1, head: null } } as Manifest };

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);

  test("what happens is chained as it is written, whoever writes it", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({}), signal);
    await store.change(audit, { at: "2026-11-23", actor: "\u0000\ud800", events: [{ kind: "replied", note: "\ud800 \u2028" }] });
    await store.remember(record({}, { takenAt: "2026-11-24T00:00:00Z" }), signal);
    const chain = await (await storeAt(url)).evidence.chain(audit);
    expect(followChain(audit, chain, sha256)).toEqual({ head: chain[3]?.sha256, events: 4, breaks: [], redacted: [] });
    expect(chain.map(({ kind }) => kind)).toEqual(["audit-opened", "snapshot-taken", "replied", "snapshot-taken"]);
  });

  test("many at once are one chain", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({}), signal);
    const notes = Array.from({ length: 12 }, (_, index) => `note:${index}`);
    await Promise.all(notes.map((note) => store.change(audit, { at, actor, events: [{ kind: "replied", note }] })));
    expect(followChain(audit, await store.evidence.chain(audit), sha256)).toMatchObject({ events: 14, breaks: [] });
  });

  test.each([
    "update rollcall.events set payload = '{}'",
    "update rollcall.events set payload = '{}', redacted_at = '2027-01-01', kind = 'x'",
    "update rollcall.events set redacted_at = '2027-01-01', sha256 = ''",
    "update rollcall.events set redacted_at = '2027-01-01', n = n + 10",
    "delete from rollcall.events",
    "update rollcall.journal set actor = 'x'",
    "delete from rollcall.journal",
  ])("nothing but redaction changes it: %s", async (statement) => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({}), signal);
    await store.journal.add({ at, kind: "signed-in", actor, payload: {} });
    await expect(rowsOf(url, statement)).rejects.toThrow("events are only ever added");
  });

  test("events of before there were chains are chained as they stand", async () => {
    const url = await on.database({ empty: true });
    const client = await clientAt(url);
    const before = migrations.findIndex(({ name }) => name === "evidence");
    await migrate(client, { at: takenAt, steps: migrations.slice(0, before) });
    for (const id of ["a/FY27-Q4", "b/FY27-Q4"]) {
      await client.query("insert into rollcall.audits values ($1, $1, 'FY27-Q4', 'draft', $2)", [id, at]);
      for (let n = 1; n <= 1200; n += 1)
        await client.query("insert into rollcall.events values ($1, $2, $3, 'said', 'dana', '{\"b\":1, \"a\":null}')", [
          id,
          n,
          at,
        ]);
    }
    const { evidence, change } = await storeAt(url);
    await change("b/FY27-Q4", { at, actor, events: [{ kind: "replied", note: "1" }] });
    expect(followChain("a/FY27-Q4", await evidence.chain("a/FY27-Q4"), sha256)).toMatchObject({ events: 1200, breaks: [] });
    expect(followChain("b/FY27-Q4", await evidence.chain("b/FY27-Q4"), sha256)).toMatchObject({ events: 1201, breaks: [] });
  });

  test("what a reading rests on is kept beside it, its roster once however many readings share it, and no secret", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    await store.remember(record({}, { basis }), signal);
    await store.remember(record({}, { basis: { ...basis, now: at } }), signal);
    await store.remember(record({}), signal);
    expect(await rowsOf(url, "select count(*)::int from rollcall.basis_parts")).toEqual([[3]]);
    const [first, second, third] = await store.evidence.readings(audit);
    expect([first?.basis?.now, second?.basis?.now, third?.basis]).toEqual([takenAt, at, null]);
    const parts = first?.basis?.parts ?? { config: "", exemptions: "", roster: "" };
    const [config, exemptions, kept] = await Promise.all(
      [parts.config, parts.exemptions, parts.roster].map((digest) => store.evidence.part(digest)),
    );
    expect([sha256(config ?? ""), sha256(kept ?? "")]).toEqual([parts.config, parts.roster]);
    expect(config).not.toContain("hidden-example");
    const head = first?.basis;
    if (!head) throw new Error("no basis");
    const opened = openedBasis(head, { config: config ?? "", exemptions: exemptions ?? "", roster: kept ?? "" });
    expect([opened.refs, opened.roster]).toEqual([basis.refs, roster]);
  });

  test("a sealed file comes back byte for byte, and the newest of a system is known", async () => {
    const store = await storeAt(await on.database());
    await store.remember(record({}), signal);
    const folder = mkdtempSync(join(tmpdir(), "rollcall-bundle-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const bytes = Buffer.alloc((1 << 20) * 2 + 5, "seal");
    writeFileSync(join(folder, "x.zip"), bytes);
    const bundle = { ...sealed, sha256: sha256(bytes), size: bytes.length };
    expect(await store.evidence.keepBundle(bundle, join(folder, "x.zip"))).toBe(1);
    expect(await store.evidence.keepBundle({ ...bundle, sealedAt: takenAt }, join(folder, "x.zip"))).toBe(2);
    expect((await store.evidence.bundles({ system: "zendesk-global" })).map(({ n }) => n)).toEqual([2, 1]);
    expect(await store.evidence.bundles({ system: "calendly" })).toEqual([]);
    const parts: Buffer[] = [];
    for await (const part of store.evidence.bundle({ audit, n: 1 })) parts.push(part);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    await expect(store.evidence.keepBundle(bundle, join(folder, "no.zip"))).rejects.toThrow();
    expect((await store.evidence.bundles({ audit })).length).toBe(2);
  });

  test("who is forgotten is in nothing that is kept of ended audits, and their chain is whole", async () => {
    const url = await on.database();
    const store = await storeAt(url);
    const key = "zendesk-global/role-mismatch/person:dana@acme.test";
    const known = { ...basis, roster: { ...roster, people: [{ id: "dana@acme.test" }] } as unknown as Roster };
    const rows = {
      users: [
        { id: "1", email: "dana@acme.test" },
        { id: "2", email: "kim@acme.test" },
      ],
    };
    await store.remember(record(rows, { findings: [finding(key, { message: "dana@acme.test is" })], basis: known }), signal);
    await store.change(audit, {
      ...{ at, actor: "dana@acme.test", events: [{ kind: "replied", note: "dana@acme.test" }] },
      intend: [{ id: "say:dana@acme.test", at, content: { body: "dana@acme.test" } }],
    });
    await store.journal.add({ at, kind: "signed-in", actor: "dana@acme.test", payload: {} });
    const rewrite = (value: Json): Json => JSON.parse(JSON.stringify(value).replaceAll("dana@acme.test", "forgotten-1")) as Json;
    // An audit that is not ended works with what it has.
    expect(await store.forget({ rewrite, at, dryRun: false })).toMatchObject({ events: 0, findings: 0, readings: 0, parts: 0 });
    await store.change(audit, { at, actor, set: { state: "closed" } });
    const counts = { events: 1, findings: 1, readings: 1, parts: 1 };
    expect(await store.forget({ rewrite, at, dryRun: true })).toEqual({ ...counts, journal: 0 });
    expect((await store.memory(audit))?.findings[0]?.finding.key).toBe(key);
    expect(await store.forget({ rewrite, at, dryRun: false })).toEqual({ ...counts, journal: 0 });
    const state = followChain(audit, await store.evidence.chain(audit), sha256);
    expect([state.breaks, state.redacted.map(({ n }) => n)]).toEqual([[], [3]]);
    const everything = await rowsOf(
      url,
      `select string_agg(one, ' ') from (
        select actor || payload::text as one from rollcall.events
        union all select actor from rollcall.journal
        union all select finding::text || carried::text from rollcall.findings
        union all select id::text || content::text from rollcall.intents) as all_of_it`,
    );
    expect(String(everything)).not.toContain("dana@acme");
    const [reading] = await store.evidence.readings(audit);
    expect([...(await store.evidence.kept({ audit, n: 1 })).of("users")].map(({ email }) => email)).toEqual([
      "forgotten-1",
      "kim@acme.test",
    ]);
    expect(await store.evidence.part(reading?.basis?.parts.roster ?? "")).not.toContain("dana@acme");
    expect(await store.forget({ rewrite, at, dryRun: false })).toMatchObject({ events: 0, findings: 0, readings: 0, parts: 0 });
  });
});
