import { addressOf } from "../api.ts";
import { Card, List } from "../parts/card.tsx";
import { Search } from "../parts/filters.tsx";
import { PersonLink, SeverityCounts } from "../parts/marks.tsx";
import { Shown } from "../parts/states.tsx";
import { counted } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

/** Everybody of the roster. */
export function PeoplePage() {
  const [filters, change] = useFilters();
  const query = { limit: 1000, ...(filters.q ? { q: filters.q } : {}) };
  const people = useCall("people", { query });
  return (
    <>
      <h1>People</h1>
      <Card title="The roster" aside={people.data ? counted(people.data.total, "entry").replace("entrys", "entries") : ""}>
        <div className="filters">
          <Search value={filters.q ?? ""} onChange={(q) => change({ q })} />
          <a href={addressOf("people", { query: { ...query, format: "csv" } })} download>
            CSV
          </a>
        </div>
        <Shown of={people} rows={14}>
          {({ items }) => (
            <List
              label="People"
              items={items}
              id={({ id }) => id}
              columns={[
                { name: "Name", of: (one) => <PersonLink who={one} /> },
                { name: "E-mail", of: ({ email }) => email ?? "–" },
                { name: "Title", of: ({ title }) => title ?? "–" },
                { name: "Region", of: ({ region }) => region ?? "–" },
                { name: "Manager", of: ({ manager }) => (manager ? <PersonLink who={manager} /> : "–") },
                { name: "Systems", number: true, of: ({ systems }) => systems },
                { name: "Open findings", of: ({ open }) => <SeverityCounts counts={open} /> },
                { name: "State", of: ({ left, end_date: end, skipped }) => (left ? `left ${end}` : skipped ? "skipped" : "") },
              ]}
            />
          )}
        </Shown>
      </Card>
    </>
  );
}
