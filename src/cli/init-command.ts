import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { cancel, group, intro, multiselect, note, outro, select, text } from "@clack/prompts";
import { configurationError, interruptedError, usageError } from "../model/errors.ts";
import { type InitialAnswers, type InitialSystem, initialSystems } from "../model/initial-answers.ts";
import { months } from "../model/period.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** `rollcall init`: asks, then writes a commented rollcall.yaml. A secret is never asked for. @returns the exit code */
export async function initCommand(options: { config: string; force?: boolean }, app: App, io: Io): Promise<number> {
  const path = resolve(io.cwd, options.config);
  if (existsSync(path) && !options.force) {
    throw usageError(`${options.config} is already there`, "edit it, or run with --force to write a new one over it");
  }
  if (!io.inIsTerminal) {
    throw usageError(
      "rollcall init asks questions and needs a terminal",
      "run it in one, or copy the configuration from the README",
    );
  }
  intro("rollcall init");
  const answers = await ask();
  const content = await app.initialConfig(answers);
  write(path, content);
  note(nextSteps(content), "Next");
  outro(`Wrote ${options.config}`);
  return exitCodes.done;
}

function write(path: string, content: string): void {
  try {
    writeFileSync(path, content, { mode: 0o644 });
  } catch (error) {
    throw configurationError(
      `cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`,
      "choose another place with --config",
      error,
    );
  }
}

function ask(): Promise<InitialAnswers> {
  const onCancel = () => {
    cancel("Nothing was written.");
    throw interruptedError();
  };
  return group(
    {
      organization: () => text({ message: "Name of the team or company", placeholder: "Acme Support", validate: required }),
      yearStarts: () =>
        select({
          message: "First month of the fiscal year",
          options: months.map((value) => ({ value })),
          initialValue: "february" as const,
        }),
      timeZone: () => text({ message: "Time zone a person's last day ends in", initialValue: "UTC", validate: timeZone }),
      opsManager: () => text({ message: "E-mail of the Support Operations Manager (reviews and closes)", validate: email }),
      auditor: () => text({ message: "E-mail of the auditor", validate: email }),
      emailDomains: () =>
        text({ message: "E-mail domains of your own people, separated by spaces", placeholder: "acme.com", validate: required }),
      roster: () =>
        text({ message: "Where the roster is: a folder, a .yaml list or a .csv", initialValue: "roster", validate: required }),
      systems: () =>
        multiselect({
          message: "What is audited (space chooses, enter goes on; more can be added by hand later)",
          options: initialSystems.map((value) => ({ value, label: systemNames[value] })),
          initialValues: ["zendesk-global" as InitialSystem],
          required: true,
        }),
      zendeskGlobal: asked("zendesk-global", () =>
        text({
          message: "Address of Zendesk Global, or its subdomain",
          placeholder: "https://acme.zendesk.com",
          validate: zendesk,
        }),
      ),
      zendeskFederal: asked("zendesk-us-federal", () =>
        text({ message: "Address of Zendesk US Federal, or its subdomain", placeholder: "acme-federal", validate: zendesk }),
      ),
      auth: ({ results }) =>
        results.systems?.some((system) => system.startsWith("zendesk"))
          ? select({
              message: "How Rollcall signs in to Zendesk",
              options: [
                { value: "client" as const, label: "OAuth client", hint: "client id and secret; what Zendesk wants" },
                { value: "token" as const, label: "OAuth token" },
                { value: "api-token" as const, label: "E-mail and API token", hint: "ends on 2027-04-30" },
              ],
            })
          : Promise.resolve("client" as const),
      gitlabGroups: asked("gitlab-com", () =>
        text({
          message: "GitLab groups whose members are audited, separated by spaces",
          placeholder: "acme/support",
          validate: required,
        }),
      ),
      gitlabProjects: asked("gitlab-projects", () =>
        text({ message: "GitLab group whose projects' settings are audited", placeholder: "acme/ops", validate: required }),
      ),
      onepasswordGroup: asked("1password", () =>
        text({ message: "1Password group of the team", initialValue: "Support", validate: required }),
      ),
      tracker: () =>
        text({
          message: "GitLab project of the audit issues (empty: plain files in audits/)",
          placeholder: "acme/support-ops/audits",
          defaultValue: "",
        }),
      gitlabUrl: ({ results }) =>
        results.tracker || results.systems?.some((system) => system.startsWith("gitlab"))
          ? text({ message: "Address of GitLab", initialValue: "https://gitlab.com", validate: address })
          : Promise.resolve(""),
    },
    { onCancel },
  ) as Promise<InitialAnswers>;
}

const systemNames: Readonly<Record<InitialSystem, string>> = {
  "zendesk-global": "Zendesk Global",
  "zendesk-us-federal": "Zendesk US Federal",
  calendly: "Calendly",
  pagerduty: "PagerDuty",
  "gitlab-com": "GitLab.com: members of groups",
  "gitlab-projects": "GitLab: settings of projects",
  "1password": "1Password",
};

/** A question about one system, put only where that is audited. */
function asked(id: InitialSystem, ask: () => Promise<string | symbol>) {
  return ({ results }: { results: { systems?: InitialSystem[] } }) =>
    results.systems?.includes(id) ? ask() : Promise.resolve("");
}

function nextSteps(content: string): string {
  const lines = content.split("\n").filter((line) => !/^\s*#/.test(line));
  const names = [...new Set(lines.flatMap((line) => [...line.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)))];
  return [...names.map((name) => `export ${name}=…`), "rollcall doctor", "rollcall audit --no-publish"].join("\n");
}

function required(value: string | undefined): string | undefined {
  return value?.trim() ? undefined : "Please answer";
}

function email(value: string | undefined): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(value ?? "") ? undefined : "An e-mail address, as it stands in the roster";
}

function address(value: string | undefined): string | undefined {
  return URL.parse(value ?? "")?.protocol === "https:" ? undefined : "An address such as https://gitlab.com";
}

/** A whole address, a host, or the subdomain alone: `initialConfig` makes one address of each. */
function zendesk(value: string | undefined): string | undefined {
  const isHost = /^(?:https:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?\/?$/i.test(value ?? "");
  return isHost ? undefined : "An address such as https://acme.zendesk.com without a path, or acme";
}

function timeZone(value: string | undefined): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return undefined;
  } catch {
    return "A time zone such as UTC or America/New_York";
  }
}
