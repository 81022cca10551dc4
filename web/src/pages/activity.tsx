import { Button } from "@mantine/core";
import { Link } from "wouter";
import { addressOf } from "../api.ts";
import { Card } from "../parts/card.tsx";
import { Search } from "../parts/filters.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { ago, moment, safeUrl } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

/** The event log of all audits. */
export function ActivityPage() {
  const [filters, change] = useFilters();
  const limit = Number(filters.limit ?? 100);
  const query = { limit, ...(filters.q ? { q: filters.q } : {}) };
  return (
    <>
      <h1>Activity</h1>
      <Card title="What happened" aside="newest first">
        <div className="filters">
          <Search value={filters.q ?? ""} onChange={(q) => change({ q })} />
          <a href={addressOf("activity", { query: { ...query, format: "csv" } })} download>
            CSV
          </a>
        </div>
        <ActivityList query={query} more={() => change({ limit: String(limit + 200) })} />
      </Card>
    </>
  );
}

export function ActivityList({ query, more }: { query: { audit?: string; q?: string; limit: number }; more?: () => void }) {
  const activity = useCall("activity", { query });
  return (
    <Shown of={activity} rows={10}>
      {({ items, total }) => (
        <div className="inside">
          {items.length === 0 ? <Empty>Nothing happened that fits.</Empty> : null}
          {items.map(({ id, at, actor, sentence, reason, audit, refs, where }) => (
            <p key={id} style={{ margin: "3px 0", overflowWrap: "anywhere" }}>
              <time className="dim nowrap" dateTime={at} title={ago(at)}>
                {moment(at)}
              </time>{" "}
              {query.audit === undefined && audit ? <Link href={`/audits/${audit}`}>{audit}</Link> : null} <b>{actor}</b>{" "}
              {sentence}
              {refs.length > 0 ? (
                <span className="dim">
                  {" "}
                  {refs.slice(0, 10).join(" ")}
                  {refs.length > 10 ? ` and ${refs.length - 10} more` : ""}
                </span>
              ) : null}
              {reason ? <q> {reason}</q> : null}
              {safeUrl(where) ? (
                <a href={safeUrl(where) ?? ""} rel="noreferrer" target="_blank" aria-label="Where it stands">
                  {" "}
                  ↗
                </a>
              ) : null}
            </p>
          ))}
          {more && items.length < total ? (
            <Button size="xs" variant="default" onClick={more}>
              Show more of {total}
            </Button>
          ) : null}
        </div>
      )}
    </Shown>
  );
}
