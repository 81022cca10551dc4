import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Finding } from "../../../src/model/api/finding.ts";
import { DecisionForm } from "./decision-form.tsx";
import { PersonLink, SeverityTag } from "./marks.tsx";
import { Empty } from "./states.tsx";
import { ago, counted, moment, valueText } from "./words.ts";

export function findingHref({ audit, ref: name }: Pick<Finding, "audit" | "ref">): string {
  return `/audits/${audit}/findings/${name}`;
}

type Selected = ReadonlyMap<string, Finding>;

/** Findings, worst first; several of one audit may be decided on together. */
export function FindingList({
  findings,
  hasSystem = false,
  empty,
  groupOf = () => "",
}: {
  findings: readonly Finding[];
  hasSystem?: boolean;
  empty: string;
  /** Heading of the group a finding stands in; those of one group follow each other. */
  groupOf?: (finding: Finding) => string;
}) {
  const [selected, setSelected] = useState<Selected>(new Map());
  const [isOpen, setOpen] = useState(false);
  if (findings.length === 0) return <Empty>{empty}</Empty>;
  const shown = new Map(findings.map((one) => [`${one.audit} ${one.ref}`, one]));
  const chosen = [...selected.keys()].flatMap((key) => shown.get(key) ?? []);
  const toggle = (one: Finding) => {
    const next = new Map(selected);
    const key = `${one.audit} ${one.ref}`;
    next.delete(key) || next.set(key, one);
    setSelected(next);
  };
  const audits = new Set(chosen.map(({ audit }) => audit));
  return (
    <>
      {chosen.length > 0 ? (
        <div className="filters" role="toolbar" aria-label="Selected findings">
          <span>{counted(chosen.length, "finding")} selected</span>
          <Button size="xs" disabled={audits.size > 1} onClick={() => setOpen(true)}>
            {chosen.some(({ may }) => may.decide) ? "Answer or decide" : "Answer"}
          </Button>
          <Button size="xs" variant="default" onClick={() => setSelected(new Map())}>
            Clear
          </Button>
          {audits.size > 1 ? <span className="dim small">They are of several audits: decide on one audit at a time.</span> : null}
        </div>
      ) : null}
      <div>
        {[...Map.groupBy(findings, groupOf)].map(([group, members]) => (
          <section key={group} {...(group === "" ? {} : { "aria-label": group })}>
            {group === "" ? null : (
              <h3 className="group">
                {group} <span className="dim small">{counted(members.length, "finding")}</span>
              </h3>
            )}
            {members.map((one) => (
              <Row
                key={`${one.audit} ${one.ref}`}
                finding={one}
                hasSystem={hasSystem}
                isSelected={selected.has(`${one.audit} ${one.ref}`)}
                onSelect={() => toggle(one)}
              />
            ))}
          </section>
        ))}
      </div>
      {isOpen && chosen.length > 0 ? (
        <DecisionForm
          findings={chosen}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setSelected(new Map());
          }}
        />
      ) : null}
    </>
  );
}

function Row({
  finding,
  hasSystem,
  isSelected,
  onSelect,
}: {
  finding: Finding;
  hasSystem: boolean;
  isSelected: boolean;
  onSelect: () => void;
}) {
  const { ref: name, check, message, severity, person, account, system_name: system, resource } = finding;
  return (
    <div className="finding">
      {finding.may.answer || finding.may.decide ? (
        <Checkbox size="xs" mt={2} aria-label={`Select ${name}`} checked={isSelected} onChange={onSelect} />
      ) : (
        <span />
      )}
      <span>
        <SeverityTag severity={severity} />
      </span>
      <p>
        <Link href={findingHref(finding)}>{message}</Link>
        <br />
        <span className="dim small">
          {name} · {hasSystem ? `${system} · ` : ""}
          {check}
          {account ? ` · ${account.name ?? account.email ?? account.id}` : ""}
          {resource ? ` · ${resource.name ?? resource.id}` : ""}
        </span>
      </p>
      <ExpectedObserved finding={finding} />
      <p className="small">
        <StandingWords finding={finding} />
        {person ? (
          <>
            <br />
            <span className="dim">about </span>
            <PersonLink who={person} />
          </>
        ) : null}
      </p>
    </div>
  );
}

/** What the roster says beside what the platform shows, and where the roster says it. */
export function ExpectedObserved({ finding: { expected, observed, roster_at: at } }: { finding: Finding }) {
  return (
    <p>
      <span className="was" title="expected">
        <span className="unseen">expected </span>
        {valueText(expected)}
      </span>
      {at ? <span className="dim small"> {at}</span> : null}
      <br />
      <span className="is" title="observed">
        <span className="unseen">observed </span>
        {valueText(observed)}
      </span>
    </p>
  );
}

/** Where a finding stands, in words. */
export function StandingWords({ finding: { standing, answers_to: to, asked } }: { finding: Finding }) {
  const last = asked.at(-1);
  if (standing.is === "settled")
    return (
      <span className="ok">
        {standing.by === "accepted" || standing.by === "exempt" ? `accepted until ${standing.until}` : `settled: ${standing.by}`}
      </span>
    );
  if (standing.is === "explained") return <span>explained, waits for a decision</span>;
  if (standing.claim) return <span>said to be {standing.claim === "fixed" ? "fixed" : "corrected"}, not seen yet</span>;
  return (
    <span>
      <span className="dim">asks </span>
      <PersonLink who={to} />
      {last ? (
        <span className="dim" title={moment(last.at)}>{`, ${ago(last.at)}`}</span>
      ) : (
        <span className="dim">, not asked yet</span>
      )}
    </span>
  );
}
