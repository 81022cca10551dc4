import { expect, test } from "vitest";
import { interruptedError } from "../../model/errors.ts";
import { Child, type Ended } from "./child.ts";

interface Given {
  input?: string;
  silenceMs?: number;
  signal?: AbortSignal;
}

function node(script: string, { silenceMs = 60_000, signal = new AbortController().signal, ...more }: Given = {}): Child {
  const env = { PATH: process.env.PATH ?? "" };
  return new Child({ command: process.execPath, args: ["-e", script], env, silenceMs, signal, ...more });
}

async function heard(child: Child): Promise<Ended & { text: string }> {
  const output = child.output();
  let text = "";
  for (;;) {
    const { done, value } = await output.next();
    if (done) return { ...value, text };
    text += value;
  }
}

/** Prints its id, then stays, whatever it is asked. */
const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid);";

function isGone(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0) && false;
  } catch {
    return true;
  }
}

test("what it prints, what it says on stderr, and its exit code", async () => {
  const ended = await heard(
    node("process.stdin.pipe(process.stdout); console.error('no'); process.exitCode = 3", { input: "ä €" }),
  );
  expect(ended).toEqual({ text: "ä €", code: 3, told: "no\n" });
});

test("a program that ends without reading its input is judged by its exit code", async () => {
  expect(await heard(node("", { input: "x".repeat(10_000_000) }))).toMatchObject({ code: 0 });
});

test("without input it has no stdin to ask anybody by", async () => {
  expect(await heard(node("process.stdin.on('data', () => {}).on('end', () => console.log('none'))"))).toMatchObject({
    text: "none\n",
  });
});

test("one that keeps what it prints open through another is ended all the same", async () => {
  const script = "require('node:child_process').spawn('sleep', ['5'], { stdio: 'inherit', detached: true }).unref()";
  await expect(heard(node(script, { silenceMs: 300 }))).rejects.toMatchObject({ actor: "later" });
});

test("whoever breaks off ends it, and so does an interruption, whatever it does about that", async () => {
  let pid = "";
  for await (const text of node(stubborn).output()) {
    pid = text.trim();
    break;
  }
  expect([pid === "", isGone(pid)]).toEqual([false, true]);
  const stop = new AbortController();
  const output = node(stubborn, { signal: stop.signal }).output();
  pid = String((await output.next()).value).trim();
  stop.abort(interruptedError());
  await expect(output.next()).rejects.toMatchObject({ actor: "interrupted" });
  expect(isGone(pid)).toBe(true);
  expect(() => node("", { signal: stop.signal })).toThrow("interrupted");
});
