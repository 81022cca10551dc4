import { sql } from "kysely";
import type { ListingSummary } from "../model/listing.ts";
import type { Database } from "./database.ts";

/** What is counted of a listing already, and which keeping of it that was. */
export interface Counted extends Pick<ListingSummary, "totals" | "facets" | "ranked"> {
  audit: string;
  /** Changes whenever the listing is kept anew. */
  version: string;
}

/** What is known of listings without reading them again, for as long as they stay as they are. */
export class Heads {
  readonly #database: Database["sql"];
  readonly #known = new Map<string, Counted>();
  /** Questions under way: many readers ask the same at once. */
  readonly #asking = new Map<string, Promise<Counted[]>>();

  constructor(database: Database["sql"]) {
    this.#database = database;
  }

  /** In the order asked for; audits without a listing are left out. */
  of(audits: readonly string[]): Promise<Counted[]> {
    const key = JSON.stringify(audits);
    const asking = this.#asking.get(key) ?? this.#ask(audits).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(audits: readonly string[]): Promise<Counted[]> {
    const { rows } = await sql<{ audit: string; version: string }>`
      select audit, xmin::text as version from rollcall.listings where audit = any(${[...audits]}::text[])`.execute(
      this.#database,
    );
    const versions = new Map(rows.map(({ audit, version }) => [audit, version]));
    const changed = rows.filter(({ audit, version }) => this.#known.get(audit)?.version !== version);
    if (changed.length > 0) await this.#read(changed.map(({ audit }) => audit));
    return audits.flatMap((audit) => (versions.has(audit) ? (this.#known.get(audit) ?? []) : []));
  }

  async #read(audits: readonly string[]): Promise<void> {
    // Whole: names in it may hold what the server's own JSON functions refuse.
    const { rows } = await sql<{ audit: string; version: string; summary: ListingSummary }>`
      select audit, xmin::text as version, summary from rollcall.listings where audit = any(${[...audits]}::text[])`.execute(
      this.#database,
    );
    for (const { audit, version, summary } of rows) {
      const { totals, facets, ranked } = summary;
      this.#known.set(audit, { audit, version, totals, facets, ranked });
    }
  }
}
