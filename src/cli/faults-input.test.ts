import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { now } from "../testing/company.ts";
import { rollcall } from "../testing/rollcall.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();

const look = ["--no-publish"];

/** Files beside the configuration: broken rosters, and a file where a folder is needed. */
const files: Record<string, string> = {
  "broken/dana.yaml": "name: Dana Whitfield\nemail: [dana@acme.test\n",
  "wrong/dana.yaml": "name: Dana Whitfield\nemail: dana@acme.test\nstart_date: soon\n",
  "same-mail/dana.yaml": "name: Dana Whitfield\nemail: dana@acme.test\n",
  "same-mail/lee.yaml": "name: Lee Okafor\nemail: Dana+lee@acme.test\n",
  "same-person/dana.yaml": "name: Dana Whitfield\n",
  "same-person/dana-2.yaml": "name: Dana Whitfield\n",
  "empty/README.md": "Nobody yet.\n",
  "roster.csv": "name,email\nDana,dana@acme.test\nLee,dana@acme.test\n",
  "exemptions-wrong.yaml": `- { system: ${federal}, check: role-mismatch, account: "1", reason: known, until: 2027-03-01 }\n`,
  plain: "old",
};

beforeAll(() => {
  for (const [name, content] of Object.entries(files)) {
    const path = join(on.company.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
  }
});

interface Case {
  what: string;
  /** Text of rollcall.yaml, replaced by what. */
  from?: string | RegExp;
  to?: string;
  args?: string[];
  /** What stderr says: what is wrong and where, then what to do. */
  says: (string | RegExp)[];
}

const roster = (folder: string) => ({ from: "directory: roster", to: `directory: ${folder}` });

const cases: Case[] = [
  {
    what: "no configuration",
    args: ["--config", "nowhere.yaml"],
    says: ["nowhere.yaml is not there", "→ rollcall init makes one"],
  },
  {
    what: "broken YAML",
    from: "email_domains: [acme.test]",
    to: "email_domains: [acme.test",
    says: [/changed\.yaml:1[23]: .*bracket/, /→ correct \S+changed\.yaml/],
  },
  {
    what: "a wrong value",
    from: "time_zone: UTC",
    to: "time_zone: Mars/Olympus",
    says: ['changed.yaml:4: time_zone: expected a time zone such as UTC or America/New_York, found "Mars/Olympus"', "→ correct"],
  },
  {
    what: "an unknown key",
    from: "roster_key: us-federal",
    to: "rooster_key: us-federal",
    says: [/changed\.yaml:\d+: systems\.zendesk-us-federal: unknown key "rooster_key": did you mean roster_key\?/],
  },
  {
    what: "a key that is missing",
    from: "organization: Acme Support\n",
    to: "",
    says: [/changed\.yaml:\d+: organization: missing: expected text/],
  },
  {
    what: "an unknown platform",
    from: "platform: zendesk",
    to: "platform: zendsk",
    says: [/systems\.zendesk-global\.platform: expected .*\(zendesk, [^)]* or csv\), found "zendsk": did you mean zendesk\?/],
  },
  {
    what: "a variable that is not set",
    from: "ZD_FEDERAL_CLIENT_ID",
    to: "ZD_FEDERAL_KLIENT",
    says: [
      /changed\.yaml:\d+: systems\.zendesk-us-federal\.auth\.client_id: the environment variable ZD_FEDERAL_KLIENT is not set/,
      "→ set them, for example with export",
    ],
  },
  {
    what: "http toward another machine",
    from: /url: http:\/\/127\.0\.0\.1:\d+/,
    to: "url: http://acme.zendesk.example",
    says: [
      /changed\.yaml:\d+: systems\.zendesk-global\.url: expected https:\/\/ \(http:\/\/ is allowed toward this machine only\)/,
    ],
  },
  {
    what: "a secret under a wrong key",
    from: /auth: \{ client_id: [^}]*\}"[^}]*\}" \}/,
    to: "auth: { tokn: example-secret-in-the-file }",
    says: [/systems\.zendesk-global\.auth: expected .*token/],
  },
  {
    what: "an unknown system",
    args: ["zendesk-us-fedral"],
    says: ['no system "zendesk-us-fedral"', "→ did you mean zendesk-us-federal?"],
  },
  { what: "a time that is none", args: ["--now", "nonsense"], says: ['--now "nonsense" is no time', "→ write it as 2026-11-22"] },
  { what: "an unknown format", args: ["--format", "xml"], says: ["'xml' is invalid", "table, json, markdown, csv, html"] },
  { what: "an unknown option", args: ["--no-pubish"], says: ["unknown option '--no-pubish'", "--no-publish"] },
  { what: "--accounts without CSV", args: ["--accounts"], says: ["--accounts goes with --format csv"] },
  { what: "no roster", ...roster("nowhere"), says: ["the roster nowhere/ is not there", "→ correct roster: in rollcall.yaml"] },
  {
    what: "an empty roster",
    ...roster("empty"),
    says: ["the roster empty/ is empty", "every account would look wrong", "go on with --allow-empty-roster"],
  },
  { what: "a broken roster file", ...roster("broken"), says: ["broken/dana.yaml:2: email:", "bracket", "→ correct the roster"] },
  {
    what: "a wrong value in the roster",
    ...roster("wrong"),
    says: ['wrong/dana.yaml:3: start_date: expected a day such as 2026-01-31, found "soon"', "→ correct the roster"],
  },
  {
    what: "an e-mail that two people have",
    ...roster("same-mail"),
    says: ["same-mail/lee.yaml:2: email: dana@acme.test may stand once", "same-mail/dana.yaml:2"],
  },
  {
    what: "a person who stands twice",
    ...roster("same-person"),
    says: ["name: Dana Whitfield stands at same-person/dana-2.yaml:1 too", "give each an email"],
  },
  {
    what: "an e-mail twice in a CSV roster",
    from: "directory: roster",
    to: "csv: roster.csv",
    says: ["roster.csv:3: email: dana@acme.test may stand once", "roster.csv:2"],
  },
  {
    what: "no exemptions file",
    from: "exemptions.yaml",
    to: "nowhere.yaml",
    says: ["nowhere.yaml", "is not there", "→ make it"],
  },
  {
    what: "an exemption without approver",
    from: "exemptions.yaml",
    to: "exemptions-wrong.yaml",
    says: ["exemptions-wrong.yaml:1: approver: missing"],
  },
  ...["plain/report.json", "plain/reports/"].map((output) => ({
    what: `--output ${output} below a file`,
    args: ["--output", output],
    says: [/cannot write \S+plain\/report.*: a file stands where a folder is needed/, "another place with --output"],
  })),
];

test.each(cases)("$what: exit 2, nothing asked, nothing written", async ({ from, to, args = [], says }) => {
  const before = await asked();
  const config = from === undefined ? [] : on.configured((text) => text.replace(from, to ?? ""));
  const { code, stdout, stderr } = await on.run(["audit", "--now", now, ...config, ...args]);
  for (const words of says) expect(stderr).toMatch(words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).not.toContain("example-secret-in-the-file");
  expect((await asked()) - before).toBe(0);
  expect(readFileSync(join(on.company.folder, "plain"), "utf8")).toBe("old");
});

test("--allow-empty-roster goes on, and nobody is expected", async () => {
  const config = on.configured((text) => text.replace("directory: roster", "directory: empty"));
  const { code, report, stderr } = await on.audit([...look, "--allow-empty-roster", ...config]);
  expect([code, report?.roster.people]).toEqual([0, 0]);
  expect(stderr).toContain("warning: people.auditor: lee.okafor@acme.test is not in the roster");
});

test.each([
  ["is not there", "nowhere", "there is no such folder"],
  ["is a file", "plain", "it is not a folder"],
])("a TMPDIR that %s: exit 2, and TMPDIR is named", async (_, name, why) => {
  const { code, stdout, stderr } = await on.run(["audit", federal], { TMPDIR: join(on.company.folder, name) });
  expect(stderr).toMatch(`cannot keep the rows read in ${join(on.company.folder, name)}: ${why}`);
  expect(stderr).toMatch(/→ .*set TMPDIR to a folder with room/);
  expect([code, stdout]).toEqual([2, ""]);
});

const canMount = spawnSync("sh", ["-c", "unshare -rm true"]).status === 0;

test.runIf(canMount)("a full disk: exit 2, no issue, and it is said which disk", async () => {
  const { code, stdout, stderr } = await onDisk('mount -t tmpfs -o size=64k none "$TMPDIR" && exec "$@"');
  expect(stderr).toMatch(/cannot keep the rows read in \S+: the disk is full\n {2}→ free some space there/);
  expect([code, stdout, await on.issues()]).toEqual([2, "", []]);
});

test("files that may not grow: exit 2, no issue, and nothing is left behind", async () => {
  const { code, stdout, stderr, left } = await onDisk('ulimit -f 8 && exec "$@"');
  expect(stderr).toMatch(/cannot keep the rows read in \S+: files may not be that large here/);
  expect([code, stdout, left, await on.issues()]).toEqual([2, "", [], []]);
});

/** Runs an audit from a shell that lets the disk be short. Without compile cache: that is a disk too. */
async function onDisk(script: string) {
  const { folder, env } = on.company;
  const TMPDIR = mkdtempSync(join(folder, "tmp-"));
  const through: [string, ...string[]] = ["unshare", "-rm", "sh", "-c", script, "sh"];
  if (!script.includes("mount")) through.splice(0, 2);
  const options = { cwd: folder, env: { ...env, TMPDIR, NODE_DISABLE_COMPILE_CACHE: "1" }, through };
  return { ...(await rollcall(["audit", federal, "--now", now], options)), left: readdirSync(TMPDIR) };
}

test.runIf(process.platform === "linux")("a full disk under --output: exit 2, and a device stays one", async () => {
  symlinkSync("/dev/full", join(on.company.folder, "full"));
  const { code, stderr } = await on.audit([...look, "--output", "full"]);
  expect(stderr).toMatch(/cannot write \S+full: the disk is full\n {2}→ free space or choose another place with --output/);
  expect([code, statSync(join(on.company.folder, "full")).isCharacterDevice()]).toEqual([2, true]);
});

async function asked(): Promise<number> {
  return (await on.company.books()).requests.length;
}
