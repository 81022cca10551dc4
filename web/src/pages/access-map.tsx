import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { Link } from "wouter";
import type { AccessMap } from "../../../src/model/api/audit.ts";
import type { Mark } from "../../../src/model/api/shapes.ts";
import { Card } from "../parts/card.tsx";
import { Choice, Search } from "../parts/filters.tsx";
import { Legend } from "../parts/marks.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { counted, markWords } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

const order = "chmluaon";

const sorts = [
  ["name", "By name"],
  ["worst", "Worst first"],
  ["title", "By title"],
] as const;

/** People by systems, and how far each one's access goes. */
export function AccessMapPage() {
  const [filters, change] = useFilters();
  const map = useCall("accessMap", { query: {} });
  return (
    <>
      <h1>Access map</h1>
      <Card
        title="People by systems"
        aside={map.data ? counted(map.data.people.length, "person").replace("persons", "people") : ""}
      >
        <div className="filters">
          <Search value={filters.q ?? ""} onChange={(q) => change({ q })} label="Name, title or region" />
          <Choice label="Order" value={filters.sort} of={sorts} onChange={(sort) => change({ sort })} />
          <Legend />
        </div>
        <Shown of={map} rows={18}>
          {(data) => <Picture map={data} q={(filters.q ?? "").toLowerCase()} sort={filters.sort ?? "name"} />}
        </Shown>
      </Card>
    </>
  );
}

/** Places of the people to be shown, in their order. */
export function placesOf({ people, systems }: AccessMap, { q, sort }: { q: string; sort: string }): number[] {
  const words = people.map(({ name, id, title, region }) => [name, id, title, region].join(" ").toLowerCase());
  const worst = people.map((_, place) => Math.min(...systems.map(({ marks }) => order.indexOf(marks[place] ?? "n"))));
  const places = people.map((_, place) => place).filter((place) => q.split(/\s+/).every((word) => words[place]?.includes(word)));
  const nameOf = (place: number) => (people[place]?.name ?? people[place]?.id ?? "").toLowerCase();
  const byName = (a: number, b: number) => (nameOf(a) < nameOf(b) ? -1 : 1);
  if (sort === "worst") return places.sort((a, b) => (worst[a] ?? 9) - (worst[b] ?? 9) || byName(a, b));
  const titleOf = (place: number) => people[place]?.title ?? "\uffff";
  if (sort === "title")
    return places.sort((a, b) => (titleOf(a) === titleOf(b) ? byName(a, b) : titleOf(a) < titleOf(b) ? -1 : 1));
  return places.sort(byName);
}

function Picture({ map, q, sort }: { map: AccessMap; q: string; sort: string }) {
  const places = useMemo(() => placesOf(map, { q, sort }), [map, q, sort]);
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: places.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 26,
    overscan: 20,
  });
  const columns = `190px repeat(${map.systems.length}, minmax(92px, 1fr))`;
  if (places.length === 0) return <Empty>Nobody fits: change the search.</Empty>;
  return (
    // What scrolls must be reached by the keyboard.
    <section className="rows" ref={frame} tabIndex={0} aria-label="Access map">
      <div
        role="table"
        aria-label="People by systems"
        aria-rowcount={places.length + 1}
        style={{ minWidth: 190 + map.systems.length * 92 }}
      >
        <div
          role="row"
          className="map small dim"
          style={{
            gridTemplateColumns: columns,
            position: "sticky",
            top: 0,
            zIndex: 1,
            background: "var(--card)",
            height: 40,
            borderBottom: "1px solid var(--line)",
          }}
        >
          <span role="columnheader" style={{ paddingLeft: 18 }}>
            Person
          </span>
          {map.systems.map(({ system, name, audit }) => (
            <span role="columnheader" key={system}>
              {audit ? <Link href={`/audits/${audit}`}>{name}</Link> : name}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <PersonRow key={places[index]} map={map} place={places[index] ?? 0} row={index + 2} columns={columns} start={start} />
          ))}
        </div>
      </div>
    </section>
  );
}

function PersonRow({
  map,
  place,
  row,
  columns,
  start,
}: {
  map: AccessMap;
  place: number;
  row: number;
  columns: string;
  start: number;
}) {
  const { id = "", name = null, left = false } = map.people[place] ?? {};
  return (
    <div
      role="row"
      aria-rowindex={row}
      className="map"
      style={{
        gridTemplateColumns: columns,
        position: "absolute",
        left: 0,
        right: 0,
        height: 26,
        transform: `translateY(${start}px)`,
      }}
    >
      <span role="rowheader" style={{ paddingLeft: 18, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
        <Link href={`/people/${encodeURIComponent(id)}`}>{name ?? id}</Link>
        {left ? <span className="dim small"> left</span> : null}
      </span>
      {map.systems.map(({ system, name: title, marks, level_of: levelOf, levels }) => {
        const mark = (marks[place] ?? "n") as Mark;
        const level = levels[levelOf[place] ?? -1] ?? null;
        const words = `${title}: ${level ? `${level}, ` : ""}${markWords[mark]}`;
        return (
          <span
            role="cell"
            key={system}
            title={words}
            style={{ display: "flex", gap: 6, alignItems: "center", overflow: "hidden", whiteSpace: "nowrap" }}
          >
            <i className={`mark ${mark}`} style={{ width: 12 }} aria-hidden="true" />
            <span className="small" style={{ overflow: "hidden", textOverflow: "ellipsis" }}>
              {level ?? <span className="dim">{mark === "u" ? "?" : "–"}</span>}
            </span>
            <span className="unseen">{markWords[mark]}</span>
          </span>
        );
      })}
    </div>
  );
}
