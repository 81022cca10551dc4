import { Button } from "@mantine/core";
import type { Finding } from "../../../src/model/api/finding.ts";
import { addressOf } from "../api.ts";
import { Card } from "../parts/card.tsx";
import { Choice, Search } from "../parts/filters.tsx";
import { FindingList } from "../parts/finding-list.tsx";
import { Shown } from "../parts/states.tsx";
import { counted } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

const standings = [
  ["unsettled", "Not settled"],
  ["open", "Open"],
  ["explained", "Explained"],
  ["settled", "Settled"],
  ["all", "All"],
] as const;
const severities = [
  ["", "All"],
  ["critical", "Critical"],
  ["high", "High"],
  ["medium", "Medium"],
  ["low", "Low"],
] as const;
const sorts = [
  ["worst", "Worst first"],
  ["person", "By person"],
  ["check", "By check"],
  ["found", "Oldest first"],
] as const;

/** What stands together in which order. */
const groups: Readonly<Record<string, (finding: Finding) => string>> = {
  person: ({ person, account, credential }) =>
    person?.name ?? person?.email ?? account?.name ?? account?.email ?? credential?.name ?? "Nobody in particular",
  check: ({ check }) => check,
};

function ungrouped(): string {
  return "";
}

/** More is not asked for at once. */
const most = 1000;

/** Findings of all systems of a period. */
export function FindingsPage() {
  const [{ period }] = useFilters();
  return (
    <>
      <h1>Findings</h1>
      <FilteredFindings title={period ? `Of ${period}` : "Of this period"} hasSystem />
    </>
  );
}

/** Findings with filters that stand in the address. */
export function FilteredFindings({
  audit,
  hasSystem = false,
  title,
  expected = 4,
}: {
  audit?: string;
  hasSystem?: boolean;
  title: string;
  /** How many there will be, where that is known: their place is kept, so that what follows does not jump. */
  expected?: number;
}) {
  const [filters, change] = useFilters();
  const { q, standing, severity, sort, check, limit, period } = filters;
  const query = {
    ...(audit === undefined ? (period ? { period } : {}) : { audit }),
    ...(q ? { q } : {}),
    ...(check ? { check } : {}),
    ...(severity ? { severity: severity as "high" } : {}),
    standing: (standing ?? "unsettled") as "open",
    sort: (sort ?? "worst") as "worst",
    limit: Math.min(most, Math.max(1, Math.trunc(Number(limit)) || 100)),
  };
  const findings = useCall("findings", { query });
  return (
    <Card title={title} aside={findings.data ? counted(findings.data.total, "finding") : ""}>
      <div className="filters">
        <Search value={q ?? ""} onChange={(text) => change({ q: text })} />
        <Choice label="Standing" value={standing} of={standings} onChange={(value) => change({ standing: value })} />
        <Choice label="Severity" value={severity} of={severities} onChange={(value) => change({ severity: value })} />
        <Choice label="Order" value={sort} of={sorts} onChange={(value) => change({ sort: value })} />
        {check ? (
          <Button size="xs" variant="default" onClick={() => change({ check: null })}>
            Only {check} ✕
          </Button>
        ) : null}
        <a href={addressOf("findings", { query: { ...query, format: "csv" } })} download>
          CSV
        </a>
      </div>
      <Shown of={findings} rows={Math.min(45, Math.max(1, 3 * expected))}>
        {({ items, total }) => (
          <>
            <FindingList
              findings={items}
              hasSystem={hasSystem}
              empty="No finding fits: change the filters to see others."
              groupOf={groups[query.sort] ?? ungrouped}
            />
            {items.length < total && items.length >= most ? (
              <p className="dim inside">
                These are the first {most} of {total}: filter to see the others, or take the CSV, which has all.
              </p>
            ) : null}
            {items.length < total && items.length < most ? (
              <div className="inside">
                <Button size="xs" variant="default" onClick={() => change({ limit: String(Math.min(most, items.length + 200)) })}>
                  Show {Math.min(200, total - items.length, most - items.length)} more of {total}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Shown>
    </Card>
  );
}
