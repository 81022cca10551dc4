import type { Config } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import type { ChainedVerdict, Manifest } from "../model/evidence.ts";
import type { InitialAnswers } from "../model/initial-answers.ts";
import type { Secret } from "../model/secret.ts";
import type { Context } from "../operations/context.ts";
import type { ProgressEvent } from "../operations/progress.ts";
import type { ReplayedReading } from "../operations/replay-bundle.ts";

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

/** Evidence looked at away from any configuration and database. */
export interface EvidenceOptions {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

export interface VerifyOptions extends EvidenceOptions {
  files: readonly string[];
  /** File of the public key that is trusted; `null` = none is. */
  key: string | null;
}

export interface ReplayOptions extends EvidenceOptions {
  file: string;
  /** Another rollcall.yaml; `null` = as it was. */
  withConfig: string | null;
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
  /** Looks at bundles and nothing else. @throws usage error where one is not there, or a newer Rollcall made it */
  verify(options: VerifyOptions): Promise<ChainedVerdict[]>;
  /** Derives the findings of a bundle again. @throws where it is not whole */
  replay(options: ReplayOptions): Promise<{ manifest: Manifest; readings: ReplayedReading[] }>;
  /** Serves until `signal` is aborted. @throws what keeps it from starting */
  serve(options: ServeOptions): Promise<void>;
  /** Text of a first rollcall.yaml. */
  initialConfig(answers: InitialAnswers): Promise<string>;
}
