import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { AuditDetail } from "../../../src/model/api/audit.ts";
import { isInCharge } from "../may.ts";
import { Accounts } from "../parts/accounts.tsx";
import { Card, List } from "../parts/card.tsx";
import { CarryOn } from "../parts/carry-on.tsx";
import { Changes } from "../parts/changes.tsx";
import { Ladder, PersonLink, ReadState, SeverityCounts } from "../parts/marks.tsx";
import { GoingOn } from "../parts/progress.tsx";
import { Failure, Shown } from "../parts/states.tsx";
import { ago, moment, safeUrl } from "../parts/words.ts";
import { useCall, useFilters, useWrite } from "../queries.ts";
import { ActivityList } from "./activity.tsx";
import { FilteredFindings } from "./findings.tsx";

/** One audit: what was found, what was read, and how far it is. */
export function AuditPage({ system, period }: { system: string; period: string }) {
  const audit = useCall("audit", { params: { system, period } });
  return (
    <Shown of={audit} rows={16}>
      {(data) => (
        <>
          <Head audit={data} />
          <GoingOn system={system} />
          <Unread audit={data} />
          <FilteredFindings audit={`${system}/${period}`} title="Findings" expected={total(data.by_severity)} />
          <Accounts key={`${system}/${period}`} audit={`${system}/${period}`} />
          <Changes system={system} period={period} />
          <Sources audit={data} />
          <Checks audit={data} />
          <Card title="What happened" aside="newest first">
            <ActivityList query={{ audit: `${system}/${period}`, limit: 20 }} />
          </Card>
        </>
      )}
    </Shown>
  );
}

function total(counts: AuditDetail["by_severity"]): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function Head({ audit }: { audit: AuditDetail }) {
  const start = useWrite("start");
  const session = useCall("session", {});
  const { name, period, state, ladder, by_severity: counts, waits_for: waits, issue, others, system } = audit;
  const url = safeUrl(issue?.url);
  const mayStart = state === "draft" && session.data !== undefined && isInCharge(session.data);
  return (
    <>
      <h1>
        {name} <span className="dim">{period}</span>
      </h1>
      <div style={{ display: "flex", gap: "8px 24px", flexWrap: "wrap", alignItems: "center", marginTop: 6 }}>
        <Ladder ladder={ladder} />
        <SeverityCounts counts={counts} />
        <ReadState line={audit} />
        {url ? (
          <a href={url} rel="noreferrer" target="_blank">
            Issue {issue?.iid}
          </a>
        ) : null}
        {others.map((id) => (
          <Link key={id} href={`/audits/${id}`} className="small">
            {id.slice(system.length + 1)}
          </Link>
        ))}
      </div>
      {waits.length > 0 ? (
        <p className="small">
          <span className="dim">Waits for </span>
          {waits.slice(0, 6).map(({ who, since, items }, index) => (
            <span key={who.email}>
              {index > 0 ? ", " : ""}
              <PersonLink who={who} />
              <span className="dim">{`${items > 0 ? ` (${items})` : ""}${since ? ` ${ago(since)}` : ""}`}</span>
            </span>
          ))}
          {waits.length > 6 ? <span className="dim"> and {waits.length - 6} more</span> : null}
        </p>
      ) : null}
      {mayStart ? (
        <p>
          <Button size="xs" loading={start.isPending} onClick={() => start.mutate({ params: { system, period } })}>
            Findings were gone through: start asking people
          </Button>
        </p>
      ) : null}
      {start.error ? <Failure error={start.error} /> : null}
      <CarryOn audit={audit} />
    </>
  );
}

function Unread({ audit: { unread } }: { audit: AuditDetail }) {
  if (unread.length === 0) return null;
  return (
    <div className="hatched" role="note">
      <div>
        <b className="unread">Could not look</b>
        <ul style={{ margin: "4px 0", paddingLeft: 20 }}>
          {unread.map(({ source, reason }) => (
            <li key={source}>
              <b>{source}</b>: {reason}
            </li>
          ))}
        </ul>
        <span className="dim small">What rests on these was not assessed: nothing here says that it is clean.</span>
      </div>
    </div>
  );
}

function Sources({ audit: { sources, read_at: at } }: { audit: AuditDetail }) {
  return (
    <Card title="Sources" aside={at ? `read ${moment(at)}` : "not read"}>
      <List
        label="Sources"
        items={sources}
        id={({ name }) => name}
        columns={[
          { name: "Source", of: ({ name }) => name },
          {
            name: "Ended",
            of: ({ status, reason }) => (
              <span className={status === "complete" || status === "absent" ? "" : "unread"} title={reason ?? ""}>
                {status}
              </span>
            ),
          },
          { name: "Rows", number: true, of: ({ rows }) => rows },
          { name: "Expected", number: true, of: ({ expected }) => expected ?? "not told" },
          { name: "Requests", number: true, of: ({ requests }) => requests },
          {
            name: "sha256",
            of: ({ sha256 }) => (
              <code className="mono" title={sha256 ?? ""}>
                {sha256?.slice(0, 16) ?? "–"}
              </code>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Checks({ audit: { checks } }: { audit: AuditDetail }) {
  const [, change] = useFilters();
  return (
    <Card title="Checks" aside="as of the last reading">
      <List
        label="Checks"
        items={checks}
        id={({ id }) => id}
        columns={[
          {
            name: "Check",
            of: ({ id, failing }) =>
              failing > 0 ? (
                <Button size="compact-xs" variant="subtle" onClick={() => change({ check: id, standing: "all" })}>
                  {id}
                </Button>
              ) : (
                id
              ),
          },
          {
            name: "Outcome",
            of: ({ outcome, reason }) => (
              <span className={outcome === "pass" ? "ok" : outcome === "fail" ? "" : "unread"} title={reason ?? ""}>
                {outcome}
              </span>
            ),
          },
          { name: "Looked at", number: true, of: ({ assessed }) => assessed },
          { name: "Failing", number: true, of: ({ failing }) => failing },
          { name: "Exempt", number: true, of: ({ exempt }) => exempt },
          { name: "Unknown", number: true, of: ({ unknown }) => unknown },
        ]}
      />
    </Card>
  );
}
