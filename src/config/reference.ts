import { checkKeys } from "./check-keys.ts";
import { evidenceKeys, retentionKeys } from "./evidence-keys.ts";
import { exemptionKeys, gapKeys } from "./exemption-keys.ts";
import { absenceKeys, followUpKeys, topFollowUpKeys } from "./follow-up-keys.ts";
import type { Key, Keys } from "./keys.ts";
import { emailKeys, notifyKeys, slackKeys } from "./notify-keys.ts";
import { contactKeys, peopleKeys } from "./people-keys.ts";
import { gitlabRosterKeys, rosterKeys } from "./roster-keys.ts";
import { decisionsKeys, scheduleKeys, snapshotsKeys } from "./schedule-keys.ts";
import { seatsKeys, seatTypeKeys } from "./seats-keys.ts";
import { rolesKeys, serveKeys, signInKeys } from "./serve-keys.ts";
import { serviceAccountKeys, systemKeys } from "./system-keys.ts";
import { topKeys } from "./top-keys.ts";
import { gitlabKeys, trackerKeys } from "./tracker-keys.ts";
import { verificationKeys } from "./verifications.ts";
import { webhookKeys } from "./webhook-keys.ts";

interface Section {
  title: string;
  keys: Keys;
  text?: string;
}

const sections: readonly Section[] = [
  { title: "rollcall.yaml", keys: topKeys },
  { title: "people", keys: peopleKeys, text: "Each is an e-mail of the roster, or keys as below for somebody outside it." },
  { title: "people: somebody outside the roster", keys: contactKeys },
  { title: "roster", keys: rosterKeys, text: "Exactly one of:" },
  { title: "roster.gitlab", keys: gitlabRosterKeys },
  { title: "systems.&lt;id&gt;", keys: systemKeys, text: "Besides these, the keys of the [platform](../platforms/)." },
  { title: "systems.&lt;id&gt;.service_accounts", keys: serviceAccountKeys },
  { title: "systems.&lt;id&gt;.seats", keys: seatsKeys },
  { title: "systems.&lt;id&gt;.seats.types.&lt;type&gt;", keys: seatTypeKeys },
  { title: "tracker", keys: trackerKeys, text: "Exactly one of:" },
  { title: "tracker.gitlab", keys: gitlabKeys },
  { title: "checks.&lt;id&gt;", keys: checkKeys, text: "`off`, or any of these. Durations are written `90d` or `72h`." },
  { title: "follow_up", keys: topFollowUpKeys },
  { title: "follow_up.absences", keys: absenceKeys, text: "A list; each entry:" },
  { title: "systems.&lt;id&gt;.follow_up", keys: followUpKeys, text: "Goes before `follow_up` of all systems." },
  { title: "decisions", keys: decisionsKeys },
  { title: "webhooks", keys: webhookKeys, text: "A list; each entry:" },
  { title: "evidence", keys: evidenceKeys },
  { title: "retention", keys: retentionKeys },
  {
    title: "schedule",
    keys: scheduleKeys,
    text: "Lines of cron with five fields: minute, hour, day of the month, month, day of the week.",
  },
  { title: "snapshots", keys: snapshotsKeys },
  { title: "notify", keys: notifyKeys },
  { title: "notify.slack", keys: slackKeys },
  { title: "notify.email", keys: emailKeys },
  { title: "serve", keys: serveKeys, text: "See [Sign-in](../guides/sign-in.md)." },
  { title: "serve.sign_in", keys: signInKeys },
  { title: "serve.roles", keys: rolesKeys, text: "Each a list of e-mails and of names of groups." },
  { title: "The file of verified_people", keys: verificationKeys, text: "A list; each entry:" },
  { title: "The file of exemptions", keys: exemptionKeys, text: "A list; each entry:" },
  { title: "The file of exemptions: known gaps", keys: gapKeys },
];

const intro = `# Configuration reference

Generated from \`src/config/\`: change the keys there. Unknown keys are errors with file and line. \`\${NAME}\` anywhere in a text is a
variable of the environment; write \`$\${\` for \`\${\` itself. Relative paths are relative to the file they stand in.
`;

/** Every key of rollcall.yaml and the files it names, as Markdown; made from the same data that reads them. */
export function configurationReference(): string {
  return `${[intro, ...sections.map(sectionText)].join("\n")}`;
}

function sectionText({ title, keys, text }: Section): string {
  const rows = Object.entries(keys).map(([name, key]: [string, Key]) => rowText(name, key));
  const table = ["| key | says | without it |", "|---|---|---|", ...rows].join("\n");
  return `## ${title}\n${text ? `\n${text}\n` : ""}\n${table}\n`;
}

function rowText(name: string, key: Key): string {
  const env = key.env ? ` Usually \`\${${key.env}}\`.` : "";
  return `| \`${name}\` | ${key.doc}${env} | ${without(key)} |`;
}

function without(key: Key): string {
  if (key.default !== undefined) return /^[\w.[\]-]+$/.test(key.default) ? `\`${key.default}\`` : key.default;
  return key.schema.safeParse(undefined).success ? "–" : "required";
}
