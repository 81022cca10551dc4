import { type HttpClient, HttpError } from "../../http/client.ts";
import { credentialsError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { type MeRow, me } from "./shapes.ts";

/**
 * Who the token is, and so which organisation everything else is asked of. `/users/me` is asked once a run, by whichever listing
 * comes first, and the request counts where the ledger has a line for it.
 */
export class Organisation {
  readonly #client: HttpClient;
  readonly #meter = { requests: 0 };
  #asked: Promise<MeRow> | null = null;

  constructor(client: HttpClient) {
    this.#client = client;
  }

  /** @throws as the client does; and platform error where the answer is not as documented */
  found(signal: AbortSignal): Promise<MeRow> {
    this.#asked ??= this.#ask(signal);
    return this.#asked;
  }

  /**
   * The same for a listing that cannot be asked for without it.
   * @throws as `found`; where the token may not even say who it is, naming the scope that is missing for all of them
   */
  async needed(signal: AbortSignal): Promise<MeRow> {
    try {
      return await this.found(signal);
    } catch (error) {
      if (!(error instanceof HttpError && error.status === 403)) throw error;
      throw credentialsError(error.message, "it needs a token with the scope users:read: the organisation is found by it");
    }
  }

  /** The one row as a listing of its own, with the requests it took. */
  async *pages({ meter, signal }: Reading): AsyncGenerator<Row[]> {
    try {
      yield [(await this.found(signal)) as unknown as Row];
    } finally {
      meter.requests = this.#meter.requests;
    }
  }

  async #ask(signal: AbortSignal): Promise<MeRow> {
    const body = (await this.#client.send("/users/me", { meter: this.#meter, signal })).json() as { resource?: unknown } | null;
    const [row] = keepRows("token-user", [body?.resource], me);
    return row as unknown as MeRow;
  }
}
