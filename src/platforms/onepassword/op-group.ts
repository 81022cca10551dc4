import { RollcallError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { GroupSearch } from "./group.ts";
import { inPages } from "./pages.ts";
import type { Program } from "./program.ts";
import { SignedOut } from "./refusal.ts";
import { type GroupRow, group, member } from "./shapes.ts";

/** The members' listing was not heard to its end by whoever asked for it, so that nobody knows who is in it. */
const brokenOff = Symbol("broken off");

/**
 * The audited group as `op` shows it. Which one it is is asked once a run, by whichever listing comes first, and before anything
 * else: where nobody is signed in that is one refusal and not one for each command, and one question of the 1Password app.
 */
export class OpGroup {
  readonly #program: Program;
  readonly #wanted: string;
  readonly #meter = { requests: 0 };
  #found: Promise<GroupRow> | null = null;
  #ids: Promise<string[]> | null = null;

  /** @param wanted name or id */
  constructor(program: Program, wanted: string) {
    this.#program = program;
    this.#wanted = wanted;
  }

  /** @throws as `op` does; and configuration error where there is no such group, or more than one */
  found(signal: AbortSignal): Promise<GroupRow> {
    this.#found ??= this.#find(signal);
    return this.#found;
  }

  /** Settled as far as it matters to a command that is not about the group. @throws where nobody is signed in */
  async asked(signal: AbortSignal): Promise<void> {
    await this.found(signal).catch((error: unknown) => {
      if (error instanceof SignedOut || !(error instanceof RollcallError) || error.actor === "interrupted") throw error;
    });
  }

  /** The id, which may be configured: then a refused list of groups is no reason to ask no further. */
  async id(signal: AbortSignal): Promise<string> {
    try {
      return (await this.found(signal)).id;
    } catch (error) {
      const isRefused = error instanceof RollcallError && error.actor === "credentials" && !(error instanceof SignedOut);
      if (isRefused && /^[a-z0-9]{26}$/.test(this.#wanted)) return this.#wanted;
      throw error;
    }
  }

  /** The group as a listing of one row, with the runs it took. */
  async *pages({ meter, signal }: Reading): AsyncGenerator<Row[]> {
    try {
      yield [(await this.found(signal)) as unknown as Row];
    } finally {
      meter.requests = this.#meter.requests;
    }
  }

  async *memberPages(reading: Reading): AsyncGenerator<Row[]> {
    const given = Promise.withResolvers<string[]>();
    given.promise.catch(() => {});
    this.#ids = given.promise;
    const ids: string[] = [];
    try {
      for await (const page of inPages(this.#members(reading), { source: "group-members", shape: member })) {
        for (const { id } of page) ids.push(id);
        yield page;
      }
      given.resolve(ids);
    } catch (error) {
      given.reject(error);
      throw error;
    } finally {
      given.reject(brokenOff);
    }
  }

  /** Ids of all members, without a run of their own where their listing is being read. @throws as that does */
  async memberIds(reading: Reading): Promise<string[]> {
    try {
      if (this.#ids) return await this.#ids;
    } catch (error) {
      if (error !== brokenOff) throw error;
    }
    const ids: string[] = [];
    for await (const row of this.#members(reading)) ids.push(...keepRows("group-members", [row], member).map(({ id }) => id));
    return ids;
  }

  async *#members(reading: Reading): AsyncGenerator<unknown> {
    yield* this.#program.list(["group", "user", "list", await this.id(reading.signal)], reading);
  }

  /** By the list of groups and not by name: a name would be a selector that may mean two, or look like a flag. */
  async #find(signal: AbortSignal): Promise<GroupRow> {
    const search = new GroupSearch(this.#wanted);
    for await (const row of this.#program.list(["group", "list"], { meter: this.#meter, signal })) {
      const [kept] = keepRows("group", [row], group);
      search.see(kept as unknown as GroupRow);
    }
    return search.found();
  }
}
