import { memo } from "react";
import { Link } from "wouter";
import type { AuditLine } from "../../../src/model/api/audit.ts";
import type { Mark } from "../../../src/model/api/shapes.ts";
import { counted, markWords, moment } from "./words.ts";

type Severity = "critical" | "high" | "medium" | "low";

/** A word in a frame: the colour says nothing that it does not. */
export function SeverityTag({ severity }: { severity: Severity }) {
  return <span className={`severity ${severity}`}>{severity}</span>;
}

/** One mark a person. To a screen reader it is one sentence. */
export const Roll = memo(function Roll({
  marks,
  people,
}: {
  marks: string;
  people: readonly { name: string | null; id: string }[];
}) {
  const counts = Map.groupBy([...marks], (mark) => mark);
  const words = [...counts].map(([mark, list]) => `${list.length} ${markWords[mark as Mark]}`).join(", ");
  return (
    <div className="roll" role="img" aria-label={words}>
      {[...marks].map((mark, index) => {
        const { id = String(index), name = null } = people[index] ?? {};
        return <i key={id} className={`mark ${mark}`} title={`${name ?? id}: ${markWords[mark as Mark]}`} />;
      })}
    </div>
  );
});

const letters = { critical: "c", high: "h", medium: "m", low: "l" } as const;

/** Open findings by how bad they are. */
export function SeverityCounts({ counts }: { counts: Record<Severity, number> }) {
  return (
    <div className="counts">
      {(["critical", "high", "medium", "low"] as const).map((severity) => (
        <span key={severity} title={`${counts[severity]} ${severity}`}>
          <i className={`mark ${letters[severity]}`} aria-hidden="true" />
          {counts[severity]}
          <span className="unseen">{severity}</span>
        </span>
      ))}
    </div>
  );
}

/** How far the follow-up has come: three bars and a word. */
export function Ladder({ ladder }: { ladder: AuditLine["ladder"] }) {
  return (
    <div className="ladder">
      {[1, 2, 3].map((bar) => (
        <i key={bar} className={bar <= ladder.step ? "done" : ""} aria-hidden="true" />
      ))}
      <span className="nowrap">{ladder.word}</span>
    </div>
  );
}

/** What was read of a system, or what could not be. */
export function ReadState({ line }: { line: AuditLine }) {
  if (line.audit === null) return <span className="dim small">not begun in this period</span>;
  if (line.unread.length > 0)
    return (
      <span className="unread small" title={line.unread.map(({ source, reason }) => `${source}: ${reason}`).join("\n")}>
        could not look: {line.unread.map(({ source }) => source).join(", ")}
      </span>
    );
  return (
    <span className="dim small" title={`read ${moment(line.read_at)}`}>
      {line.status}
      {line.accounts === null ? "" : ` · ${counted(line.accounts, "account")}`}
    </span>
  );
}

export function Legend() {
  return (
    <div className="counts dim" style={{ flexWrap: "wrap" }}>
      {(["c", "h", "m", "l", "a", "o", "n", "u"] as const).map((mark) => (
        <span key={mark}>
          <i className={`mark ${mark}`} aria-hidden="true" />
          {markWords[mark]}
        </span>
      ))}
    </div>
  );
}

/** Somebody by name, leading to everything they have. */
export function PersonLink({ who }: { who: { id: string | null; name: string | null; email: string | null } | null }) {
  if (!who) return <span className="dim">nobody</span>;
  const words = who.name ?? who.email ?? who.id ?? "somebody";
  return who.id === null ? (
    <span title={who.email ?? ""}>{words}</span>
  ) : (
    <Link href={`/people/${encodeURIComponent(who.id)}`} title={who.email ?? ""}>
      {words}
    </Link>
  );
}
