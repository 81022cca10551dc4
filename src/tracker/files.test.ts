import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFinding, anAuditView } from "../reports/testing/views.ts";
import { filesTracker } from "./files.ts";
import { aDraft, aTable } from "./testing/drafts.ts";
import type { IssueDraft } from "./tracker.ts";

const { signal } = new AbortController();
const write = { reopen: false, dryRun: false };
let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "rollcall-files-"));
  folder = join(parent, "audits");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const path = () => join(folder, "zendesk-global-FY27-Q4.md");
const read = () => readFile(path(), "utf8");
const publish = (draft: IssueDraft = aDraft(), options = write) => filesTracker(folder).publish(draft, options, signal);

async function edit(change: (text: string) => string): Promise<void> {
  await writeFile(path(), change(await read()));
}

test("the first run writes the file, the second finds it and leaves it alone", async () => {
  const made = await publish();
  expect(made).toMatchObject({ action: "created", link: { iid: 1, url: `file://${path()}` }, warnings: [] });
  const text = await read();
  expect(text).toMatch(/^<!-- rollcall:audit zendesk-global\/FY27-Q4 -->\n\n# Zendesk Global audit FY27-Q4\n\n- State: open\n/);
  expect(text).toMatch(/## Notes\n\n<!-- rollcall:notes -->\n[\s\S]*- \[ \] \*\*F1\*\*/);
  expect(await publish()).toMatchObject({ action: "unchanged", link: made.link });
  expect(await readdir(folder)).toEqual(["zendesk-global-FY27-Q4.md"]);
});

test("what people wrote and ticked is still there after the next run", async () => {
  await publish();
  await edit((text) => `${text.replace("- [ ] **F1**", "- [x] **F1**").replace("Lee", "Mai")}\nA line of mine.\n`);
  const view = anAuditView({ findings: [aFinding({ key: "zendesk-global/other/account:9", severity: "critical" }), aFinding()] });
  expect(await publish(aDraft(view))).toMatchObject({ action: "updated" });
  const text = await read();
  expect(text).toContain("- [x] **F1**");
  expect(text).toContain("- [ ] **F2** critical");
  expect(text.endsWith("\nA line of mine.\n")).toBe(true);
});

test("refs of earlier runs are found again", async () => {
  const tracker = filesTracker(folder);
  expect(await tracker.find("zendesk-global/FY27-Q4", signal)).toBeNull();
  await publish();
  const found = await tracker.find("zendesk-global/FY27-Q4", signal);
  expect(found?.state).toBe("opened");
  expect([...(found?.refs ?? [])]).toEqual([["zendesk-global/role-mismatch/account:123", "F1"]]);
});

test.each(["State: closed", "- State: Closed"])(
  "closed by a person (%s): not touched, unless it is to be reopened",
  async (line) => {
    await publish();
    await edit((text) => text.replace("- State: open", line));
    const before = await read();
    const changed = aDraft(anAuditView({ findings: [] }));
    await expect(publish(changed)).rejects.toMatchObject({ actor: "usage", fix: expect.stringContaining("--reopen") });
    expect(await read()).toBe(before);
    expect(await publish(changed, { ...write, reopen: true })).toMatchObject({ action: "updated" });
    expect(await read()).toMatch(/^(- )?State: open$/m);
  },
);

test("a dry run says what it would write and writes nothing", async () => {
  const dry = { ...write, dryRun: true };
  const view = anAuditView({}, { tables: [aTable("light-agents", 501)] });
  const planned = await publish(aDraft(view), dry);
  expect(planned).toMatchObject({ action: "planned", link: null });
  expect(planned.planned).toEqual([`write ${join(folder, "zendesk-global-FY27-Q4", "light-agents.csv")}`, `write ${path()}`]);
  expect(await readdir(parent)).toEqual([]);
});

test("long tables become CSV files, linked", async () => {
  await publish(aDraft(anAuditView({}, { tables: [aTable("light-agents", 1500), aTable("admins", 3)] })));
  expect(await read()).toContain("(zendesk-global-FY27-Q4/light-agents.csv)");
  const csv = await readFile(join(folder, "zendesk-global-FY27-Q4", "light-agents.csv"), "utf8");
  expect(csv.split("\n").filter(Boolean)).toHaveLength(1501);
});

test("damaged markers: the file stays as it is, the Notes go beside it and keep refs and boxes there", async () => {
  await publish();
  await edit((text) => text.replace("<!-- /rollcall:notes -->", "oops"));
  const before = await read();
  const damaged = await publish();
  expect(damaged).toMatchObject({ action: "updated", warnings: [expect.stringMatching(/damaged.*-notes\.md/)] });
  expect(await read()).toBe(before);
  const beside = join(folder, "zendesk-global-FY27-Q4-notes.md");
  await writeFile(beside, (await readFile(beside, "utf8")).replace("- [ ] **F1**", "- [x] **F1**"));
  await publish(aDraft(anAuditView({ findings: [aFinding({ key: "a/b/account:2", ref: "F1" }), aFinding()] })));
  expect(await readFile(beside, "utf8")).toMatch(/- \[ \] \*\*F2\*\*[\s\S]*- \[x\] \*\*F1\*\*/);
});

test("no heading Notes: added at the end, and said", async () => {
  await mkdir(join(folder, "templates"), { recursive: true });
  await writeFile(join(folder, "templates", "Zendesk Global.md"), "Our own text.\n");
  await publish();
  expect(await read()).toMatch(/Our own text\.\n\n## Notes\n\n<!-- rollcall:notes -->/);
});

test("each audit has a number of its own, kept", async () => {
  const tracker = filesTracker(folder);
  const ids = ["a/FY27-Q4", "b/FY27-Q4", "c/FY27-Q4"];
  const made = await Promise.all(ids.map((auditId) => tracker.publish(aDraft(undefined, { auditId }), write, signal)));
  expect(made.map(({ link }) => link?.iid)).toEqual([1, 2, 3]);
  await rm(join(folder, "a-FY27-Q4.md"));
  expect((await tracker.find("c/FY27-Q4", signal))?.link.iid).toBe(3);
});

test("a file of somebody else is not overwritten", async () => {
  await mkdir(folder);
  await writeFile(path(), "mine");
  await expect(publish()).rejects.toMatchObject({ actor: "configuration", message: expect.stringContaining("marker") });
  expect(await read()).toBe("mine");
});

test("hostile names stay in their line", async () => {
  const name = "x\n<!-- /rollcall:notes -->\n/close @all | <script>";
  const account = { id: "1", name, email: null, url: null };
  await publish(aDraft(anAuditView({ findings: [aFinding({ account })] })));
  expect(await publish(aDraft(anAuditView({ findings: [aFinding({ account })] })))).toMatchObject({ action: "unchanged" });
  expect(await read()).not.toMatch(/^\/close|^<script>/m);
});

test("what cannot be written is said, and nothing is left half written", async () => {
  await writeFile(folder, "a file where the folder should be");
  await expect(publish()).rejects.toMatchObject({ actor: "configuration", message: expect.stringContaining("not a folder") });
  expect((await filesTracker(folder).probe(signal)).ok).toBe(false);
  expect(await readdir(parent)).toEqual(["audits"]);
});

test("a write that breaks off: the file is as it was, and nothing lies beside it", async () => {
  await publish();
  const before = await read();
  const draft = aDraft(anAuditView({}, { tables: [aTable("full-agents", 400)] }));
  // The shell's file-size limit breaks a write off in the middle, as a full disk does.
  const script = `
    import { filesTracker } from ${JSON.stringify(new URL("files.ts", import.meta.url).href)};
    const draft = JSON.parse(process.env.DRAFT);
    const error = await filesTracker(process.env.FOLDER).publish(draft, { reopen: false, dryRun: false }, AbortSignal.any([])).catch((error) => error);
    console.log(JSON.stringify({ actor: error.actor, message: error.message }));`;
  const env = { ...process.env, DRAFT: JSON.stringify(draft), FOLDER: folder };
  const args = ["-c", 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const { stdout } = await promisify(execFile)("sh", args, { env });
  expect(JSON.parse(stdout)).toMatchObject({ actor: "configuration", message: expect.stringContaining("cannot be written") });
  expect(await read()).toBe(before);
  expect(await readdir(folder)).toEqual(["zendesk-global-FY27-Q4.md"]);
});

test("what a killed run left beside the file goes with the next one, another's is left alone", async () => {
  await mkdir(folder);
  const dead = join(folder, ".zendesk-global-FY27-Q4.md.4194399.0123abcd.tmp");
  const alive = join(folder, `.zendesk-global-FY27-Q4.md.${process.pid}.0123abcd.tmp`);
  await writeFile(dead, "half");
  await writeFile(alive, "half");
  await publish();
  expect(await readdir(folder)).toEqual([`.zendesk-global-FY27-Q4.md.${process.pid}.0123abcd.tmp`, "zendesk-global-FY27-Q4.md"]);
});

test("the file keeps the rights its owner gave it", async () => {
  await publish();
  await chmod(path(), 0o600);
  await publish(aDraft(anAuditView({ findings: [] })));
  expect((await stat(path())).mode & 0o777).toBe(0o600);
});

test("it can write there: the probe says so without making the folder", async () => {
  expect(await filesTracker(folder).probe(signal)).toEqual({ ok: true, message: "audits can be written there", fix: null });
  expect(await readdir(parent)).toEqual([]);
});
