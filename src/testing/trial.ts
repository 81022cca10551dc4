import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "../app.ts";
import type { Clock } from "../http/client.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Source } from "../model/source.ts";
import type { Context } from "../operations/context.ts";
import { readSource } from "../operations/read-source.ts";
import { someOf } from "../operations/reread-listings.ts";
import type { Connection, Listing, Platform } from "../platforms/platform.ts";
import type { PlatformContract } from "../platforms/testing/contract.ts";
import { RowFolder } from "../store/kept-rows.ts";
import { type Company, now, startCompany } from "./company.ts";

export interface Reading {
  source: Source;
  rows: RowFolder;
  /** Waits of the client, ms: nobody waited for them. */
  waits: number[];
}

/** One platform beside its simulator, with a client that never really waits. */
export class Trial {
  readonly company: Company;
  readonly platform: Platform;
  readonly system: SystemConfig;
  readonly context: Context;
  readonly #server: string | null;
  readonly #folder = mkdtempSync(join(tmpdir(), "rollcall-trial-"));
  #folders = 0;

  private constructor(of: Pick<Trial, "company" | "platform" | "system" | "context"> & { server: string | null }) {
    this.company = of.company;
    this.platform = of.platform;
    this.system = of.system;
    this.context = of.context;
    this.#server = of.server;
  }

  static async of(platform: Platform, contract: PlatformContract): Promise<Trial> {
    const company = await startCompany(["--only", contract.system]);
    const { context } = await open({
      config: company.config,
      cwd: company.folder,
      env: { ...process.env, ...company.env },
      now,
      allowEmptyRoster: false,
      signal: new AbortController().signal,
      progress: () => {},
    });
    const system = context.config.systems.find(({ id }) => id === contract.system);
    if (!system) throw new Error(`no system ${contract.system}`);
    return new Trial({ company, platform, system, context, server: contract.server });
  }

  fault(fault: Record<string, unknown>): Promise<void> {
    return this.company.fault({ server: this.#server, ...fault });
  }

  connection(waits: number[] = []): Connection {
    return this.platform.connect(this.system, { rate: 1, clock: hurried(waits) });
  }

  folder(): RowFolder {
    this.#folders += 1;
    return new RowFolder(mkdtempSync(join(this.#folder, `${this.#folders}-`)));
  }

  /** Reads one listing as a run would. */
  async read(name: string, signal: AbortSignal = new AbortController().signal): Promise<Reading> {
    return this.#read(name, (listing) => listing, signal);
  }

  /** Reads what a listing says of some subjects, as a recheck would. */
  async readSome(
    name: string,
    subjects: readonly string[],
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Reading> {
    return this.#read(name, (listing) => someOf(listing, subjects), signal);
  }

  async #read(name: string, of: (listing: Listing) => Listing, signal: AbortSignal): Promise<Reading> {
    const waits: number[] = [];
    const listing = this.connection(waits).listings.find((one) => one.name === name);
    if (!listing) throw new Error(`no listing ${name}`);
    const rows = this.folder();
    const [source] = await readSource(of(listing), { rows, signal, clock: () => now, onRows: () => {} });
    if (!source) throw new Error(`${name} did not end`);
    return { source, rows, waits };
  }

  /** Reads all of them into one folder, and settles them. */
  async readAll(): Promise<{ sources: Source[]; rows: RowFolder }> {
    const rows = this.folder();
    const options = { rows, signal: new AbortController().signal, clock: () => now, onRows: () => {} };
    const ended = await Promise.all(this.connection().listings.map((listing) => readSource(listing, options)));
    return { sources: this.platform.settle(ended.flat(), rows, this.system), rows };
  }

  end(): void {
    this.company.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A clock that jumps instead of waiting. */
function hurried(waits: number[]): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      ahead += Math.max(0, ms);
    },
  };
}
