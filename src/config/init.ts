import type { InitialAnswers } from "../model/initial-answers.ts";

/** Text of a first rollcall.yaml, commented. Secrets stand in it as variables of the environment only. */
export function initialConfig(answers: InitialAnswers): string {
  const { zendeskGlobal, zendeskFederal } = answers;
  return [
    head(answers),
    "systems:                               # what is audited; the id is its name on the command line",
    ...(zendeskGlobal.trim() ? [system(globalSystem, zendeskGlobal, answers)] : []),
    ...(zendeskFederal.trim() ? [system(federalSystem, zendeskFederal, answers)] : []),
    tracker(answers),
    tail,
  ].join("\n");
}

function head(answers: InitialAnswers): string {
  const domains = answers.emailDomains.split(/[\s,;]+/).filter((domain) => domain !== "");
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
email_domains: [${domains.map(yamlText).join(", ")}]   # accounts of other domains are findings
`;
}

function rosterKey(path: string): string {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.ya?ml$/i.test(path) ? "file" : "directory";
}

interface InitialSystem {
  id: string;
  name: string;
  rosterKey: string;
  prefix: string;
  more: string;
}

const globalSystem: InitialSystem = { id: "zendesk-global", name: "Zendesk Global", rosterKey: "main", prefix: "ZD", more: "" };
const federalSystem: InitialSystem = {
  id: "zendesk-us-federal",
  name: "Zendesk US Federal",
  rosterKey: "us-federal",
  prefix: "ZD_FED",
  more: "    # verified_people: citizenship.yaml  # recorded verifications of citizenship; everyone here needs one\n",
};

function system({ id, name, rosterKey: key, prefix, more }: InitialSystem, address: string, answers: InitialAnswers): string {
  return `  ${id}:
    platform: zendesk
    name: ${name}
    url: ${yamlText(zendeskAddress(address))}
    auth: ${authText(answers.auth, { prefix, email: answers.auditor })}
    roster_key: ${key}                   # the block below zendesk: in each person's entry
    admins: []                         # e-mails of those who may be administrator
${more}    # service_accounts:                # accounts of no person, with an owner
    #   - { account: "4711", owner: ${yamlText(answers.opsManager)}, purpose: Slack bridge, until: 2027-06-30 }
`;
}

/** An address as it is, `acme` and `acme.zendesk.com` made one. */
function zendeskAddress(answer: string): string {
  const text = answer.trim();
  if (text.includes("://")) return text;
  return `https://${text.includes(".") ? text : `${text}.zendesk.com`}`;
}

function authText(auth: InitialAnswers["auth"], { prefix, email }: { prefix: string; email: string }): string {
  switch (auth) {
    case "client":
      return `{ client_id: "\${${prefix}_CLIENT_ID}", client_secret: "\${${prefix}_CLIENT_SECRET}" }`;
    case "token":
      return `{ token: "\${${prefix}_TOKEN}" }`;
    case "api-token":
      return `{ email: ${yamlText(email)}, api_token: "\${${prefix}_API_TOKEN}" }   # whose token it is; ends on 2027-04-30`;
  }
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

/** Text that reads back as itself: plain where nothing in it means something to YAML, else in quotes. */
export function yamlText(text: string): string {
  const trimmed = text.trim();
  const isPlain = /^[A-Za-z][\w./@-]*(?: [\w./@-]+)*$/.test(trimmed) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(trimmed);
  return isPlain ? trimmed : JSON.stringify(trimmed.replaceAll("${", "$${"));
}
