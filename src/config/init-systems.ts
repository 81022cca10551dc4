import type { InitialAnswers, InitialSystem } from "../model/initial-answers.ts";
import { yamlList, yamlText } from "./yaml-text.ts";

/** The commented entry of one system below `systems:`. */
export function systemEntry(id: InitialSystem, answers: InitialAnswers): string {
  return entries[id](answers);
}

const entries: Readonly<Record<InitialSystem, (answers: InitialAnswers) => string>> = {
  "zendesk-global": (answers) =>
    zendesk(
      { id: "zendesk-global", name: "Zendesk Global", rosterKey: "main", prefix: "ZD", more: "" },
      answers.zendeskGlobal,
      answers,
    ),
  "zendesk-us-federal": (answers) =>
    zendesk(
      {
        id: "zendesk-us-federal",
        name: "Zendesk US Federal",
        rosterKey: "us-federal",
        prefix: "ZD_FED",
        more: "    # verified_people: citizenship.yaml  # recorded verifications of citizenship; everyone here needs one\n",
      },
      answers.zendeskFederal,
      answers,
    ),
  calendly: () => `  calendly:                            # the organisation of the token's user, who must be its admin
    platform: calendly
    name: Calendly
    auth: { token: "\${CALENDLY_TOKEN}" }   # scopes users:read, organizations:read, groups:read
    admins: []                         # e-mails of those who may be owner or admin
`,
  pagerduty: () => `  pagerduty:
    platform: pagerduty
    name: PagerDuty
    auth: { token: "\${PD_TOKEN}" }     # a read-only REST API key of the account
    roles: { default: limited_user }   # of everybody whose roster entry names none: Responder
    # schedules: [PXYIFEP]             # ids of those that are audited; left out: all
    admins: []                         # e-mails of those who may be admin or owner
`,
  "gitlab-com": ({ gitlabGroups, gitlabUrl }) => `  gitlab-com:
    platform: gitlab
    name: GitLab.com
${gitlabAddress(gitlabUrl)}    auth: { token: "\${GL_OWNER_TOKEN}" }   # of an owner of the groups, scope read_api
    groups: ${yamlList(gitlabGroups)}
    # entitlements:                    # what each title should have; without it nobody is asked about levels
    #   Support Engineer: { acme/support: developer }
    admins: []                         # e-mails of those who may be Owner
`,
  "gitlab-projects": ({ gitlabProjects, gitlabUrl }) => `  gitlab-projects:
    platform: gitlab-projects
    name: GitLab projects
${gitlabAddress(gitlabUrl)}    auth: { token: "\${GL_OWNER_TOKEN}" }   # of a maintainer of the projects, scope read_api
    group: ${yamlText(gitlabProjects)}
    merge: [maintainer]                # who may merge to the default branch
    push: [no one]                     # who may push to it
`,
  "1password": ({ onepasswordGroup }) => `  1password:
    platform: onepassword
    name: 1Password
    command: op                        # the 1Password command line, signed in
    group: ${yamlText(onepasswordGroup)}
    admins: []                         # e-mails of those who may be managers of the group
`,
};

interface Zendesk {
  id: string;
  name: string;
  rosterKey: string;
  prefix: string;
  more: string;
}

function zendesk({ id, name, rosterKey, prefix, more }: Zendesk, address: string, answers: InitialAnswers): string {
  return `  ${id}:
    platform: zendesk
    name: ${name}
    url: ${yamlText(zendeskAddress(address))}
    auth: ${authText(answers.auth, { prefix, email: answers.auditor })}
    roster_key: ${rosterKey}                   # the block below zendesk: in each person's entry
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

/** GitLab.com unless the issues live elsewhere: then the groups do too. */
function gitlabAddress(url: string): string {
  return `    url: ${yamlText(url.trim() || "https://gitlab.com")}\n`;
}
