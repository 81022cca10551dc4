import type { Authorizer } from "./client.ts";

/** The authorizer, with one renewal for all the requests that were told 401 with the same token. */
export class Credentials {
  readonly #authorizer: Authorizer;
  #generation = 0;
  #renewing: Promise<boolean> | null = null;

  constructor(authorizer: Authorizer) {
    this.#authorizer = authorizer;
  }

  async headers(signal: AbortSignal): Promise<{ headers: Record<string, string>; generation: number }> {
    // What comes during a renewal would only be refused.
    await this.#renewing?.catch(() => false);
    const generation = this.#generation;
    return { headers: await this.#authorizer.headers(signal), generation };
  }

  /** After a 401. @param generation of the headers that were refused @returns whether there are new ones */
  renew(generation: number, signal: AbortSignal): Promise<boolean> {
    if (generation !== this.#generation) return Promise.resolve(true);
    this.#renewing ??= this.#renewOnce(signal).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewOnce(signal: AbortSignal): Promise<boolean> {
    const isRenewed = (await this.#authorizer.renew?.(signal)) ?? false;
    if (isRenewed) this.#generation += 1;
    return isRenewed;
  }
}
