import { addressOf } from "../api.ts";
import { Card, List } from "../parts/card.tsx";
import { Choice, Search } from "../parts/filters.tsx";
import { PersonLink, SeverityTag } from "../parts/marks.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { counted, signal } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

const choices = [
  ["all", "All"],
  ["findings", "With findings"],
  ["unjustified", "Unjustified"],
  ["expiring", "Expiring"],
  ["unused", "Never used"],
  ["unowned", "Of nobody"],
] as const;

/** Tokens and clients: whose, how used, until when, and why. */
export function CredentialsPage() {
  const [filters, change] = useFilters();
  const query = { limit: 1000, only: (filters.only ?? "all") as "all", ...(filters.q ? { q: filters.q } : {}) };
  const credentials = useCall("credentials", { query });
  return (
    <>
      <h1>Credentials</h1>
      <Card title="Tokens and clients" aside={credentials.data ? counted(credentials.data.total, "credential") : ""}>
        <div className="filters">
          <Search value={filters.q ?? ""} onChange={(q) => change({ q })} />
          <Choice label="Show" value={filters.only} of={choices} onChange={(only) => change({ only })} />
          <a href={addressOf("credentials", { query: { ...query, format: "csv" } })} download>
            CSV
          </a>
        </div>
        <Shown of={credentials} rows={12}>
          {({ items, unread }) => (
            <>
              {unread.map(({ system, source, reason }) => (
                <div className="hatched" key={`${system} ${source}`}>
                  <div>
                    <b className="unread">Could not look</b> at {source} of {system}: {reason}
                  </div>
                </div>
              ))}
              {items.length === 0 ? <Empty>No credential fits.</Empty> : null}
              <List
                label="Credentials"
                items={items}
                id={({ system, id }) => `${system} ${id}`}
                columns={[
                  { name: "Worst", of: ({ severity }) => (severity ? <SeverityTag severity={severity} /> : null) },
                  {
                    name: "Name",
                    of: ({ name, id, of, system_name: system }) => (
                      <>
                        {name ?? id}
                        <br />
                        <span className="dim small">
                          {system}
                          {of ? ` · ${of}` : ""}
                        </span>
                      </>
                    ),
                  },
                  { name: "Kind", of: ({ kind }) => <span className="nowrap">{kind}</span> },
                  {
                    name: "Owner",
                    of: ({ owner, owner_hint: hint, owner_left: left }) => (
                      <>
                        <PersonLink who={owner} />
                        {hint && !owner ? <span className="dim"> ({hint})</span> : null}
                        {left ? <span className="dim"> left</span> : null}
                      </>
                    ),
                  },
                  { name: "Last used", of: ({ last_used_at: at }) => <span className="nowrap">{signal(at)}</span> },
                  { name: "Expires", of: ({ expires_at: at }) => <span className="nowrap">{signal(at)}</span> },
                  {
                    name: "Why",
                    of: ({ justification: why }) => (why ? (why.text ?? why.by) : <span className="dim">no justification</span>),
                  },
                ]}
              />
            </>
          )}
        </Shown>
      </Card>
    </>
  );
}
