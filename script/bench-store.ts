// Prints the seconds it takes to store a snapshot of 100,000 accounts with 300,000 grants, to fetch the earlier one and compare, and
// what a follow-up tick asks of the store where 10,000 findings are open.
// The argument is a folder for the embedded database; DATABASE_URL is used where it is set.
import { join } from "node:path";
import { compareAccounts } from "../src/core/compare.ts";
import type { EventContent } from "../src/model/event.ts";
import type { Row } from "../src/model/source.ts";
import { normaliseZendesk } from "../src/platforms/zendesk/normalise.ts";
import { openDatabase } from "../src/store/database.ts";
import { RowFolder, temporaryFolder } from "../src/store/kept-rows.ts";
import { openStore } from "../src/store/store.ts";
import { finding, record } from "../src/store/testing/records.ts";

const folder = process.argv[2] ?? "";
const [accounts, grantsEach, findings] = [100_000, 3, 1000];
const at = { url: new URL("https://acme.zendesk.test"), roles: {} };

function* users(renamed: number): Generator<Row> {
  for (let index = 0; index < accounts; index += 1) {
    yield {
      id: String(360_000_000_000 + index),
      name: `Agent Number ${index}`,
      email: `agent.${index}${index % renamed === renamed - 1 ? ".new" : ""}@acme.test`,
      role: "agent",
      role_type: index % 10 === 0 ? 0 : 1,
      custom_role_id: String(360_004_000_000 + (index % 10)),
      active: true,
      suspended: index % 1000 === 0,
      shared_agent: false,
      two_factor_auth_enabled: index % 3 !== 0,
      last_login_at: `2026-11-${10 + (index % 12)}T08:${10 + (index % 50)}:00Z`,
      created_at: `2024-01-01T00:00:${10 + (index % 50)}Z`,
    };
  }
}

function* memberships(): Generator<Row> {
  for (let index = 0; index < accounts * grantsEach; index += 1) {
    const user = Math.floor(index / grantsEach);
    yield {
      id: String(380_000_000_000 + index),
      user_id: String(360_000_000_000 + user),
      group_id: String(((user % 40) + index) % 40),
    };
  }
}

function reading(renamed: number): RowFolder {
  const rows = new RowFolder(temporaryFolder(join(folder, "rows-")));
  const groups = Array.from({ length: 40 }, (_, id): Row => ({ id: String(id), name: `Group ${id}` }));
  for (const [name, list] of [
    ["users", users(renamed)],
    ["group-memberships", memberships()],
    ["groups", groups],
  ] as const) {
    const writer = rows.writer(name);
    for (const row of list) writer.append([row]);
    writer.finish();
  }
  return rows;
}

async function timed<T>(what: string, act: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await act();
  seconds[what] = (performance.now() - started) / 1000;
  return result;
}

const seconds: Record<string, number> = {};
const { signal } = new AbortController();
const store = await openStore(
  await openDatabase({ url: process.env.DATABASE_URL, project: folder, signal }),
  "2026-11-22T12:00:00Z",
);
const found = Array.from({ length: findings }, (_, index) => finding(`zendesk-global/role-mismatch/account:${index}`));

/** What a run does of it: keep this reading, and compare it with the last. */
async function remembered(rows: RowFolder, period: string): Promise<void> {
  const audit = { id: `zendesk-global/${period}`, system: "zendesk-global", period };
  const sources = { users: [], "group-memberships": [], groups: [] };
  await store.remember(record(sources, { audit, pieces: (source) => rows.pieces(source), findings: found }), signal);
}

/** An audit whose every finding was asked about in a round of its person, and explained. */
async function followed(open: number): Promise<string> {
  const audit = { id: "zendesk-eu/FY27-Q4", system: "zendesk-eu", period: "FY27-Q4" };
  const list = Array.from({ length: open }, (_, index) =>
    finding(`zendesk-eu/role-mismatch/account:${index}`, { ref: `F${index}` }),
  );
  await store.remember(record({}, { audit, findings: list }), signal);
  const at = "2026-11-23T12:00:00Z";
  const events = list.flatMap(({ key, ref }, index): EventContent[] => {
    const email = `agent.${index}@acme.test`;
    const act = {
      id: `ask:${email}#1`,
      step: "ask" as const,
      about: email,
      to: [email],
      items: [{ key, ref, turn: null, of: email }],
      at,
    };
    const answer = { kind: "explain" as const, by: email, at, reason: "on-call cover until the end of the quarter" };
    return [
      { kind: "act-made", act, sent: "yes", where: `https://gitlab.acme.test/acme/audits/-/issues/7#note_${index}` },
      { kind: "said", said: { source: `note:${index}`, digest: null, answers: [{ key, answer }], decisions: [], refusals: [] } },
    ];
  });
  await store.change(audit.id, { at, actor: "bench", events });
  return audit.id;
}

const audit = await followed(10_000);
await timed("tick", async () => {
  const memory = await store.memory(audit);
  if (memory?.findings.length !== 10_000 || memory.events.length !== 20_002) throw new Error("not all is remembered");
  const intents = Array.from({ length: 40 }, (_, index) => ({
    id: `act:${index}`,
    at: "2026-11-24T12:00:00Z",
    content: { index },
  }));
  const events: EventContent[] = intents.map(({ id }) => ({ kind: "replied", note: id }));
  await store.change(audit, { at: "2026-11-24T12:00:00Z", actor: "bench", events, intend: intents });
});
await remembered(reading(Number.MAX_SAFE_INTEGER), "FY27-Q3");
const rows = reading(100);
const now = normaliseZendesk(rows, at).accounts;
await timed("compare", async () => {
  const earlier = await store.lastComplete({
    system: "zendesk-global",
    audit: "zendesk-global/FY27-Q4",
    until: "2027-01-01T00:00:00Z",
  });
  if (!earlier) throw new Error("nothing was stored");
  const { changed } = compareAccounts(normaliseZendesk(earlier.rows, at).accounts, now);
  if (changed.length !== accounts / 100) throw new Error(`${changed.length} changed`);
});
await timed("store", () => remembered(rows, "FY27-Q4"));

await store.close();
process.stdout.write(JSON.stringify(seconds));
