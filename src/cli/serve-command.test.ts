import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { kill, project, serverOf, until } from "../store/testing/project.ts";
import { directoriesRoster, directoriesYaml, openDirectories } from "../testing/directories.ts";
import { rollcall } from "../testing/rollcall.ts";

const env = { DIRECTORY_TOKEN: "example-token" };

/** A project of two systems, its issues in files and its database beside it. */
async function written(more = ""): Promise<string> {
  const folder = project();
  const directories = await openDirectories();
  onTestFinished(() => directories.close());
  writeFileSync(join(folder, "directories-roster.yaml"), directoriesRoster);
  const text = directoriesYaml(directories.url, { many: 2, tracker: "{ files: issues }" });
  writeFileSync(join(folder, "rollcall.yaml"), more + text);
  return folder;
}

interface Serving {
  log(): string;
  url(): string;
  child: ChildProcess;
  ended: Promise<number | null>;
}

/** `rollcall serve` as a process of its own: on the third of August, or with `main` as a user starts it. */
function serving(folder: string, args: readonly string[], main = "../testing/serve.ts"): Serving {
  const child = spawn(process.execPath, [join(import.meta.dirname, main), "serve", ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env, ROLLCALL_TEST_NOW: "2026-08-03T09:00:00.000Z" },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { log: () => log, url: () => /"url":"([^"]+)"/.exec(log)?.[1] ?? "", child, ended };
}

function audited({ log }: Serving): number {
  return log().match(/"job":"run-audit","of":"[^"]+","outcome":"done"/g)?.length ?? 0;
}

it("runs on the embedded database, tells its health, and ends with 0 when told to", async () => {
  const folder = await written();
  const worker = serving(folder, ["--worker", "--port", "0"], "../rollcall.ts");
  await until(() => worker.log().includes("at work"), "it is at work");
  const health = await fetch(new URL("/healthz", worker.url()));
  expect([health.status, await health.json()]).toEqual([200, { status: "ok", database: "there" }]);
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
  expect(worker.log()).not.toContain("example-token");
});

it("started twice it does everything once; a port that is taken is told", async () => {
  const folder = await written();
  const first = serving(folder, ["--worker", "--port", "0"]);
  const second = serving(folder, ["--worker", "--port", "0"]);
  await until(() => audited(first) + audited(second) === 2, "both are audited");
  await until(() => [first, second].every(({ log }) => log().includes("at work")), "both are up");
  expect(audited(first) + audited(second)).toBe(2);
  const third = serving(folder, ["--worker", "--port", new URL(first.url()).port]);
  expect(await third.ended).toBe(2);
  expect(third.log()).toContain("another program listens there");
  expect(third.log()).toContain("--port 0");
});

it("finds the embedded database again when that was killed and has another port", { timeout: 60_000 }, async () => {
  const folder = await written();
  const worker = serving(folder, ["--worker", "--port", "0"]);
  await until(() => audited(worker) === 2, "it is at work");
  const before = serverOf(folder);
  kill(before?.pid ?? 0);
  await until(() => worker.log().includes("the database is away"), "it says so");
  await until(() => worker.log().includes("the database is back"), "it is back");
  expect(serverOf(folder)?.pid).not.toBe(before?.pid);
  expect((await fetch(new URL("/healthz", worker.url()))).status).toBe(200);
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
});

it("where others reach it and nobody could sign in there is no dashboard: alone it does not start, a worker says so", async () => {
  const folder = await written();
  const { code, stderr } = await rollcall(["serve", "--host", "0.0.0.0", "--port", "0"], { cwd: folder, env });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/no dashboard on 0\.0\.0\.0[\s\S]*serve\.sign_in/)]);
  const worker = serving(folder, ["--worker", "--host", "0.0.0.0", "--port", "0"]);
  await until(() => worker.log().includes("no dashboard on 0.0.0.0"), "it says so");
  const { port } = new URL(worker.url());
  const asked = ["/healthz", "/login", "/api/v1/session"].map((path) => fetch(`http://127.0.0.1:${port}${path}`));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 404, 404]);
});

it("where others reach it and people sign in it serves the dashboard under its own name alone, by no link", async () => {
  const signIn = "{ issuer: https://id.acme.test, client_id: r, client_secret: example-secret-of-client, name: Acme }";
  const folder = await written(`serve: { url: https://rollcall.acme.test, sign_in: ${signIn} }\n`);
  const site = serving(folder, ["--host", "0.0.0.0", "--port", "0"]);
  await until(() => site.log().includes("serving the dashboard"), "it serves");
  const { port } = new URL(site.url());
  const ask = (host: string, path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, headers: { host } }, async (answer) => {
        let text = "";
        for await (const part of answer) text += part;
        resolve({ status: answer.statusCode ?? 0, text });
      })
        .on("error", reject)
        .end();
    });
  expect(await ask("rollcall.acme.test", "/login")).toEqual({ status: 200, text: expect.stringContaining("Sign in with Acme") });
  expect((await ask("rollcall.acme.test", "/api/v1/session")).status).toBe(401);
  expect((await ask(`127.0.0.1:${port}`, "/login")).status).toBe(421);
  expect((await ask(`127.0.0.1:${port}`, "/healthz")).status).toBe(200);
  expect(site.log()).not.toMatch(/login\?token=|example-secret-of-client/);
});

it("an --as that is no e-mail is a wrong use", async () => {
  expect((await rollcall(["serve", "--as", "dana"], { cwd: await written(), env })).code).toBe(2);
});

it.each([
  ["serve: { prt: 1 }\n", /rollcall\.yaml:1: serve: unknown key "prt"/],
  ["serve: { port: 70000 }\n", /rollcall\.yaml:1: .*expected a port/],
  ['serve: { webhook_token: "" }\n', /rollcall\.yaml:1: .*expected a secret/],
])("a wrong configuration ends it at once: %s", async (more, says) => {
  const { code, stderr } = await rollcall(["serve", "--worker"], { cwd: await written(more), env });
  expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
});

it("a port that is none is a wrong use", async () => {
  expect((await rollcall(["serve", "--worker", "--port", "http"], { cwd: await written(), env })).code).toBe(2);
});
