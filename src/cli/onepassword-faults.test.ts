import { expect, test } from "vitest";
import { rollcall } from "../testing/rollcall.ts";
import { opSettings, type Run, sourceNamed, useOnepassword } from "../testing/use-onepassword.ts";

const on = useOnepassword();

test.each([
  ["missing", "    command: onepassword/nothing\n    group: Support\n", "there is no program"],
  ["not executable", "    command: ./rollcall.yaml\n    group: Support\n", "cannot be run (EACCES)"],
])("an op that is %s is a failed audit that says what to install", async (_, settings, message) => {
  const { audit, code } = await on.audited(on.configured(settings));
  expect([audit.status, code]).toEqual(["failed", 3]);
  for (const { status, reason } of audit.sources) {
    expect(status).toBe("failed");
    expect(reason).toContain(message);
    expect(reason).toContain("install the 1Password CLI 2.25 or newer");
  }
  const doctor = await on.company.rollcall(["doctor", "1password", ...on.configured(settings)]);
  expect([doctor.code, doctor.stdout.includes("install the 1Password CLI")]).toEqual([3, true]);
});

test.each([
  ["1.12.4", "op 1.12.4 is version 1, which 1Password ended"],
  ["2.24.0", "op 2.24.0 is too old"],
  ["hello", 'printed no version: "hello"'],
])("op %s is refused before anything is asked", async (version, message) => {
  await on.switched({ version });
  const { audit, code } = await on.audited();
  expect([audit.status, code]).toEqual(["failed", 3]);
  expect(audit.sources[0]?.reason).toContain(message);
  expect(await on.runs()).toHaveLength(1);
});

test.each([
  ["an error of its own", { kind: "error", text: "(502) bad gateway" }, "op group user list", "failed: (502) bad gateway"],
  ["an error without a word", { kind: "mute" }, "op group user list", "it ended with 3 and said nothing"],
  [
    "the limit",
    { kind: "error", text: "Too many requests. Your client has been rate-limited" },
    "op group user list",
    "run again when",
  ],
  ["a kill", { kind: "killed" }, "", "was ended by SIGKILL from outside"],
  ["a table", { kind: "not-json" }, "op group user list", 'printed no JSON list: "ID NAME EMAIL"'],
  ["a list that breaks off", { kind: "cut" }, "op group user list", "printed JSON that breaks off"],
  ["one name of 100 MB", { kind: "endless" }, "op group user list", "one row of more than 8 MiB"],
  ["a list that never holds still", { kind: "repeat" }, "", "came twice"],
])("%s makes the members unread, not fewer", async (_, trouble, begin, message) => {
  await on.switched({ trouble: { command: "group user list", ...trouble } });
  const { audit, code } = await on.audited();
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  const members = sourceNamed(audit, "group-members");
  expect(members).toMatchObject({ status: "failed", sha256: null });
  expect(members?.reason).toContain(begin);
  expect(members?.reason).toContain(message);
  expect(audit.findings).toEqual([]);
  expect(audit.checks.find(({ id }) => id === "entitlement-missing")).toMatchObject({ outcome: "not-assessed" });
});

test("an op that says its own secrets on stderr says them to nobody", async () => {
  const { ONEPASSWORD_SERVICE_TOKEN: token } = on.company.env;
  await on.switched({ trouble: { command: "user list", kind: "error", text: `token ${token}, Authorization: Bearer ${token}` } });
  const settings = `${opSettings}    service_account_token: "\${ONEPASSWORD_SERVICE_TOKEN}"\n`;
  const { audit } = await on.audited(on.configured(settings), { OP_SESSION_ACME: "example-session-token" });
  expect(sourceNamed(audit, "users")?.reason).toContain("op user list failed: token ***");
});

test("an op that hangs is ended after its time", async () => {
  await on.switched({ trouble: { command: "group user list", kind: "hang" } });
  const { audit } = await on.audited(on.configured(`${opSettings}    timeout: 1\n`));
  expect(sourceNamed(audit, "group-members")?.reason).toContain("said nothing for 1 s and was ended");
});

test("Ctrl-C ends the op that hangs with the run", async () => {
  await on.switched({ trouble: { command: "user list", kind: "hang" } });
  let isTold = false;
  const finished = await rollcall(["audit", "1password", "--no-publish"], {
    cwd: on.company.folder,
    env: on.company.env,
    onStderr: (text, kill) => {
      if (isTold || !text.includes("reading 5 sources")) return;
      isTold = true;
      void hanging().then(() => kill("SIGINT"));
    },
  });
  expect(finished.code).toBe(130);
  const { pid } = await hanging();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

async function hanging(): Promise<Run> {
  for (;;) {
    const found = (await on.runs()).find(({ argv, code }) => argv[0] === "user" && code === null);
    if (found) return found;
    await new Promise(setImmediate);
  }
}

test("100 MB of users are read in little memory", async () => {
  await on.switched({ trouble: { command: "user list", kind: "large" } });
  const { audit } = await on.audited([], { NODE_OPTIONS: "--max-old-space-size=200" });
  // None of these is the team: that the group's members are not among them is seen all the same.
  expect(sourceNamed(audit, "users")?.reason).toContain("members of the group are not among them");
  expect(sourceNamed(audit, "group-members")?.status).toBe("complete");
});

test.each([
  ["Suport", 'no group "Suport" among the 5 that can be seen: did you mean "Support"?'],
  ["Nothing like it", 'no group "Nothing like it" among the 5'],
])("a group %s that is not there is said to be none, with one that is near", async (group, message) => {
  const { audit, code } = await on.audited(on.configured(opSettings.replace("Support", group)));
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(sourceNamed(audit, "group-members")?.reason).toContain(message);
});

test("a name of two groups is not guessed at: their ids are named, and one of them will do", async () => {
  const id = "secondgroup7rollcall2345ab";
  await on.withGroup({ id, name: "Support" });
  const { audit } = await on.audited();
  expect(sourceNamed(audit, "group")?.reason).toContain(`more than one group is named "Support": `);
  expect(sourceNamed(audit, "group")?.reason).toContain(id);
  expect((await on.audited(on.configured(opSettings.replace("Support", id)))).audit.counts.accounts).toBe(0);
});

test("a name that looks like a flag is only a name", async () => {
  const { audit } = await on.audited(on.configured(opSettings.replace("Support", '"--group Support"')));
  expect([audit.status, audit.counts.accounts]).toEqual(["complete", 0]);
});
