import type { AuditStatus } from "../model/report.ts";
import type { Progress, ProgressEvent } from "../operations/progress.ts";
import { cutToWidth } from "../reports/display-width.ts";
import type { Io } from "./io.ts";
import { plain } from "./tell.ts";

/** One display for all audits of a run, fed by what is really read. */
export interface ProgressDisplay {
  tell: Progress;
  /** Takes the display away, so that results and errors stand alone. */
  end(): void;
}

interface SystemState {
  sources: Map<string, { rows: number; expected: number | null; ended: boolean }>;
  note: string;
  status: AuditStatus | null;
}

/** On a terminal: one live line a system. Elsewhere: a plain line when something ends. */
export function progressDisplay(io: Io): ProgressDisplay {
  return io.errIsTerminal ? liveDisplay(io) : plainDisplay(io);
}

function plainDisplay(io: Io): ProgressDisplay {
  return {
    tell(event) {
      const line = plainLine(event);
      if (line) io.err(`${plain(line)}\n`);
    },
    end() {},
  };
}

function plainLine(event: ProgressEvent): string | null {
  switch (event.kind) {
    case "roster":
      return event.note === null ? null : `roster: ${event.note}`;
    case "audit-started":
      return `${event.system}: reading ${event.sources.length === 1 ? "1 source" : `${event.sources.length} sources`}`;
    case "source-ended": {
      const { name, status, rows, reason } = event.source;
      if (status === "complete") return null;
      return `${event.system}: ${name} ${status}${rows ? ` after ${rows} rows` : ""}: ${unnamed(reason ?? "", event.system)}`;
    }
    case "waiting":
      return `${event.system}: ${unnamed(event.reason, event.system)}`;
    case "publishing":
      return `${event.system}: writing the issue in ${event.where}`;
    case "audit-ended":
      return `${event.system}: ${event.status}, ${findingsText(event.findings)}`;
    case "rows-read":
      return null;
  }
}

function findingsText(count: number): string {
  return count === 1 ? "1 finding" : `${count} findings`;
}

/** Messages of the wire begin with the system's name; the line does already. */
function unnamed(text: string, system: string): string {
  return text.startsWith(`${system}: `) ? text.slice(system.length + 2) : text;
}

function liveDisplay(io: Io): ProgressDisplay {
  const systems = new Map<string, SystemState>();
  let roster: string | null = null;
  let drawn = 0;
  let shown = "";
  const clear = () => {
    if (drawn > 0) io.err(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    const rows = [...(roster === null ? [] : [`… roster  ${roster}`]), ...[...systems].map(([id, state]) => liveLine(id, state))];
    const lines = rows.map((row) => cutToWidth(plain(row), io.errWidth - 1));
    const text = lines.map((line) => `${line}\n`).join("");
    if (text === shown) return;
    clear();
    shown = text;
    io.err(text);
    drawn = lines.length;
  };
  return {
    tell(event) {
      if (event.kind === "roster") roster = event.note;
      else follow(systems, event);
      draw();
    },
    end() {
      clear();
      systems.clear();
    },
  };
}

function follow(systems: Map<string, SystemState>, event: Exclude<ProgressEvent, { kind: "roster" }>): void {
  const state = systems.get(event.system) ?? { sources: new Map(), note: "", status: null };
  systems.set(event.system, state);
  switch (event.kind) {
    case "audit-started":
      for (const source of event.sources) state.sources.set(source, { rows: 0, expected: null, ended: false });
      break;
    case "rows-read":
      state.sources.set(event.source, { rows: event.rows, expected: event.expected, ended: false });
      state.note = "";
      break;
    case "source-ended": {
      const { name, rows, expected } = event.source;
      if (state.sources.has(name)) state.sources.set(name, { rows, expected, ended: true });
      break;
    }
    case "waiting":
      state.note = event.reason;
      break;
    case "publishing":
      state.note = `writing the issue in ${event.where}`;
      break;
    case "audit-ended":
      state.status = event.status;
      state.note = `${event.status}, ${findingsText(event.findings)}`;
  }
}

function liveLine(id: string, state: SystemState): string {
  const sources = [...state.sources.entries()];
  const ended = sources.filter(([, source]) => source.ended).length;
  const rows = sources.reduce((sum, [, source]) => sum + source.rows, 0);
  const reading = sources.find(([, source]) => !source.ended && source.rows > 0);
  const of = reading?.[1].expected ? ` of ${reading[1].expected}` : "";
  const now = state.note || (reading ? `${reading[0]} ${reading[1].rows}${of}` : "reading");
  return `${markOf(state.status)} ${id.padEnd(24)} ${ended}/${sources.length} sources  ${rows} rows  ${now}`;
}

function markOf(status: AuditStatus | null): string {
  if (status === null) return "…";
  return status === "complete" ? "✓" : "✗";
}
