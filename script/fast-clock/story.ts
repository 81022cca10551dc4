import type { Deed } from "../../simulators/people/visit.ts";
import type { FollowedAudit, ReportedAct } from "../../src/model/follow-up-report.ts";
import type { Teller } from "./play.ts";

export interface Paper {
  write(text: string): void;
  width: number;
  colour: boolean;
}

const codes = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", cyan: "36" } as const;

type Colour = keyof typeof codes;

/** Tells what happens, a line each, by day and hour. @param names of people by e-mail */
export function storyteller(paper: Paper, names: ReadonlyMap<string, string>): Teller {
  let day = "";
  let first = "";
  const line = (at: string, name: string, said: string, colour?: Colour) => {
    if (first === "") first = at;
    if (dayOf(at) !== day) paper.write(`\n${painted(paper, headline(at, first), "bold")}\n`);
    day = dayOf(at);
    const head = `  ${at.slice(11, 16)}  ${name.padEnd(nameWidth).slice(0, nameWidth)}  `;
    const [top = "", ...rest] = wrapped(said, Math.max(30, paper.width - head.length));
    paper.write(`${painted(paper, head, "dim")}${colour ? painted(paper, top, colour) : top}\n`);
    for (const more of rest) paper.write(`${" ".repeat(head.length)}${colour ? painted(paper, more, colour) : more}\n`);
  };
  return {
    audited(at, audits) {
      const all = audits.reduce((sum, { findings }) => sum + findings, 0);
      line(at, "Rollcall", `reads ${audits.length} systems and finds ${all} things that are wrong`, "bold");
    },
    rechecked(at, audits) {
      for (const { name, fixed, back, open } of audits) {
        if (fixed.length > 0)
          line(at, name, `seen fixed: ${counted(fixed.length, "finding")}; ${open.length} still there`, "green");
        if (back.length > 0) line(at, name, `has come back: ${refsText(back.map(({ ref }) => ref))}`, "red");
      }
    },
    deeds: (deeds) => tellDeeds(deeds, line),
    followed(at, audits) {
      for (const audit of audits) tellRound(at, audit, { line, nameOf: (email) => names.get(email) ?? email });
    },
    trouble: (at, words) => line(at, "Trouble", words, "red"),
  };
}

type Line = (at: string, name: string, said: string, colour?: Colour) => void;

const nameWidth = 20;

/** What many do at once is one line; whatever is worth a line of its own has one. */
function tellDeeds(deeds: readonly Deed[], line: Line): void {
  const byTitle = [...Map.groupBy(deeds, ({ issue }) => issue.title)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [title, here] of byTitle) {
    const name = title.replace(/ audit .*$/, "");
    const settled = here.filter(({ kind }) => kind === "settles");
    const at = here[0]?.at ?? "";
    if (settled.length > 0) line(at, name, settledText(settled));
    for (const deed of here.filter(({ kind }) => kind !== "settles"))
      line(at, name, `${deed.who} ${deed.did}${deed.refs.length > 0 ? ` ${refsText(deed.refs)}` : ""}`, colourOf(deed));
  }
}

function settledText(deeds: readonly Deed[]): string {
  const who = [...new Set(deeds.map((deed) => deed.who))];
  const named = who.length > 3 ? `${who.slice(0, 2).join(", ")} and ${who.length - 2} others` : listed(who);
  const refs = deeds.flatMap((deed) => deed.refs);
  return `${named} ${who.length === 1 ? "puts" : "put"} right ${refsText(refs)}`;
}

function colourOf({ kind }: Deed): Colour | undefined {
  if (kind === "starts" || kind === "closes") return "cyan";
  return kind === "claims" || kind === "intrudes" ? "yellow" : undefined;
}

const words: Readonly<Record<ReportedAct["step"], string>> = {
  ask: "asks",
  escalate: "goes to the manager: pings",
  tell: "tells directly:",
  decide: "asks for a decision:",
  "decide-late": "asks the ops manager for a decision:",
  remind: "reminds",
  review: "asks for the review:",
  "carry-over": "carries over:",
};

function tellRound(
  at: string,
  { name, made, refused, state }: FollowedAudit,
  { line, nameOf }: { line: Line; nameOf(email: string): string },
): void {
  for (const [step, acts] of Map.groupBy(made, (act) => act.step)) {
    const refs = acts.flatMap((act) => act.refs);
    const people = [...new Set(acts.flatMap(({ to }) => to))];
    const whom = people.length > 2 ? `${people.length} people` : listed(people.map(nameOf));
    const by = acts.some(({ channel }) => channel !== "issue")
      ? `, by ${acts[0]?.channel === "slack" ? "Slack" : acts[0]?.channel}`
      : "";
    line(
      at,
      name,
      `Rollcall ${words[step]} ${whom}${refs.length > 0 ? ` about ${counted(refs.length, "finding")}` : ""}${by}`,
      "dim",
    );
  }
  for (const { why } of refused) line(at, name, `Rollcall says: ${why.join(" ")}`, "yellow");
  if (state === "closed" || state === "waived")
    line(at, name, state === "closed" ? "closed, and signed" : "closed with a waiver", "green");
}

function headline(at: string, first: string): string {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(at),
  );
  const number = Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(first))) / 86_400_000) + 1;
  return `Day ${number} · ${day}`;
}

function dayOf(at: string): string {
  return at.slice(0, 10);
}

function refsText(refs: readonly string[]): string {
  const sorted = [...new Set(refs)].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return sorted.length > 8 ? `${sorted.slice(0, 6).join(" ")} and ${sorted.length - 6} more` : sorted.join(" ");
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

export function painted({ colour }: Pick<Paper, "colour">, text: string, how: Colour): string {
  return colour ? `\u001b[${codes[how]}m${text}\u001b[0m` : text;
}
