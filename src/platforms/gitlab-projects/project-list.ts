import type { HttpClient } from "../../http/client.ts";
import type { Row } from "../../model/source.ts";
import { wholeList } from "../gitlab/whole-list.ts";
import type { Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { stateOf } from "./project-state.ts";
import * as shapes from "./shapes.ts";

/** Without `with_shared=false` projects of others come too; without `include_subgroups` those of subgroups do not. */
export const projectsQuery = { include_subgroups: "true", with_shared: "false", order_by: "id", sort: "asc" };

/**
 * The projects of the group, asked once a run by whichever listing comes first: everything else is asked of each of them. The
 * requests count where the ledger has a line for them.
 */
export class ProjectList {
  readonly #client: HttpClient;
  readonly #path: string;
  readonly #meter = { requests: 0 };
  #asked: Promise<Row[]> | null = null;

  constructor(client: HttpClient, path: string) {
    this.#client = client;
    this.#path = path;
  }

  /** @throws as the client does; later error where the list moves; platform error where a row is not as documented */
  found(signal: AbortSignal): Promise<Row[]> {
    this.#asked ??= this.#ask(signal);
    return this.#asked;
  }

  /** Those whose settings matter: archived ones and those about to be deleted are only counted. */
  async active(signal: AbortSignal): Promise<shapes.ProjectRow[]> {
    const rows = (await this.found(signal)) as unknown as shapes.ProjectRow[];
    return rows.filter((row) => stateOf(row) === "active");
  }

  /** The rows as a listing of their own, with the requests they took. */
  async *pages({ meter, signal }: Reading): AsyncGenerator<Row[]> {
    try {
      yield await this.found(signal);
    } finally {
      meter.requests = this.#meter.requests;
    }
  }

  async #ask(signal: AbortSignal): Promise<Row[]> {
    const asked = { path: this.#path, query: projectsQuery, key: "id", meter: this.#meter, signal };
    const rows = await wholeList(this.#client, asked);
    return keepRows("projects", rows, shapes.project);
  }
}
