import { Select } from "@mantine/core";
import { useInViewport } from "@mantine/hooks";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Link } from "wouter";
import type { Overview } from "../../../src/model/api/audit.ts";
import { Card } from "../parts/card.tsx";
import { FindingList } from "../parts/finding-list.tsx";
import { Ladder, Legend, ReadState, Roll, SeverityCounts } from "../parts/marks.tsx";
import { GoingOn } from "../parts/progress.tsx";
import { Asked, Shown } from "../parts/states.tsx";
import { ago, moment, money } from "../parts/words.ts";
import { useCall, useFilters } from "../queries.ts";

const Trends = lazy(async () => ({ default: (await import("./trends.tsx")).Trends }));

/** Every system of a period at a glance. */
export function OverviewPage() {
  const [filters, change] = useFilters();
  const period = filters.period === undefined ? {} : { period: filters.period };
  const session = useCall("session", {});
  const overview = useCall("overview", { query: period });
  const worst = useCall("findings", { query: { ...period, limit: 8 } });
  return (
    <>
      <div style={{ display: "flex", justifyContent: "space-between", alignItems: "end", gap: 12 }}>
        <div>
          <h1>Who has access to what</h1>
          <div className="dim">{overview.data ? <RosterWords overview={overview.data} /> : " "}</div>
        </div>
        <Select
          size="xs"
          w={120}
          flex="none"
          aria-label="Period"
          data={session.data?.periods ?? []}
          value={filters.period ?? session.data?.period ?? null}
          onChange={(value) => change({ period: value === session.data?.period ? null : value })}
          allowDeselect={false}
        />
      </div>
      <Shown of={overview} rows={14}>
        {(data) => (
          <>
            <GoingOn />
            <Totals overview={data} />
            <Card title="The roll" aside="one mark a person · colour = worst open finding · hatched = could not look">
              <Rows overview={data} />
              <div className="inside">
                <Legend />
              </div>
            </Card>
            <Card title="Worst first" aside="expected → observed">
              <Shown of={worst}>
                {({ items }) => <FindingList findings={items} hasSystem empty="Nothing is open in what was read." />}
              </Shown>
            </Card>
            {data.trends.length > 1 ? (
              <Card title="Over the periods" aside="findings by severity, and how many were settled">
                <WhenSeen>
                  <Trends trends={data.trends} />
                </WhenSeen>
              </Card>
            ) : null}
          </>
        )}
      </Shown>
    </>
  );
}

/** Charts weigh as much as the rest of the page: they come when somebody scrolls there. */
function WhenSeen({ children }: { children: ReactNode }) {
  const { ref, inViewport } = useInViewport();
  const [wasSeen, setSeen] = useState(false);
  useEffect(() => {
    if (inViewport) setSeen(true);
  }, [inViewport]);
  const place = <Asked rows={10} />;
  return <div ref={ref}>{wasSeen ? <Suspense fallback={place}>{children}</Suspense> : place}</div>;
}

function RosterWords({ overview: { roster, at, systems } }: { overview: Overview }) {
  const read = systems.flatMap(({ read_at: time }) => time ?? []).sort();
  return (
    <>
      {roster.people} people on the roster · {read[0] ? `read ${moment(read[0])}` : `nothing was read yet, ${moment(at)}`} ·
      roster at <code className="mono">{roster.revision.replace(/^sha256:/, "").slice(0, 10)}</code>
    </>
  );
}

function Totals({ overview }: { overview: Overview }) {
  const { open, open_before: before, systems, waiting, seats } = overview;
  const unread = systems.filter(({ unread: sources, audit }) => sources.length > 0 || audit === null);
  const saved = seats.could_be_saved.map(({ a_month: amount, currency }) => money(amount, currency)).join(", ");
  return (
    <dl className="totals">
      <div>
        <dt>Open findings</dt>
        <dd>{open}</dd>
        <dd className="note">{before ? difference(open - before.open, before.period) : "nothing earlier to compare with"}</dd>
      </div>
      <div>
        <dt>Could not look</dt>
        <dd className={unread.length > 0 ? "unread" : ""}>
          {unread.length === 0 ? "nowhere" : `${unread.length} of ${systems.length}`}
        </dd>
        <dd className="note">{unread.map(({ name }) => name).join(", ") || "every system was read whole"}</dd>
      </div>
      <div>
        <dt>Waiting for people</dt>
        <dd>{waiting.people}</dd>
        <dd className="note">{waiting.next_at ? `next message ${ago(waiting.next_at)}` : "nothing is sent by itself"}</dd>
      </div>
      <div>
        <dt>Seats idle</dt>
        <dd>{seats.idle === null ? "–" : `${seats.idle} of ${seats.used ?? "?"}`}</dd>
        <dd className="note">
          {saved === "" ? "no costs are configured" : `${saved} a month`}
          {seats.next_renewal ? ` · renews in ${seats.next_renewal.days} days` : ""}
        </dd>
      </div>
    </dl>
  );
}

function difference(by: number, period: string): string {
  if (by === 0) return `as many as at this point of ${period}`;
  return `${Math.abs(by)} ${by < 0 ? "fewer" : "more"} than at this point of ${period}`;
}

function Rows({ overview: { systems, people, period } }: { overview: Overview }) {
  return (
    <div>
      {systems.map((line) => (
        <div className="roll-row" key={line.system}>
          <div>
            {line.audit === null ? <b>{line.name}</b> : <Link href={`/audits/${line.system}/${period}`}>{line.name}</Link>}
            <br />
            <ReadState line={line} />
          </div>
          <Roll marks={line.marks} people={people} />
          {line.audit === null ? <span className="dim small">not assessed</span> : <SeverityCounts counts={line.by_severity} />}
          <Ladder ladder={line.ladder} />
        </div>
      ))}
    </div>
  );
}
