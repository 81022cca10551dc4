import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openArchive } from "../evidence/archive-reader.ts";
import { rollcall } from "../testing/rollcall.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Somewhere else: no configuration, no database, no variable of ours. */
function elsewhere(args: readonly string[]) {
  return rollcall(args, { cwd: ownFolder(), env: {} });
}

interface Exported {
  bundles: { audit: string; file: string; sha256: string; size: number; sealed: boolean; key: string }[];
}

async function exported(folder = ownFolder()): Promise<Exported["bundles"][number]> {
  const ran = await on.run(["export", federal, "--output", `${folder}/`, "--format", "json"]);
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  const [bundle] = (JSON.parse(ran.stdout) as Exported).bundles;
  if (!bundle) throw new Error("nothing was exported");
  return bundle;
}

test("an audit's evidence is one file that anybody can look at elsewhere, with nothing of ours", {
  timeout: 120_000,
}, async () => {
  await on.audit();
  const bundle = await exported();
  expect(bundle.file.endsWith("zendesk-us-federal_FY27-Q4.zip")).toBe(true);
  expect(createHash("sha256").update(readFileSync(bundle.file)).digest("hex")).toBe(bundle.sha256);
  expect([statSync(bundle.file).size, bundle.sealed]).toEqual([bundle.size, false]);
  const looked = await elsewhere(["verify", bundle.file]);
  expect([looked.code, looked.stderr]).toEqual([0, ""]);
  expect(looked.stdout).toContain(`${bundle.file}: whole`);
  expect(looked.stdout).toContain(`signed with ${bundle.key}, which was not given as trusted (--key)`);
  const replayed = await elsewhere(["replay", bundle.file]);
  expect([replayed.code, replayed.stderr]).toEqual([0, ""]);
  expect(replayed.stdout).toMatch(/reading 1 of .* \(whole\): \d\d findings, the same byte for byte/);
});

test("the key given is the one that is trusted, and no other", { timeout: 120_000 }, async () => {
  await on.audit();
  const [bundle, folder] = [await exported(), ownFolder()];
  const ours = join(folder, "ours.pub");
  const shown = await on.run(["keys", "--public", ours]);
  expect([shown.code, shown.stdout]).toEqual([0, `${bundle.key}\n`]);
  const looked = await elsewhere(["verify", "--key", ours, bundle.file]);
  expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining(`${bundle.key}, the key you gave`)]);
  const renewed = await on.run(["keys", "--new", "--public", join(folder, "new.pub")]);
  expect([renewed.code, renewed.stdout === `${bundle.key}\n`]).toEqual([0, false]);
  expect(renewed.stderr).toContain("the old key is kept in");
  const refused = await elsewhere(["verify", "--key", join(folder, "new.pub"), bundle.file, "--format", "json"]);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ bundles: [{ whole: false, breaks: [{ kind: "key-not-trusted" }] }] });
  const none = await elsewhere(["verify", "--key", join(folder, "no.pub"), bundle.file]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("cannot read the key")]);
  writeFileSync(join(folder, "bad.pub"), "hello");
  const bad = await elsewhere(["verify", "--key", join(folder, "bad.pub"), bundle.file]);
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining("is no public key of Ed25519")]);
});

test("the private key is read by its owner alone, in a folder git leaves alone", { timeout: 120_000 }, async () => {
  await on.run(["keys"]);
  const folder = join(on.company.folder, ".rollcall");
  const file = join(folder, "evidence-key.pem");
  expect([statSync(file).mode & 0o777, existsSync(join(folder, ".gitignore"))]).toEqual([0o600, true]);
  chmodSync(file, 0o644);
  await on.run(["keys"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a changed byte is named and proves nothing, and no file is an error of whoever named it", {
  timeout: 120_000,
}, async () => {
  await on.audit();
  const { file } = await exported();
  const bytes = readFileSync(file);
  const archive = await openArchive(file);
  archive.close();
  const findings = archive.files.find(({ path }) => path === "readings/1/findings.jsonl");
  const at = (findings?.offset ?? 0) + 200;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
  const looked = await elsewhere(["verify", file]);
  expect([looked.code, looked.stdout]).toEqual([1, expect.stringContaining("✗ readings/1/findings.jsonl: its digest is ")]);
  const replayed = await elsewhere(["replay", file]);
  expect([replayed.code, replayed.stdout]).toEqual([2, ""]);
  expect(replayed.stderr).toContain("is not whole, so nothing follows from it");
  const missing = await elsewhere(["verify", "no.zip"]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/there is no file .*no\.zip/)]);
});

test("other rules show what they would have found", { timeout: 120_000 }, async () => {
  await on.audit();
  const { file } = await exported();
  const rules = "checks: { inactive-account: { after: 1d, severity: critical }, role-mismatch: off }";
  const [, config = ""] = on.configured((text) => `${text}\n${rules}\n`);
  const ran = await rollcall(["replay", file, "--with-config", config, "--format", "json"], { cwd: ownFolder(), env: {} });
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  const { readings } = JSON.parse(ran.stdout) as {
    readings: {
      same: boolean;
      added: { check: string }[];
      gone: { check: string }[];
      changed: { after: { severity: string } }[];
    }[];
  };
  const [reading] = readings;
  expect(reading?.same).toBe(false);
  expect(new Set(reading?.gone.map(({ check }) => check))).toEqual(new Set(["role-mismatch"]));
  expect(new Set(reading?.added.map(({ check }) => check))).toEqual(new Set(["inactive-account"]));
  expect(new Set(reading?.changed.map(({ after }) => after.severity))).toEqual(new Set(["critical"]));
});

test("the log in the database is looked at without a file, and a change behind our back is found", {
  timeout: 120_000,
}, async () => {
  await on.audit();
  onTestFinished(() => on.forget());
  const whole = await on.run(["verify"]);
  expect([whole.code, whole.stdout]).toEqual([
    0,
    expect.stringMatching(/zendesk-us-federal\/FY27-Q4: whole, \d+ events, nothing sealed yet/),
  ]);
  const url = (await on.run(["db", "url"])).stdout.trim();
  const { Client } = await import("pg");
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("alter table rollcall.events disable trigger user");
  await client.query("update rollcall.events set payload = '{}' where n = 2");
  await client.query("alter table rollcall.events enable trigger user");
  await client.end();
  const broken = await on.run(["verify"]);
  expect([broken.code, broken.stdout]).toEqual([
    1,
    expect.stringContaining("✗ event 2: what it says, or who did it, was changed"),
  ]);
});

test("several audits go into a folder, not into one file; one that is not there is said", { timeout: 120_000 }, async () => {
  await on.audit();
  const into = await on.run(["export", federal, "zendesk-global", "--output", join(ownFolder(), "x.zip")]);
  expect([into.code, into.stderr]).toEqual([2, expect.stringContaining("name a folder: --output evidence/")]);
  const other = await on.run(["export", `${federal}/FY26-Q1`]);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("there is no audit zendesk-us-federal/FY26-Q1")]);
  const folder = join(ownFolder(), "deep", "er");
  const ran = await on.run(["export", federal, "--output", `${folder}/`]);
  expect([ran.code, readdirSync(folder)]).toEqual([0, ["zendesk-us-federal_FY27-Q4.zip"]]);
});

test("nobody is forgotten who has not left, or left a short while ago", { timeout: 120_000 }, async () => {
  await on.audit();
  const here = await on.run(["forget", on.company.roles.auditor]);
  expect([here.code, here.stderr]).toEqual([2, expect.stringContaining("is in the roster and has no last day there")]);
  const nobody = await on.run(["forget", "nobody@acme.test"]);
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("nobody is called nobody@acme.test")]);
});
