import { resolve } from "node:path";
import { parseJson } from "../../http/json.ts";
import { excerpt } from "../../http/reason.ts";
import { Redactor } from "../../http/redact.ts";
import { configurationError, platformError, type RollcallError } from "../../model/errors.ts";
import type { Reading } from "../platform.ts";
import { Child, type Ended } from "./child.ts";
import { JsonValues } from "./json-values.ts";
import { type Caller, refusalOf } from "./refusal.ts";
import type { OnepasswordSettings } from "./settings.ts";

export interface ProgramOptions {
  settings: OnepasswordSettings;
  /** Name of the system in rollcall.yaml. */
  system: string;
  /** Folder of rollcall.yaml: a path in `command` is relative to it. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** What a command is given besides its words. */
export interface Run extends Reading {
  input?: string;
  /** Milliseconds it may be silent beyond what is usual: one that asks for much before it says anything. */
  patienceMs?: number;
}

const least = { major: 2, minor: 25 };
const usualSilence = 180;

/** The program `op`: every run a process of its own, counted on the meter as a request is. */
export class Program {
  readonly caller: Caller;
  readonly #command: string;
  readonly #env: Record<string, string>;
  readonly #silenceMs: number;
  readonly #redactor: Redactor;
  #isNewEnough: Promise<void> | null = null;

  constructor({ settings, system, folder, env }: ProgramOptions) {
    const { command = "op", timeout = usualSilence } = settings;
    this.#command = /[/\\]/.test(command) ? resolve(folder, command) : command;
    this.#env = childEnvironment(settings, env);
    this.#silenceMs = timeout * 1000;
    this.#redactor = new Redactor(secretsIn(this.#env));
    this.caller = { system, isService: this.#env.OP_SERVICE_ACCOUNT_TOKEN !== undefined };
  }

  /**
   * The objects a command prints, one after the other, whatever their number; the last come when it has ended well.
   * @param words the command, ids as the only outside text in it
   * @throws as `Child`; by the [ERROR] line of `op` (`refusalOf`); platform error where it prints no JSON; configuration error
   * where it is too old
   */
  async *list(words: readonly string[], run: Run): AsyncGenerator<unknown> {
    await this.#checked(run);
    const what = `op ${words.join(" ")}`;
    const values = new JsonValues({ what, excerpt: (text) => excerpt(text, this.#redactor) });
    for await (const text of this.#run([...words, "--format", "json"], { ...run, what }))
      for (const value of values.push(text)) yield parsed(value, what);
    values.end();
  }

  /** The same for a command about one thing, or a few. @throws platform error where it prints a thousand */
  async few(words: readonly string[], run: Run): Promise<unknown[]> {
    const values: unknown[] = [];
    for await (const value of this.list(words, run)) {
      if (values.length === 1000) throw platformError(`op ${words.join(" ")} printed a list where one thing was due`);
      values.push(value);
    }
    return values;
  }

  /** Asked once, before anything else is run. */
  #checked(run: Run): Promise<void> {
    this.#isNewEnough ??= this.#checkVersion(run);
    return this.#isNewEnough;
  }

  async #checkVersion({ meter, signal }: Run): Promise<void> {
    let printed = "";
    for await (const text of this.#run(["--version"], { meter, signal, what: "op --version" })) {
      printed += text;
      if (printed.length > 1000) break;
    }
    const version = /^v?(\d+)\.(\d+)\S*\s*$/.exec(printed.trim());
    if (!version)
      throw platformError(
        `${this.#command} --version printed no version: "${excerpt(printed, this.#redactor)}"`,
        "set command: of this system to the 1Password CLI",
      );
    const wrong = tooOld({ text: version[0].trim(), major: Number(version[1]), minor: Number(version[2]) });
    if (wrong) throw wrong;
  }

  /** @throws what the exit code and the [ERROR] line mean */
  async *#run(args: readonly string[], run: Run & { what: string }): AsyncGenerator<string> {
    run.meter.requests += 1;
    const { input, signal, what, patienceMs = 0 } = run;
    const started = { command: this.#command, args, env: this.#env, silenceMs: this.#silenceMs + patienceMs, signal };
    const child = new Child({ ...started, ...(input === undefined ? {} : { input }) });
    const ended: Ended = yield* child.output();
    if (ended.code !== 0) throw refusalOf(what, this.#told(ended), this.caller);
  }

  #told({ told, code }: Ended): string {
    const lines = [...told.matchAll(/\[ERROR\] \d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} (.+)/g)].map(([, text]) => text);
    const text = excerpt(lines.length > 0 ? lines.join("; ") : told, this.#redactor);
    return text || `it ended with ${code} and said nothing`;
  }
}

/**
 * What `op` sees of our environment: all of it, as its ways to the desktop app are many, but for a Connect server, which would be
 * asked instead, and a cache, which would show memberships of yesterday. Secrets go this way and never by argument.
 */
function childEnvironment({ account, service_account_token }: OnepasswordSettings, env: ProgramOptions["env"]) {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) own[name] = value;
  delete own.OP_CONNECT_HOST;
  delete own.OP_CONNECT_TOKEN;
  own.OP_CACHE = "false";
  if (account !== undefined) own.OP_ACCOUNT = account;
  if (service_account_token) own.OP_SERVICE_ACCOUNT_TOKEN = service_account_token.reveal();
  return own;
}

function secretsIn(env: Record<string, string>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /^OP_(?:SESSION|SECRET_KEY|SERVICE_ACCOUNT_TOKEN)/.test(name) ? [value] : [],
  );
}

function tooOld(version: { text: string; major: number; minor: number }): RollcallError | null {
  const { text, major, minor } = version;
  if (major === 1)
    return configurationError(
      `op ${text} is version 1, which 1Password ended in 2024 and which speaks another language`,
      upgrade,
    );
  const isOld = major < least.major || (major === least.major && minor < least.minor);
  return isOld ? configurationError(`op ${text} is too old: its group reports are complete from 2.25 on`, upgrade) : null;
}

const upgrade = "install the 1Password CLI 2.25 or newer (developer.1password.com/docs/cli/get-started)";

function parsed(value: string, what: string): unknown {
  try {
    return parseJson(value);
  } catch (error) {
    throw platformError(`${what} printed a row that is not JSON`, "run it by hand to see what it prints", error);
  }
}
