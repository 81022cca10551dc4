import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendExemption } from "./append-exemption.ts";
import { messageOf } from "./testing/written.ts";

const lines = "- system: zendesk-global\n  account: '1'\n  reason: known\n  approver: kim@acme.test\n  until: 2027-03-01\n";
const other = "# why\n- account: '2'\n  reason: known\n  approver: kim@acme.test\n  until: 2027-03-01\n";

let folder = "";
const path = () => join(folder, "exemptions.yaml");
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@acme.test", ...args], { cwd: folder, stdio: "pipe" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-exempt-"));
  git("init", "-q");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function committed(text: string): void {
  writeFileSync(path(), text, { mode: 0o640 });
  git("add", ".");
  git("commit", "-qm", "Exemptions");
}

test("lines are appended to a file git has as it is, and that is all that changes", async () => {
  committed(other);
  await appendExemption(path(), lines);
  expect(readFileSync(path(), "utf8")).toBe(`${other}\n${lines}`);
  expect(statSync(path()).mode & 0o777).toBe(0o640);
  expect(String(git("status", "--porcelain")).trim()).toBe("M exemptions.yaml");
});

test("line ends are those of the file, and an empty file takes its first", async () => {
  committed(other.replaceAll("\n", "\r\n"));
  await appendExemption(path(), lines);
  expect(readFileSync(path(), "utf8").replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  git("commit", "-qam", "More");
  committed("\n");
  await appendExemption(path(), lines);
  expect(readFileSync(path(), "utf8")).toBe(lines);
});

test.each([
  ["git does not track it", () => writeFileSync(path(), other)],
  ["it is not there", () => {}],
  [
    "it has changes that are not committed",
    () => {
      committed(other);
      writeFileSync(path(), `${other}# mine\n`);
    },
  ],
  [
    "it has changes that are not committed",
    () => {
      committed(other);
      writeFileSync(path(), `${other}# mine\n`);
      git("add", ".");
    },
  ],
  [
    "it is not in a git repository",
    () => {
      writeFileSync(path(), other);
      rmSync(join(folder, ".git"), { recursive: true });
    },
  ],
  [
    "it is no file of its own but a link",
    () => {
      writeFileSync(join(folder, "real.yaml"), other);
      symlinkSync("real.yaml", path());
      git("add", ".");
      git("commit", "-qm", "Link");
    },
  ],
  ["a list it can be appended to does not end it", () => committed("[]\n")],
  ["a list it can be appended to does not end it", () => committed(other.replaceAll(/^(?=[- ])/gm, "  "))],
])("where %s nothing is touched", async (why, arrange) => {
  arrange();
  const before = textOf();
  expect(await messageOf(() => appendExemption(path(), lines))).toBe(`nothing was written to ${path()}: ${why}`);
  expect(textOf()).toBe(before);
});

function textOf(): string | null {
  try {
    return readFileSync(path(), "utf8");
  } catch {
    return null;
  }
}
