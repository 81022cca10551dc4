import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import type { Trend } from "../../../src/model/api/audit.ts";
import { List } from "../parts/card.tsx";

/** How the periods went: as a picture, and the same as a table. */
export function Trends({ trends }: { trends: readonly Trend[] }) {
  const data = trends.map(({ period, by_severity: counts }) => ({ period, ...counts }));
  const series = [
    { name: "critical", color: "var(--mark-critical)" },
    { name: "high", color: "var(--mark-high)" },
    { name: "medium", color: "var(--mark-medium)" },
    { name: "low", color: "var(--mark-low)" },
  ];
  return (
    <div className="inside">
      <div aria-hidden="true">
        <BarChart
          h={190}
          data={data}
          dataKey="period"
          type="stacked"
          series={series}
          barProps={{ isAnimationActive: false, maxBarSize: 48 }}
        />
      </div>
      <List
        label="Findings over the periods"
        items={trends}
        id={({ period }) => period}
        columns={[
          { name: "Period", of: ({ period }) => period },
          { name: "Found", number: true, of: ({ found }) => found },
          { name: "Settled", number: true, of: ({ settled }) => settled },
          { name: "Open", number: true, of: ({ open }) => open },
          { name: "Half settled within", number: true, of: ({ days_to_settle: days }) => (days === null ? "–" : `${days} days`) },
          { name: "Seats used", number: true, of: ({ seats }) => seats.used ?? "–" },
          { name: "Idle", number: true, of: ({ seats }) => seats.idle ?? "–" },
        ]}
      />
    </div>
  );
}
