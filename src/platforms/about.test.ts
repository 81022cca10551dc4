import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { subjectOf } from "../core/reread.ts";
import type { Finding } from "../model/finding.ts";
import type { AuditMemory } from "../model/memory.ts";
import { deriveAudit } from "../operations/derive-audit.ts";
import { rereadOpen } from "../operations/reread-open.ts";
import { now } from "../testing/company.ts";
import { Trial } from "../testing/trial.ts";
import { platforms } from "./index.ts";
import type { Platform } from "./platform.ts";
import type { ContractList, PlatformContract } from "./testing/contract.ts";

for (const platform of platforms.values()) {
  const { contract } = (await import(`./${platform.id}/testing/contract.ts`)) as { contract: PlatformContract };
  describe(platform.id, () => describeRecheck(platform, contract));
}

/** What a recheck rests on, of every platform there is. */
function describeRecheck(platform: Platform, contract: PlatformContract): void {
  const on = {} as { trial: Trial };
  beforeAll(async () => {
    on.trial = await Trial.of(platform, contract);
  });
  afterAll(() => on.trial.end());
  afterEach(() => on.trial.company.mend());

  for (const list of contract.lists) if (list.about) describe(`some ${list.source}`, () => describeAbout(list, contract, on));

  test("every listing that can be asked about some of its rows is tried so", () => {
    const able = on.trial.connection().listings.flatMap(({ name, about }) => (about ? [name] : []));
    const tried = contract.lists.flatMap(({ source, about }) => (about ? [source] : []));
    expect(tried.sort()).toEqual(able.sort());
  });

  test("what a finding rests on is among the listings there are, whatever the finding", async () => {
    const { system } = on.trial;
    const { rows } = await on.trial.readAll();
    const of = platform.restsOn?.(rows, system);
    const names = on.trial.connection().listings.map(({ name }) => name);
    const nothing = { account: null, person: null, credential: null, resource: null, check: "role-mismatch", source: names[0] };
    const named = { id: "42", name: null };
    for (const about of [{ account: named }, { credential: named }, { resource: named }, { person: named }, {}]) {
      const rests = of?.({ ...nothing, ...about } as unknown as Finding, names);
      // `named-users` is there only where the configuration names some.
      const known = new Set([...names, "named-users"]);
      expect([...(rests?.keys() ?? [])].filter((name) => !known.has(name))).toEqual([]);
      if (rests) expect(rests.size).toBeGreaterThan(0);
    }
  });

  test("a finding read again by the few rows it rests on is there still, whatever it is about", async () => {
    const { system, context } = on.trial;
    const { sources, rows } = await on.trial.readAll();
    const { view } = deriveAudit(context, { system, sources, rows, earlierRefs: new Map() });
    const open = view.audit.findings.filter(({ exempt }) => exempt === null);
    // So dear that only a few rows are ever asked for.
    const read = {
      audit: "",
      takenAt: now,
      n: 1,
      rows,
      findings: [],
      sources: sources.map((one) => ({ ...one, requests: 1_000_000 })),
    };
    let asked = 0;
    for (const finding of new Map(open.map((one) => [`${one.check} ${one.source}`, one])).values()) {
      const again = await rereadOpen(context, system, { memory: memoryOf(finding), read });
      expect(again?.judged).toEqual({ there: [finding], back: [], gone: [], settled: [], unlooked: [] });
      asked += again?.reread.filter(({ subjects }) => subjects !== null).length ?? 0;
    }
    expect(asked > 0).toBe(contract.lists.some(({ about }) => about));
  });
}

function memoryOf(finding: Finding): AuditMemory {
  const audit = { id: "", system: "", period: "", state: "following-up" as const, openedAt: now, issue: null, dueAt: null };
  const carried = { steps: [], decisions: [] };
  const findings = [{ finding, foundAt: now, sightings: [], carried }];
  return { audit, findings, events: [], unconfirmed: [], last: { whole: null, complete: null } };
}

/** A recheck's way to a few rows: what it gives is what the listing gives, and what it cannot see is not gone. */
function describeAbout(list: ContractList, contract: PlatformContract, on: { trial: Trial }): void {
  const { requests: pattern, nobody, nobodyIs } = list.about ?? { nobody: "" };
  const some = async () => {
    const listing = on.trial.connection().listings.find(({ name }) => name === list.source);
    const by = listing?.about ?? {};
    const { rows } = await on.trial.read(list.source);
    const all = Array.from(rows.of(list.source));
    const subjects = [...new Set([...all.slice(0, 3), ...all.slice(-1)].map((row) => subjectOf(row, by)))];
    return { subjects, expected: all.filter((row) => subjects.includes(subjectOf(row, by))) };
  };

  test("each row is as the listing gives it, and none is missing", async () => {
    const { subjects, expected } = await some();
    const { source, rows } = await on.trial.readSome(list.source, subjects);
    expect(source).toMatchObject({ status: "complete", reason: null });
    expect(Array.from(rows.of(list.source))).toEqual(expected);
  });

  test(nobodyIs ? "one that is not there is no answer" : "one that is not there is left out", async () => {
    const { subjects, expected } = await some();
    const { source, rows } = await on.trial.readSome(list.source, [...subjects, nobody]);
    if (nobodyIs) return expect(source.status).toBe("failed");
    expect(source.status).toBe("complete");
    expect(Array.from(rows.of(list.source))).toEqual(expected);
  });

  if (contract.server === null || pattern === undefined) return;

  test.each([
    ["refused", { kind: "status", status: 403, body: "{}" }, "unavailable"],
    ["with credentials nobody knows", { kind: "status", status: 401, body: "{}" }, "unavailable"],
    ["at an address that is not there", { kind: "status", status: 404, body: "{}" }, "(failed|unavailable)"],
    ["at a page that is not there", { kind: "html", status: 404 }, "(failed|unavailable)"],
    ["by a server in trouble", { kind: "status", status: 500, body: "{}" }, "failed"],
    ["by an answer that was cut", { kind: "cut" }, "failed"],
    ["by a page for people", { kind: "html" }, "failed"],
    ["by a connection that breaks", { kind: "reset" }, "failed"],
    ["by an answer of another shape", { kind: "status", status: 200, body: '{"unexpected":[]}' }, "failed"],
  ])("%s it is unread: nobody is gone", async (_, fault, status) => {
    const { subjects } = await some();
    await on.trial.fault({ pattern, ...fault });
    const { source, rows } = await on.trial.readSome(list.source, subjects);
    expect(source.status).toMatch(new RegExp(`^${status}$`));
    expect(source.reason).not.toBe("");
    expect(Array.from(rows.of(list.source))).toEqual([]);
  });

  test("a 429 is waited out", async () => {
    const { subjects, expected } = await some();
    const headers = contract.throttled?.(Date.now()) ?? {};
    await on.trial.fault({ pattern, kind: "status", status: 429, headers, body: "{}", times: 1 });
    const { source, waits } = await on.trial.readSome(list.source, subjects);
    expect(source).toMatchObject({ status: "complete", rows: expected.length });
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(1);
  });
}
