import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Company } from "./company.ts";
import { cast } from "./people.ts";
import { writeRoster, writeRosterCsv } from "./roster.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

export interface Places {
  folder: string;
  /** Address of each running platform by the name of its system; a Zendesk account that does not run is not configured. */
  accounts: ReadonlyMap<string, string>;
  gitlab: { url: string; project: string; federalProject: string };
  slack: string;
  /** Share of the request budget to write; `null` leaves it out. */
  rate: string | null;
  until: string;
}

/** Writes roster, citizenship record, exemptions and rollcall.yaml into one folder. @returns the path of rollcall.yaml */
export function writeCompany(company: Company, places: Places): string {
  const { folder } = places;
  mkdirSync(folder, { recursive: true });
  const roster = join(folder, rosterName(company));
  if (isLarge(company)) writeRosterCsv(roster, company.people);
  else writeRoster(roster, company.people);
  for (const [path, content] of company.systems.flatMap(({ files }) => Object.entries(files ?? {}))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(join(folder, "citizenship.yaml"), citizenship(company));
  writeFileSync(join(folder, "exemptions.yaml"), exemptions(company, places));
  const config = join(folder, "rollcall.yaml");
  writeFileSync(config, configuration(company, places));
  return config;
}

/** What the roster is called in its folder: a directory, or one table where it is large. */
export function rosterName(company: Pick<Company, "people">): string {
  return isLarge(company) ? "roster.csv" : "roster";
}

function isLarge({ people }: Pick<Company, "people">): boolean {
  return people.length > 1000;
}

function citizenship({ verified }: Company): string {
  return verified
    .map((one) => `- { email: ${one.email}, verified: ${one.verified}, request: ${one.request}, by: ${one.by} }\n`)
    .join("");
}

function exemptions({ global, federal }: Company, { until, accounts }: Places): string {
  const lines = [global, federal].flatMap(({ planted }) =>
    planted
      .filter(({ exempt, system }) => exempt && accounts.has(system))
      .map(({ system, check, subject }) => {
        const id = subject.slice("credential:".length);
        const reason = "Chat bridge, approved in https://gitlab.example/acme/requests/-/issues/77";
        return `- { system: ${system}, check: ${check}, credential: "${id}", reason: "${reason}", approver: kim.sorensen@acme.test, until: ${until} }\n`;
      }),
  );
  return lines.join("");
}

function configuration({ people, global, federal, systems }: Company, places: Places): string {
  const mail = (index: number) => people[index]?.email ?? "";
  const admins = [cast.opsManager, cast.auditor, cast.deputy].map(mail).join(", ");
  const shared = { gitlab: places.gitlab.url, admins, owner: mail(cast.opsManager), until: places.until };
  const system = (of: { name: string; env: string; rosterKey: string; more: string[]; at: typeof global }) => {
    const { system: id } = of.at.options;
    const url = places.accounts.get(id);
    if (url === undefined) return "";
    return [
      `  ${id}:`,
      "    platform: zendesk",
      `    name: ${of.name}`,
      `    url: ${url}`,
      `    auth: { client_id: "\${${of.env}_CLIENT_ID}", client_secret: "\${${of.env}_CLIENT_SECRET}" }`,
      `    roster_key: ${of.rosterKey}`,
      `    admins: [${admins}]`,
      ...(of.at.owned ? [serviceAccounts(of.at, { ...shared, url }).trimEnd()] : []),
      ...of.more,
      "",
    ].join("\n");
  };
  // Fewer light agents than are there, as happens when nobody counts.
  const seats =
    "    seats: { currency: USD, renews: 2027-02-01, types: { full: { bought: 120, monthly_cost: 115 }, light: { bought: 1200 } } }";
  const tracker = (project: string) => `{ gitlab: { url: ${places.gitlab.url}, project: ${project}, token: "\${GL_TOKEN}" } }`;
  const isThere = ({ system, start }: CompanySystem) => !start || places.accounts.has(system);
  return `# The seeded company of the simulators: made new at every start.
organization: Acme Support
fiscal_year_starts: february
time_zone: UTC
people:
  ops_manager: ${mail(cast.opsManager)}
  deputy: ${mail(cast.deputy)}
  auditor: ${mail(cast.auditor)}
  skip: [${mail(cast.head)}]
roster: ${`{ ${isLarge({ people }) ? "csv" : "directory"}: ${rosterName({ people })} }`}
exemptions: exemptions.yaml
email_domains: [acme.test]
systems:
${system({ name: "Zendesk Global", env: "ZD_GLOBAL", rosterKey: "main", more: [seats], at: global })}${system({
  name: "Zendesk US Federal",
  env: "ZD_FEDERAL",
  rosterKey: "us-federal",
  more: ["    verified_people: citizenship.yaml", `    tracker: ${tracker(places.gitlab.federalProject)}`],
  at: federal,
})}${systems
  .filter(isThere)
  .map((one) => one.entry({ ...shared, url: places.accounts.get(one.system) ?? "" }))
  .join("")}tracker: ${tracker(places.gitlab.project)}
notify: { slack: { token: "\${SLACK_TOKEN}", url: ${places.slack} } }
${places.rate === null ? "" : `rate: ${places.rate}\n`}`;
}
