import type {
  EvidenceAccount,
  EvidenceCredential,
  EvidenceEvent,
  EvidenceExemption,
  EvidenceFinding,
  EvidenceReading,
  EvidenceView,
} from "../model/evidence-view.ts";
import type { CheckResult } from "../model/finding.ts";
import type { Source } from "../model/source.ts";
import {
  answerWords,
  decisionWords,
  findingsWords,
  lookbackWords,
  noSignal,
  outcomeWord,
  proofWords,
  rosterWords,
  sourceWord,
  stateWord,
  statusWords,
  unseenSources,
  yesNo,
} from "./evidence-words.ts";
import { answersSentence, subjectDetail, subjectName, valueText } from "./wording.ts";

/** Text, a count, a time as ISO 8601, or nothing. Whoever writes it makes it harmless. */
export type SheetCell = string | number | null | { at: string };

export interface SheetColumn {
  title: string;
  /** In characters. */
  width: number;
}

/** One sheet of the workbook; its rows are gone through once and never kept. */
export interface Sheet {
  name: string;
  columns: SheetColumn[];
  rows: Iterable<SheetCell[]>;
}

/** The sheets of one audit's evidence, in their order. */
export function evidenceSheets(view: EvidenceView): Sheet[] {
  return [
    sheet(
      "Summary",
      [
        ["what", 24],
        ["value", 100],
      ],
      summaryRows(view),
    ),
    sheet("Accounts", accountColumns, each(view.accounts, accountRow)),
    sheet("Findings", findingColumns, each(view.findings, findingRow)),
    sheet("Checks", checkColumns, each(view.checks, checkRow)),
    sheet("Credentials", credentialColumns, each(view.credentials, credentialRow)),
    sheet("Sources", sourceColumns, sourceRows(view)),
    sheet("Exemptions", exemptionColumns, each(view.exemptions, exemptionRow)),
    sheet("Events", eventColumns, each(view.events, eventRow)),
  ];
}

type Columns = readonly (readonly [title: string, width: number])[];

function sheet(name: string, columns: Columns, rows: Iterable<SheetCell[]>): Sheet {
  return { name, columns: columns.map(([title, width]) => ({ title, width })), rows };
}

function* each<T>(all: Iterable<T>, row: (one: T) => SheetCell[]): Generator<SheetCell[]> {
  for (const one of all) yield row(one);
}

/** A time a platform may not tell. */
function when(time: string | null, without: string = noSignal): SheetCell {
  return time === null ? without : time === "never" ? "never" : { at: time };
}

function summaryRows(view: EvidenceView): SheetCell[][] {
  const { review, issue } = view;
  const unseen = unseenSources(view).map(({ name, reason }) => `${name}: ${reason ?? "no reason given"}`);
  return [
    ["organization", view.organization],
    ["audit", view.audit],
    ["system", `${view.name} (${view.platform})`],
    ["period", view.period],
    ["state", stateWord(view.state)],
    ["what was seen", statusWords(view)],
    ["could not look at", unseen.length === 0 ? "nothing" : unseen.join("; ")],
    ["findings", findingsWords(view)],
    ["accounts", view.accountCount],
    ...Object.entries(view.counts).map(([name, count]): SheetCell[] => [`accounts: ${name}`, count]),
    ["roster", rosterWords(view)],
    ["roster revision", view.roster.revision],
    ["opened", { at: view.openedAt }],
    ["listing is of", { at: view.listedAt }],
    ["sealed as of", { at: view.sealedAt }],
    ["issue", issue?.url ?? "none"],
    ["reviewed by", review?.by ?? "nobody yet"],
    ["reviewer's sentence", review?.sentence ?? ""],
    ["waiver", review?.waiver ?? ""],
    ["made by", `Rollcall ${view.rollcall}`],
    ["no signal", "stands where the platform does not say; it is never a no"],
  ];
}

const accountColumns: Columns = [
  ...([
    ["account name", 26],
    ["user name", 20],
    ["e-mail", 30],
    ["permission level", 22],
    ["class", 14],
    ["kind", 10],
  ] as const),
  ...([
    ["created", 17],
    ["last access", 17],
    ["state", 12],
    ["second factor", 13],
    ["admin", 10],
    ["takes a seat", 12],
  ] as const),
  ...([
    ["holds", 40],
    ["person", 26],
    ["person's e-mail", 30],
    ["title", 26],
    ["matched by", 12],
    ["roster", 40],
  ] as const),
  ...([
    ["findings", 16],
    ["account id", 20],
  ] as const),
];

function accountRow(account: EvidenceAccount): SheetCell[] {
  const { person, suspended } = account;
  const state = suspended === null ? noSignal : suspended ? "suspended" : "active";
  return [
    ...[account.name, account.username, account.email, account.level, account.class, account.kind],
    ...[when(account.createdAt), when(account.lastSignIn), state, yesNo(account.mfa), yesNo(account.admin)],
    ...[account.seated ? "yes" : "no", account.grants.join(", ")],
    ...(person ? [person.name, person.email, person.title] : ["nobody", null, null]),
    ...[account.matchedBy, account.rosterAt, account.findings.join(", "), account.id],
  ];
}

const findingColumns: Columns = [
  ...([
    ["ref", 8],
    ["severity", 10],
    ["check", 24],
    ["who", 28],
    ["e-mail", 30],
    ["what", 60],
    ["expected", 28],
  ] as const),
  ...([
    ["observed", 28],
    ["stands", 26],
    ["found", 17],
    ["answers to", 28],
    ["answers", 50],
    ["decisions", 50],
  ] as const),
  ...([
    ["proof of the fix", 34],
    ["lookback", 50],
    ["roster", 40],
    ["source", 18],
    ["key", 50],
  ] as const),
];

function findingRow(one: EvidenceFinding): SheetCell[] {
  const { finding } = one;
  return [
    ...[finding.ref, finding.severity, finding.check, subjectName(finding), subjectDetail(finding), finding.message],
    ...[valueText(finding.expected), valueText(finding.observed), one.stands, { at: one.foundAt }, answersSentence(finding)],
    ...[answerWords(one).join("; "), decisionWords(one).join("; "), proofWords(one), lookbackWords(one.lookback)],
    ...[finding.roster_at, finding.source, finding.key],
  ];
}

const checkColumns: Columns = [
  ...([
    ["check", 28],
    ["outcome", 14],
    ["assessed", 10],
    ["failing", 10],
    ["exempt", 10],
    ["unknown", 10],
  ] as const),
  ...([["reason", 80]] as const),
];

function checkRow({ id, outcome, assessed, failing, exempt, unknown, reason }: CheckResult): SheetCell[] {
  return [id, outcomeWord(outcome), assessed, failing, exempt, unknown, reason];
}

const credentialColumns: Columns = [
  ...([
    ["name", 40],
    ["kind", 16],
    ["owner", 28],
    ["scopes", 40],
    ["active", 10],
    ["created", 17],
    ["expires", 17],
  ] as const),
  ...([
    ["last used", 17],
    ["findings", 16],
    ["id", 20],
  ] as const),
];

function credentialRow(one: EvidenceCredential): SheetCell[] {
  const scopes = one.scopes === null ? noSignal : one.scopes.join(", ");
  return [
    ...[one.name, one.kind, one.owner ?? "nobody", scopes, yesNo(one.active)],
    ...[when(one.createdAt), when(one.expiresAt), when(one.lastUsedAt), one.findings.join(", "), one.id],
  ];
}

const sourceColumns: Columns = [
  ...([
    ["reading", 9],
    ["scope", 10],
    ["source", 22],
    ["query", 60],
    ["status", 24],
    ["begun", 17],
    ["ended", 17],
  ] as const),
  ...([
    ["by whom", 26],
    ["requests", 10],
    ["rows", 10],
    ["expected", 10],
    ["sha256", 66],
    ["reason", 60],
  ] as const),
];

/** Every reading, in order: what was found, and what shows that it is gone. */
function* sourceRows({ readings, sources }: EvidenceView): Generator<SheetCell[]> {
  if (readings.length === 0) for (const source of sources) yield sourceRow(source, null);
  for (const reading of readings) for (const source of reading.sources) yield sourceRow(source, reading);
}

function sourceRow(source: Source, reading: EvidenceReading | null): SheetCell[] {
  return [
    ...[reading?.n ?? null, reading?.scope ?? null, source.name, source.query, sourceWord(source)],
    ...[{ at: source.startedAt }, { at: source.finishedAt }, reading?.by ?? null],
    ...[source.requests, source.rows, source.expected ?? "not told", source.sha256, source.reason],
  ];
}

const exemptionColumns: Columns = [
  ["covers", 50],
  ["reason", 60],
  ["approver", 28],
  ["until", 12],
  ["where", 34],
];

function exemptionRow({ covers, reason, approver, until, at }: EvidenceExemption): SheetCell[] {
  return [covers, reason, approver, { at: until }, at];
}

const eventColumns: Columns = [
  ["number", 8],
  ["time", 17],
  ["who", 34],
  ["what", 70],
  ["reason", 60],
  ["findings", 24],
];

function eventRow({ n, at, actor, sentence, reason, refs }: EvidenceEvent): SheetCell[] {
  return [n, { at }, actor, sentence, reason, refs.join(", ")];
}
