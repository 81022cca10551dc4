// Prints, as rows of JSON, what a round of the follow-up takes over ten thousand open findings: the command as a user runs it, from
// its start to its exit, on the embedded database and an issue in plain files. What starting costs is measured beside it, by the same
// round over one finding. The argument is a folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? "";
const main = join(import.meta.dirname, "../src/rollcall.ts");

/** A team in which nobody has an account: a finding a person. */
function team(people: number): string {
  // Root's database is another user's process: it must reach the folder.
  const home = join(mkdtempSync(join(folder, "follow-up-")), "audits");
  mkdirSync(home, { mode: 0o755 });
  const rows = Array.from({ length: people }, (_, index) => `Person ${index},p${index}@acme.test\n`);
  writeFileSync(join(home, "people.csv"), `name,email\nLee,lee@acme.test\nOpal,opal@acme.test\n${rows.join("")}`);
  writeFileSync(join(home, "export.csv"), "id,email,name\n1,lee@acme.test,Lee\n2,opal@acme.test,Opal\n");
  writeFileSync(
    join(home, "rollcall.yaml"),
    `organization: Acme
people: { ops_manager: opal@acme.test, auditor: lee@acme.test }
roster: { csv: people.csv }
email_domains: [acme.test]
systems:
  portal: { platform: csv, name: Portal, file: export.csv, columns: { id: id, email: email, name: name } }
tracker: { files: issues }
`,
  );
  return home;
}

/** Seconds from start to exit. @throws where it did not end well */
function rollcall(home: string, args: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: home, encoding: "utf8" });
  if (status !== 0) throw new Error(`rollcall ${args.join(" ")} ended with ${String(status)}:\n${stderr}`);
  return (performance.now() - started) / 1000;
}

function measured(people: number): { round: number; asking: number } {
  const home = team(people);
  rollcall(home, ["audit", "--format", "json", "--output", "report.json"]);
  const asking = rollcall(home, ["follow-up", "--start", "portal", "--as", "lee@acme.test"]);
  const rounds = Array.from({ length: 5 }, () => rollcall(home, ["follow-up"]));
  return { asking, round: rounds.sort((a, b) => a - b)[2] ?? Number.NaN };
}

const one = measured(1);
const many = measured(10_000);
const tick = many.round - one.round;
const rows = [
  {
    what: "a round over 10,000 open findings, nothing due, more than over 1",
    target: "≤ 1 s",
    measured: `${tick.toFixed(2)} s (${many.round.toFixed(2)} s from start to exit, ${one.round.toFixed(2)} s over 1 finding; median of 5)`,
    held: tick <= 1,
  },
  {
    what: "the round that asks 40 people, sending and all",
    target: "–",
    measured: `${many.asking.toFixed(2)} s from start to exit`,
    held: true,
  },
];
process.stdout.write(`${JSON.stringify(rows)}\n`);
