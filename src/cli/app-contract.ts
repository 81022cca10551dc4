import type { Config } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import type { InitialAnswers } from "../model/initial-answers.ts";
import type { Secret } from "../model/secret.ts";
import type { Context } from "../operations/context.ts";
import type { ProgressEvent } from "../operations/progress.ts";

export interface OpenOptions {
  /** Path of rollcall.yaml as given, relative to `cwd`. */
  config: string;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** ISO 8601, or `undefined` for the machine's time. */
  now?: string;
  allowEmptyRoster: boolean;
  signal: AbortSignal;
  /** Told why the roster could not be read; then it goes on with nobody in it. Left out, that ends it. */
  withoutRoster?(error: RollcallError): void;
  progress(event: ProgressEvent): void;
}

/** Everything a command needs, opened: configuration and roster read, platforms and trackers at hand. */
export interface Opened {
  context: Context;
  /** What was odd in the files read; said once. */
  warnings: string[];
  /** Removes what the run kept on disk. */
  close(): Promise<void>;
}

export type DatabaseOptions = Pick<OpenOptions, "config" | "cwd" | "env" | "signal">;

/** The database as `rollcall db` sees it. Each throws a RollcallError that says what to do. */
export interface OpenedDatabase {
  url: Secret;
  /** Ours, beside rollcall.yaml; else that of DATABASE_URL. */
  isEmbedded: boolean;
  note: string | null;
  /** Rows by table. */
  backup(file: string): Promise<Record<string, number>>;
  restore(file: string, replace: boolean): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface ServeOptions extends DatabaseOptions {
  worker: boolean;
  port?: number;
  host?: string;
  /** The log, line by line. */
  write(line: string): void;
  isTerminal: boolean;
  /** E-mail of whoever opens the dashboard's link. */
  as: string;
  onListening?(url: string, link: string | null): void;
}

/** What `rollcall.ts` gives the command line: the only way commands come to concrete things. */
export interface App {
  version: string;
  open(options: OpenOptions): Promise<Opened>;
  openDatabase(options: DatabaseOptions): Promise<OpenedDatabase>;
  /** Appends the lines of one exemption to the file. @throws configuration error where git does not have it without changes */
  appendExemption(file: string, lines: string): Promise<void>;
  /** Asks the OpenID provider for its addresses; `null` = none is configured. */
  probeSignIn(config: Config): Promise<{ ok: boolean; message: string; fix: string | null } | null>;
  /** Serves until `signal` is aborted. @throws what keeps it from starting */
  serve(options: ServeOptions): Promise<void>;
  /** Text of a first rollcall.yaml. */
  initialConfig(answers: InitialAnswers): Promise<string>;
}
