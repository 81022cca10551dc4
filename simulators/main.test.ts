import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";

interface Described {
  control: string;
  config: string;
  roster: string;
  citizenship: string;
  env: Record<string, string>;
  systems: Record<string, { url: string; token: string; email: string; api_token: string; client_id: string }>;
  gitlab: { url: string };
  audited: string[];
  planted: { system: string }[];
}

const started: { child: ChildProcess; folder: string }[] = [];
afterEach(() => {
  for (const { child, folder } of started.splice(0)) {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
});

async function start(...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-main-"));
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [main, "--folder", folder, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  started.push({ child, folder });
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on("line", (line) => lines.push(line));
  await Promise.race([once(reader, "line"), once(child, "exit")]);
  return { child, lines, described: JSON.parse(lines[0] ?? "null") as Described | null };
}

test("it says in one line where everything is, and everything is there", async () => {
  const { lines, described } = await start("--limit", "400");
  if (!described) throw new Error("it said nothing");
  for (const path of [described.config, described.roster, described.citizenship]) expect(existsSync(path)).toBe(true);
  expect(Object.keys(described.env).sort()).toEqual([
    "CALENDLY_TOKEN",
    "GITLAB_PROJECTS_TOKEN",
    "GL_OWNER_TOKEN",
    "GL_ROSTER_TOKEN",
    "GL_TOKEN",
    "LAB_TOKEN",
    "ONEPASSWORD_CLIENT_SECRET",
    "ONEPASSWORD_SCIM_TOKEN",
    "ONEPASSWORD_SERVICE_TOKEN",
    "PD_OAUTH_TOKEN",
    "PD_TOKEN",
    "SLACK_TOKEN",
    "ZD_FEDERAL_CLIENT_ID",
    "ZD_FEDERAL_CLIENT_SECRET",
    "ZD_GLOBAL_CLIENT_ID",
    "ZD_GLOBAL_CLIENT_SECRET",
  ]);
  for (const [name, { url, token, email, api_token }] of Object.entries(described.systems)) {
    if (!name.startsWith("zendesk")) continue;
    const basic = `Basic ${Buffer.from(`${email}/token:${api_token}`).toString("base64")}`;
    for (const authorization of [`Bearer ${token}`, basic]) {
      const answer = await fetch(`${url}/api/v2/users?page[size]=1`, { headers: { authorization } });
      expect([answer.status, answer.headers.get("x-rate-limit")]).toEqual([200, "400"]);
    }
  }
  const books = (await (await fetch(`${described.control}/books`)).json()) as { requests: unknown[] };
  expect(books.requests).toHaveLength(4);
  expect(new Set(described.planted.map(({ system }) => system))).toEqual(new Set(described.audited));
  expect(lines).toHaveLength(1);
});

test("only the accounts asked for are started", async () => {
  const { described } = await start("--only", "zendesk-us-federal");
  expect(Object.keys(described?.systems ?? {})).toEqual(["zendesk-us-federal"]);
  expect(described?.planted.every(({ system }) => system === "zendesk-us-federal")).toBe(true);
  const { child } = await start("--only", "zendesk-glob");
  expect(child.exitCode).toBe(1);
});

test("it ends when its stdin closes, which it does with its parent", async () => {
  const { child } = await start();
  child.stdin?.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each(["SIGTERM", "SIGINT"] as const)("it ends at %s", async (signal) => {
  const { child } = await start();
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([0, null]);
});
