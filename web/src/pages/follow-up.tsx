import { Link } from "wouter";
import type { FollowUp } from "../../../src/model/api/lists.ts";
import { Card, List } from "../parts/card.tsx";
import { Ladder, PersonLink, SeverityCounts } from "../parts/marks.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { ago, moment } from "../parts/words.ts";
import { useCall } from "../queries.ts";

const steps: Record<FollowUp["upcoming"][number]["step"], string> = {
  ask: "asks",
  escalate: "tells the managers",
  tell: "sends a direct message to",
  decide: "asks for a decision:",
  "decide-late": "asks again for a decision:",
  remind: "reminds",
  review: "asks for the review:",
  "carry-over": "asks whether to carry over:",
};

/** Who is waited for, and what will be sent next. */
export function FollowUpPage() {
  const followUp = useCall("followUp", {});
  return (
    <>
      <h1>Follow-up</h1>
      <Shown of={followUp} rows={12}>
        {({ audits, upcoming, until }) => (
          <>
            <Card title="Who is waited for">
              {audits.length === 0 ? <Empty>No audit is open.</Empty> : null}
              {audits.map((line) => (
                <div className="roll-row" key={line.audit}>
                  <Link href={`/audits/${line.audit}`}>{line.name}</Link>
                  <span className="small">
                    {line.waits_for.length === 0 ? <span className="dim">nobody</span> : null}
                    {line.waits_for.slice(0, 12).map(({ who, items, since }, index) => (
                      <span key={who.email}>
                        {index > 0 ? ", " : ""}
                        <PersonLink who={who} />
                        <span className="dim">{`${items > 0 ? ` (${items})` : ""}${since ? ` since ${ago(since)}` : ""}`}</span>
                      </span>
                    ))}
                    {line.waits_for.length > 12 ? <span className="dim"> and {line.waits_for.length - 12} more</span> : null}
                  </span>
                  <SeverityCounts counts={line.by_severity} />
                  <Ladder ladder={line.ladder} />
                </div>
              ))}
            </Card>
            <Card title="What will be sent" aside={`if nothing happens, until ${moment(until)}`}>
              {upcoming.length === 0 ? (
                <Empty>Nothing is sent by itself: findings that were not gone through wait for the auditor.</Empty>
              ) : null}
              {upcoming.length > 0 ? (
                <List
                  label="What will be sent"
                  items={upcoming}
                  id={({ audit, at, step, about, items }) => `${audit} ${at} ${step} ${about.email} ${items[0]?.ref}`}
                  columns={[
                    { name: "When", of: ({ at }) => <span className="nowrap">{moment(at)}</span> },
                    { name: "Audit", of: ({ audit }) => <Link href={`/audits/${audit}`}>{audit}</Link> },
                    {
                      name: "What",
                      of: ({ step, to }) => (
                        <>
                          {steps[step]}{" "}
                          {to.map((who, index) => (
                            <span key={who.email}>
                              {index > 0 ? ", " : ""}
                              <PersonLink who={who} />
                            </span>
                          ))}
                        </>
                      ),
                    },
                    { name: "By", of: ({ channel }) => channel },
                    { name: "About", of: ({ items }) => items.map(({ ref: name }) => name).join(", ") },
                  ]}
                />
              ) : null}
            </Card>
          </>
        )}
      </Shown>
    </>
  );
}
