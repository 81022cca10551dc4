import type { Html, ListItem, PhrasingContent } from "mdast";
import type { Finding } from "../model/finding.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { item, link, list, name, sentence, strong, text } from "./markdown-nodes.ts";
import { decoded, encoded } from "./marker-text.ts";
import { shortText, webAddress } from "./text.ts";
import { answersSentence, changeWord, subjectDetail, subjectName } from "./wording.ts";

/** One line of the Notes that carries a finding's marker. */
export interface ParsedFindingLine {
  ref: string;
  key: string;
  /** A box that is ticked; false where the line has no box (exempt or gone findings). */
  ticked: boolean;
  /** The whole line, without its end. */
  line: string;
}

/** The finding as one line of a task list, its marker at the end; without a line break. */
export function findingLine(finding: Finding, { ticked }: { ticked: boolean }): string {
  return gitlabMarkdown([list([findingItem(finding, ticked)])]).trimEnd();
}

/**
 * Every line with a finding's marker, in order. The last marker of a line counts: outside text stands before it, so a name that
 * looks like a marker names nothing; what a person wrote behind it does no harm.
 */
export function parseFindingLines(markdown: string): ParsedFindingLine[] {
  const lines: ParsedFindingLine[] = [];
  for (const line of markdown.split(/\r?\n/u)) {
    const marker = /^.*<!-- rollcall:finding key="([^"]*)" ref="([^"]*)" -->/u.exec(line);
    if (!marker) continue;
    const ticked = /^\s*[-*+] \[[xX]\] /u.test(line);
    lines.push({ key: decoded(marker[1] ?? ""), ref: decoded(marker[2] ?? ""), ticked, line });
  }
  return lines;
}

/** `ticked` null = without a box. */
export function findingItem(finding: Finding, ticked: boolean | null): ListItem {
  return item([...findingPhrases(finding), text(" "), findingMarker(finding.key, finding.ref)], ticked);
}

/** "**F12** critical · what · who · answers: …". Nobody is mentioned here: pings come with the follow-up. */
export function findingPhrases(finding: Finding): PhrasingContent[] {
  const detail = shortText(subjectDetail(finding));
  const rest = [
    `answers: ${shortText(answersSentence(finding))}`,
    shortText(finding.check),
    changeWord(finding),
    exemption(finding),
  ];
  return [
    strong(finding.ref),
    text(` ${finding.severity} · `),
    sentence(finding.message),
    text(" · "),
    subject(finding),
    text([detail && ` (${detail})`, ...rest.filter(Boolean).map((part) => ` · ${part}`)].join("").trimEnd()),
  ];
}

function subject(finding: Finding): PhrasingContent {
  const address = finding.credential ? null : webAddress(finding.account?.url ?? null);
  return address ? link(subjectName(finding), address) : name(subjectName(finding));
}

function exemption(finding: Finding): string {
  return finding.exempt ? `exempt until ${shortText(finding.exempt.until)}: ${shortText(finding.exempt.reason)}` : "";
}

/** What the finding is found by in an earlier text of the issue. GitLab shows it nowhere but in the note about a ticked box. */
export function findingMarker(key: string, ref: string): Html {
  return { type: "html", value: `<!-- rollcall:finding key="${encoded(key)}" ref="${encoded(ref)}" -->` };
}
