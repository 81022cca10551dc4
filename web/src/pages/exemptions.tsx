import { Link } from "wouter";
import { addressOf } from "../api.ts";
import { Card, List } from "../parts/card.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { useCall } from "../queries.ts";

/** What is accepted, until when, and what of it nobody needs any more. */
export function ExemptionsPage() {
  const exemptions = useCall("exemptions", {});
  return (
    <>
      <h1>Exemptions</h1>
      <Shown of={exemptions} rows={8}>
        {({ exemptions: items, known_gaps: gaps, file }) => (
          <>
            <Card
              title="Accepted findings and accounts"
              aside={
                <a href={addressOf("exemptions", { query: { format: "csv" } })} download>
                  CSV
                </a>
              }
            >
              {items.length === 0 ? <Empty>Nothing is accepted{file ? ` in ${file}` : ""}, nor by a decision.</Empty> : null}
              <List
                label="Exemptions"
                items={items}
                id={({ at, subject, check }) => `${at} ${subject} ${check}`}
                columns={[
                  {
                    name: "Until",
                    of: ({ until, days_left: days }) => (
                      <span className="nowrap">{days < 0 ? `ended ${until}` : `${until} (${days} days)`}</span>
                    ),
                  },
                  { name: "What", of: ({ subject }) => subject },
                  { name: "Check", of: ({ check }) => check ?? "every check" },
                  { name: "System", of: ({ system }) => system ?? "every system" },
                  { name: "Why", of: ({ reason }) => reason },
                  { name: "By", of: ({ approver }) => approver },
                  {
                    name: "Covers",
                    of: ({ covers, unused }) =>
                      unused ? (
                        <b>nothing: take it out</b>
                      ) : (
                        covers.slice(0, 8).map(({ audit, ref: name }) => (
                          <span key={`${audit} ${name}`}>
                            <Link href={`/audits/${audit}/findings/${name}`}>{name}</Link>{" "}
                          </span>
                        ))
                      ),
                  },
                  { name: "Stands in", of: ({ at }) => <code className="mono">{at}</code> },
                ]}
              />
            </Card>
            {gaps.length > 0 ? (
              <Card title="Known gaps" aside="sources nobody can read, accepted until a date">
                <List
                  label="Known gaps"
                  items={gaps}
                  id={({ system, source }) => `${system} ${source}`}
                  columns={[
                    { name: "Until", of: ({ until }) => until },
                    { name: "Source", of: ({ system, source }) => `${system}: ${source}` },
                    { name: "Why", of: ({ reason }) => reason },
                    { name: "By", of: ({ approver }) => approver },
                  ]}
                />
              </Card>
            ) : null}
          </>
        )}
      </Shown>
    </>
  );
}
