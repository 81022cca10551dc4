import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { now } from "../testing/company.ts";
import { type Finished, rollcall } from "../testing/rollcall.ts";
import { expectNoSecrets, federal, type Issue, useCompany } from "../testing/use-company.ts";

/** Slow enough that each of the moments lasts. */
const latency = 80;
const on = useCompany(["--latency", String(latency)]);
beforeEach(() => on.company.state({ server: federal, switches: { latency } }));

interface Moment {
  what: string;
  /** So far on stderr. */
  says: string;
  /** Requests answered since the run began. */
  answered?: { server: string; method: string; path: string; times: number };
}

const reading: Moment = {
  what: "while the platform is read",
  says: "reading 8 sources",
  answered: { server: federal, method: "GET", path: "/api/v2/", times: 4 },
};
const moments: Moment[] = [
  reading,
  { what: "before the issue is opened", says: "writing the issue" },
  {
    what: "right after it was opened",
    says: "writing the issue",
    answered: { server: "gitlab", method: "POST", path: "/api/v4/projects/502/issues", times: 1 },
  },
];

test.each(moments)("Ctrl-C $what: exit 130, nothing half written or left behind, and the next run is whole", async (moment) => {
  const { tmp, ...ended } = await interrupted("SIGINT", moment);
  expect(ended.stderr).toMatch(/error: interrupted\n {2}→ run the same command again: it goes on with the same issue\n$/);
  expect([ended.code, ended.stdout]).toEqual([130, ""]);
  expect(readdirSync(tmp)).toEqual([]);
  const left = await on.issues();
  expect(left.every(isWhole)).toBe(true);
  await on.company.state({ server: federal, switches: { latency: 0 } });
  const again = await on.audit();
  const all = await on.issues();
  expect([again.code, again.audit?.status, again.audit?.issue?.iid, all.length]).toEqual([0, "complete", all[0]?.iid, 1]);
  expect(all.every(isWhole)).toBe(true);
  if (left[0]) expect(all[0]?.iid).toBe(left[0].iid);
});

test("being told to end is the same, and an issue that was there stays as it was", async () => {
  expect((await on.audit()).code).toBe(0);
  const before = (await on.issues()).map(({ description }) => description);
  expect((await interrupted("SIGTERM", reading)).code).toBe(130);
  expect((await on.issues()).map(({ description }) => description)).toEqual(before);
});

test("with --output no report is left, whole or half", async () => {
  const { tmp, code } = await interrupted("SIGINT", reading, ["--no-publish", "--output", "interrupted/report.json"]);
  expect([code, readdirSync(tmp)]).toEqual([130, []]);
  const folder = join(on.company.folder, "interrupted");
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});

/** The Notes come with the first write: whatever is there has both of their markers. */
function isWhole({ description }: Issue): boolean {
  return description.includes("<!-- rollcall:audit ") && /<!-- rollcall:notes -->.*<!-- \/rollcall:notes -->/s.test(description);
}

let runs = 0;

/** A run that gets the signal at that moment. `tmp` is where it kept its rows. */
async function interrupted(
  signal: NodeJS.Signals,
  moment: Moment,
  args: readonly string[] = [],
): Promise<Finished & { tmp: string }> {
  const { folder, env } = on.company;
  const tmp = join(folder, `tmp-${runs++}`);
  mkdirSync(tmp);
  const before = await answered(moment);
  let stderr = "";
  let kill: (with_: NodeJS.Signals) => void = () => {};
  const running = rollcall(["audit", federal, "--format", "json", "--now", now, ...args], {
    cwd: folder,
    env: { ...env, TMPDIR: tmp },
    onStderr(text, send) {
      stderr = text;
      kill = send;
    },
  });
  const hasCome = async () => stderr.includes(moment.says) && (await answered(moment)) - before >= (moment.answered?.times ?? 0);
  await vi.waitUntil(hasCome, { timeout: 20_000, interval: 5 });
  expect(readdirSync(tmp)).not.toEqual([]);
  kill(signal);
  const ended = await running;
  expectNoSecrets(on.company, [ended.stdout, ended.stderr]);
  return { ...ended, tmp };
}

async function answered({ answered: of }: Moment): Promise<number> {
  const { requests } = await on.company.books();
  return requests.filter(({ server, method, path }) => server === of?.server && method === of.method && path.startsWith(of.path))
    .length;
}
