import { Skeleton } from "@mantine/core";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { Account } from "../../../src/model/api/account.ts";
import { addressOf, ask } from "../api.ts";
import { useCall } from "../queries.ts";
import { Card } from "./card.tsx";
import { Choice, Search } from "./filters.tsx";
import { PersonLink, SeverityTag } from "./marks.tsx";
import { Empty, Failure } from "./states.tsx";
import { counted, signal } from "./words.ts";

const size = 100;

const filters = [
  ["all", "All"],
  ["findings", "With findings"],
  ["nobody", "Of nobody"],
  ["admins", "Admins"],
  ["suspended", "Suspended"],
] as const;
const sorts = [
  ["worst", "Worst first"],
  ["name", "Name"],
  ["email", "E-mail"],
  ["role", "Role"],
  ["last_sign_in", "Last sign-in"],
] as const;

/** Every account of an audit: only the rows that are seen are asked for, however many there are. */
export function Accounts({ audit }: { audit: string }) {
  const [q, setQ] = useState("");
  const [only, setOnly] = useState<(typeof filters)[number][0]>("all");
  const [sort, setSort] = useState<(typeof sorts)[number][0]>("worst");
  const query = { audit, only, sort, ...(q ? { q } : {}) };
  const first = useCall("accounts", { query: { ...query, offset: 0, limit: size } });
  return (
    <Card title="Accounts" aside={first.data ? counted(first.data.total, "account") : ""}>
      <div className="filters">
        <Search value={q} onChange={setQ} />
        <Choice label="Show" value={only} of={filters} onChange={(value) => setOnly(value as typeof only)} />
        <Choice label="Order" value={sort} of={sorts} onChange={(value) => setSort(value as typeof sort)} />
        <a href={addressOf("accounts", { query: { ...query, format: "csv" } })} download>
          CSV
        </a>
      </div>
      {first.error ? <Failure error={first.error} again={() => first.refetch()} /> : null}
      {first.data?.total === 0 ? <Empty>No account fits, or none could be read.</Empty> : null}
      <Rows key={JSON.stringify(query)} query={query} total={first.data?.total ?? 8} />
    </Card>
  );
}

function Rows({ query, total }: { query: { audit: string }; total: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: total, getScrollElement: () => frame.current, estimateSize: () => 34, overscan: 12 });
  const items = rows.getVirtualItems();
  const pages = [...new Set(items.map(({ index }) => Math.floor(index / size)))];
  const loaded = useQueries({
    queries: pages.map((page) => {
      const given = { query: { ...query, offset: page * size, limit: size } };
      return {
        queryKey: ["accounts", given],
        queryFn: () => ask("accounts", given),
        placeholderData: keepPreviousData,
        staleTime: 60_000,
      };
    }),
  });
  const rowAt = (index: number) => loaded[pages.indexOf(Math.floor(index / size))]?.data?.items[index % size];
  return (
    // What scrolls must be reached by the keyboard.
    <section
      className="rows"
      ref={frame}
      tabIndex={0}
      aria-label="Accounts, rows"
      style={{ height: Math.min(total * 34 + 2, 560) }}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <div className="line" key={index} style={{ transform: `translateY(${start}px)` }}>
            <Line account={rowAt(index) ?? null} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Line({ account }: { account: Account | null }) {
  if (!account) return <Skeleton height={14} />;
  const { severity, name, email, id, role, class: its, person, last_sign_in: at, suspended } = account;
  return (
    <>
      <span>{severity ? <SeverityTag severity={severity} /> : <span className="dim small">–</span>}</span>
      <span title={`${name ?? ""} ${id}`}>{name ?? <span className="dim">{id}</span>}</span>
      <span className="wide" title={email ?? ""}>
        {email ?? <span className="dim">no e-mail</span>}
      </span>
      <span>
        {role ?? its}
        {suspended ? <span className="dim"> · suspended</span> : null}
        <span className="dim"> · </span>
        <PersonLink who={person} />
      </span>
      <span className="wide dim small">{signal(at)}</span>
    </>
  );
}
