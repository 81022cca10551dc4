import type { Changes as Told } from "../../../src/model/api/account.ts";
import { useCall } from "../queries.ts";
import { Card, List } from "./card.tsx";
import { Shown } from "./states.tsx";
import { counted, moment } from "./words.ts";

/** So many rows are shown; the others are in the audit issue's Notes. */
const most = 50;

/** What became of accounts and findings since the reading before. */
export function Changes({ system, period }: { system: string; period: string }) {
  const changes = useCall("changes", { params: { system, period } });
  const { data } = changes;
  return (
    <Card
      title="Since the audit before"
      aside={data?.since ? `compared with ${data.compared_with} of ${moment(data.since)}` : ""}
    >
      <Shown of={changes} rows={3}>
        {(told) => <Difference told={told} />}
      </Shown>
    </Card>
  );
}

function Difference({ told }: { told: Told }) {
  const { findings, added, changed, gone, note, rows } = told;
  return (
    <div className="inside">
      <p>
        {`Findings: ${findings.new} new, ${findings.persisting} known, ${findings.changed} changed, ${findings.resolved} gone. `}
        {note ?? `Accounts: ${added} came, ${changed} changed, ${gone} went.`}
      </p>
      {rows.length > 0 ? (
        <List
          label="Accounts that came, changed and went"
          items={rows.slice(0, most).map((row, index) => ({ ...row, index }))}
          id={({ index }) => String(index)}
          columns={[
            { name: "What", of: ({ change }) => change },
            { name: "Account", of: ({ account }) => account.name ?? account.email ?? account.id },
            { name: "Field", of: ({ field }) => field ?? "" },
            { name: "Before", of: ({ before }) => shown(before) },
            { name: "Now", of: ({ after }) => shown(after) },
          ]}
        />
      ) : null}
      {rows.length > most ? <p className="dim small">{`… and ${counted(rows.length - most, "row")} more`}</p> : null}
    </div>
  );
}

function shown(value: string | number | boolean | null): string {
  return value === null ? "" : String(value);
}
