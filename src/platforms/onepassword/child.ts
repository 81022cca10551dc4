import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { configurationError, interruptedError, laterError, type RollcallError } from "../../model/errors.ts";

/** How a program is started. */
export interface Started {
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  /** Written to its stdin; left out = it has none, and can ask nobody anything. */
  input?: string;
  /** Milliseconds it may go without a word. */
  silenceMs: number;
  signal: AbortSignal;
}

export interface Ended {
  code: number;
  /** What it said on stderr, cut where it says too much. */
  told: string;
}

const mostTold = 64 * 1024;
/** How long a program that was told to stop has for it. */
const graceMs = 500;

/**
 * One run of a program, never by a shell. Its output is read as it comes, in no more memory than a chunk of it: whoever does not
 * read on, or breaks off, ends it.
 */
export class Child {
  readonly #started: Started;
  readonly #process: ChildProcess;
  readonly #over: Promise<{ code: number | null; by: NodeJS.Signals | null }>;
  #alarm: NodeJS.Timeout | undefined;
  #stopped: RollcallError | null = null;
  #isOver = false;
  #told = "";

  /** @throws interrupted error where there is no time left for it */
  constructor(started: Started) {
    if (started.signal.aborted) throw interruptedError();
    const { command, args, env, input, signal } = started;
    this.#started = started;
    this.#process = spawn(command, args, {
      env,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#over = new Promise((resolve, reject) => {
      this.#process.once("error", reject).once("close", (code, by) => resolve({ code, by }));
    });
    this.#over
      .finally(() => {
        this.#isOver = true;
      })
      // Whoever waits for it is told; nobody may be yet.
      .catch(() => {});
    signal.addEventListener("abort", this.#interrupt, { once: true });
    // A program that ends without reading its input is judged by its exit code.
    this.#process.stdin?.on("error", () => {}).end(input);
    this.#listen();
    this.#watch();
  }

  /**
   * What it prints, then how it ended. Ends it where the caller breaks off.
   * @throws configuration error where it cannot be started; later error where it was killed, or was silent for too long;
   * interrupted error on abort
   */
  async *output(): AsyncGenerator<string, Ended> {
    try {
      for await (const chunk of (this.#process.stdout as Readable).setEncoding("utf8")) {
        this.#watch();
        yield chunk as string;
      }
      return await this.#ended();
    } catch (error) {
      throw this.#stopped ?? this.#unstartable(error) ?? error;
    } finally {
      clearTimeout(this.#alarm);
      this.#started.signal.removeEventListener("abort", this.#interrupt);
      await this.#end();
    }
  }

  async #ended(): Promise<Ended> {
    const { code, by } = await this.#over;
    if (this.#stopped) throw this.#stopped;
    if (code !== null) return { code, told: this.#told };
    throw laterError(`${this.#started.command} was ended by ${by ?? "a signal"} from outside`, "run again");
  }

  #listen(): void {
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#watch();
      if (this.#told.length < mostTold) this.#told += text;
    });
  }

  #watch(): void {
    clearTimeout(this.#alarm);
    const { silenceMs, command } = this.#started;
    this.#alarm = setTimeout(() => {
      const silence = `${command} said nothing for ${Math.round(silenceMs / 1000)} s and was ended`;
      this.#stop(laterError(silence, "does the 1Password app wait for an approval? Run again, or set timeout: to more seconds"));
    }, silenceMs);
  }

  readonly #interrupt = () => this.#stop(interruptedError());

  #stop(why: RollcallError): void {
    this.#stopped ??= why;
    void this.#end();
  }

  /** The program alone, not its group: whoever started us decides about the rest. */
  async #end(): Promise<void> {
    if (this.#isOver || this.#process.pid === undefined) return;
    this.#process.kill("SIGTERM");
    const hard = setTimeout(() => {
      this.#process.kill("SIGKILL");
      // Something it started may hold them open.
      this.#process.stdout?.destroy();
      this.#process.stderr?.destroy();
    }, graceMs);
    await this.#over.catch(() => {});
    clearTimeout(hard);
  }

  #unstartable(error: unknown): RollcallError | null {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (!syscall?.startsWith("spawn")) return null;
    const { command } = this.#started;
    if (code === "ENOENT") return configurationError(`there is no program ${command}`, install, error);
    return configurationError(`${command} cannot be run (${code})`, `is it the right program? ${install}`, error);
  }
}

const install =
  "install the 1Password CLI 2.25 or newer (developer.1password.com/docs/cli/get-started), or set command: of this system to where it is";
