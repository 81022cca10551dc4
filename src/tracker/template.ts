import type { RootContent } from "mdast";
import { gitlabMarkdown } from "../reports/escape-gitlab.ts";
import { heading, item, list, paragraph, sentence, strong, text } from "../reports/markdown-nodes.ts";
import { shortText } from "../reports/text.ts";
import type { IssueDraft } from "./tracker.ts";

/** GitLab's limit. */
const longestTitle = 255;

/** The title as GitLab takes it: one line, no control characters. A title is no Markdown, so a mention in it is broken otherwise. */
export function issueTitle(title: string): string {
  return shortText(title.replace(/(?<!\w)@(?=[\w.])/g, "＠"), longestTitle - 1) || "Access audit";
}

/** The issue text where the project has no template of its own: the steps a person follows, then an empty `## Notes`. */
export function builtInTemplate(draft: IssueDraft): string {
  const { view, period } = draft;
  const intro = [
    text("Access audit of "),
    strong(view.name),
    text(` for ${shortText(period)}. Rollcall fills the Notes below; everything else here is for people.`),
  ];
  return gitlabMarkdown([
    paragraph(...intro),
    ...stepsOf("Look", [...lookSteps(draft), "The Notes say of every source that it was read, or why it could not be"]),
    ...stepsOf("Follow up", followUpSteps),
    ...stepsOf("Close", closeSteps),
    heading(2, "Notes"),
  ]);
}

function stepsOf(title: string, steps: readonly string[]): RootContent[] {
  return [heading(2, title), list(steps.map((step) => item([sentence(step)], false)))];
}

/** What the auditor goes through before anybody is asked (DOMAIN §4 by platform). */
function lookSteps({ fallbackTemplate, view }: IssueDraft): string[] {
  const verified = view.audit.checks.some(({ id }) => id === "citizenship-unverified");
  return [
    ...(platformSteps[fallbackTemplate] ?? generalSteps),
    ...(verified ? ["Everyone with a seat has a recorded verification of citizenship: request link and date"] : []),
    "Every finding is gone through: dismissed with a reason and an end date, put right in the roster, or left to be asked about",
  ];
}

const generalSteps = ["Every account is somebody's: compare the tables with the roster"];

const platformSteps: Readonly<Record<string, readonly string[]>> = {
  zendesk: [
    "Light agents: their number is plausible, nobody among them has left",
    "Admins: each is one who should be",
    "Full agents: each is in the roster with the right name, groups and role",
    "Suspended agents: downgraded where the seat is not needed",
    "API tokens and OAuth clients: each has an owner, a request link and an end",
  ],
};

const followUpSteps = [
  "The follow-up is started: each person is asked about all of their items in one thread",
  "After 72 hours: whoever has not answered is asked again, with their manager and the Support Operations Manager",
  "After 72 hours more: the Support Operations Manager is told directly",
  "Every explanation is accepted until a date, or rejected, by somebody else than its subject",
];

const closeSteps = [
  "Every finding is settled: seen fixed, put right in the roster, accepted, or the access removed",
  "The Support Operations Manager has reviewed the audit",
  "The Support Operations Manager marks it complete and closes this issue",
];
