import { createHttpClient, type HttpClient } from "../../http/client.ts";
import { platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import { clientOptions } from "../client-options.ts";
import type { ConnectOptions, Listing, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { GroupSearch } from "./group.ts";
import { scimPages } from "./scim-list.ts";
import type { ScimSettings } from "./settings.ts";
import { type GroupRow, scimGroup, scimMember, scimUser } from "./shapes.ts";

const right = "the bearer token of the SCIM bridge";

/**
 * The audited group as a SCIM bridge shows it. The bridge knows the users it provisions and the groups it manages, and of them
 * neither role nor kind nor last sign-in.
 */
export class ScimGroup {
  readonly listings: readonly [Listing, ...Listing[]];
  readonly #client: HttpClient;
  readonly #prefix: string;
  readonly #wanted: string;
  readonly #meter = { requests: 0 };
  #found: Promise<GroupRow> | null = null;

  /** @param of `wanted` is the group's name or id */
  constructor({ url, token, prefix }: ScimSettings, of: { wanted: string; system: string } & ConnectOptions) {
    this.#prefix = prefix;
    this.#wanted = of.wanted;
    const secret = token.reveal();
    this.#client = createHttpClient({
      name: of.system,
      base: url,
      authorizer: {
        headers: async () => ({ Authorization: `Bearer ${secret}`, Accept: "application/scim+json, application/json" }),
      },
      readBudget: () => null,
      ...clientOptions(of),
      secrets: [secret],
    });
    this.listings = [
      { name: "group", query: `GET ${prefix}/Groups`, right, pages: (reading) => this.#groupPages(reading) },
      { name: "group-members", query: `GET ${prefix}/Groups/{group}`, right, pages: (reading) => this.#memberPages(reading) },
      { name: "provisioned-users", query: `GET ${prefix}/Users`, right, pages: (reading) => this.#userPages(reading) },
    ];
  }

  /** @throws as the client does; and configuration error where there is no such group, or more than one */
  found(signal: AbortSignal): Promise<GroupRow> {
    this.#found ??= this.#find(signal);
    return this.#found;
  }

  async #find(signal: AbortSignal): Promise<GroupRow> {
    const search = new GroupSearch(this.#wanted);
    const reading = { meter: this.#meter, signal };
    for await (const page of scimPages(this.#client, `${this.#prefix}/Groups`, reading))
      for (const row of keepRows("group", page, scimGroup)) search.see(row as unknown as GroupRow);
    return search.found();
  }

  async *#groupPages({ meter, signal }: Reading): AsyncGenerator<Row[]> {
    try {
      yield [(await this.found(signal)) as unknown as Row];
    } finally {
      meter.requests = this.#meter.requests;
    }
  }

  /** Some bridges leave members out unless they are asked for by name; a group that tells of none is not an empty one. */
  async *#memberPages({ meter, signal }: Reading): AsyncGenerator<Row[]> {
    const { id } = await this.found(signal);
    const path = `${this.#prefix}/Groups/${encodeURIComponent(id)}`;
    for (const query of [{}, { attributes: "id,displayName,members" }] as Record<string, string>[]) {
      const body = (await this.#client.send(path, { query, meter, signal })).json() as { members?: unknown } | null;
      if (!Array.isArray(body?.members)) continue;
      yield keepRows("group-members", body.members, scimMember);
      return;
    }
    throw platformError(
      `the bridge does not tell the members of group ${id}: an empty group would have an empty list`,
      "if the group is truly empty, add somebody; else read it with op, without scim",
    );
  }

  async *#userPages(reading: Reading): AsyncGenerator<Row[]> {
    for await (const page of scimPages(this.#client, `${this.#prefix}/Users`, reading))
      yield keepRows("provisioned-users", page, scimUser);
  }
}
