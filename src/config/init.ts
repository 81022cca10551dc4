import { type InitialAnswers, initialSystems } from "../model/initial-answers.ts";
import { systemEntry } from "./init-systems.ts";
import { yamlList, yamlText } from "./yaml-text.ts";

/** Text of a first rollcall.yaml, commented. Secrets stand in it as variables of the environment only. */
export function initialConfig(answers: InitialAnswers): string {
  return [
    head(answers),
    "systems:                               # what is audited; the id is its name on the command line",
    ...initialSystems.filter((id) => answers.systems.includes(id)).map((id) => systemEntry(id, answers)),
    tracker(answers),
    tail,
  ].join("\n");
}

function head(answers: InitialAnswers): string {
  return `# Rollcall. Every key: docs/reference/configuration.md. Paths are relative to this file; \${NAME} is a variable of the environment.
organization: ${yamlText(answers.organization)}
fiscal_year_starts: ${answers.yearStarts}            # names the periods: FY27-Q4
time_zone: ${yamlText(answers.timeZone)}               # in which a person's last day ends

people:                                # e-mails of the roster, or { name, email, gitlab } for somebody outside it
  ops_manager: ${yamlText(answers.opsManager)}         # reviews and closes
  auditor: ${yamlText(answers.auditor)}             # goes through the findings; assigned to the issue
  # skip: [head@example.test]          # listed and counted, never a finding

roster: { ${rosterKey(answers.roster)}: ${yamlText(answers.roster)} }          # who should be there: directory, file or csv
# exemptions: exemptions.yaml          # findings accepted until a date
email_domains: ${yamlList(answers.emailDomains)}   # accounts of other domains are findings
`;
}

function rosterKey(path: string): string {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.ya?ml$/i.test(path) ? "file" : "directory";
}

function tracker({ tracker: project, gitlabUrl }: InitialAnswers): string {
  if (!project.trim()) return "tracker: { files: audits/ }            # or gitlab: { url, project, token }\n";
  return `tracker:                               # where the audit issues go
  gitlab:
    url: ${yamlText(gitlabUrl.trim() || "https://gitlab.com")}
    project: ${yamlText(project.trim())}
    token: "\${GL_TOKEN}"                # project access token, role Reporter, scope api
`;
}

const tail = `rate: 0.5                              # take at most this share of what a platform's request limit has left

# checks:                              # limits, severities, off
#   inactive-account: { after: 90d, severity: low }
#   mfa-disabled: off
`;
