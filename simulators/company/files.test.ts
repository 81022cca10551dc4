import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { Clock } from "./clock.ts";
import { type Company, globalOptions, makeCompany } from "./company.ts";
import { writeCompany } from "./files.ts";
import { makeLargeAccount } from "./large.ts";

const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Loose = Record<string, Record<string, Record<string, unknown>>>;

function written(company: ReturnType<typeof makeCompany>, systems: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-files-"));
  folders.push(folder);
  const accounts = new Map(systems.map((name) => [name, "http://127.0.0.1:1"]));
  const gitlab = { url: "http://127.0.0.1:2", project: "acme/audits", federalProject: "acme/federal" };
  writeCompany(company, { folder, accounts, gitlab, slack: "https://slack.test", rate: null, until: clock.day(180) });
  const read = (name: string) => parse(readFileSync(join(folder, name), "utf8"), { intAsBigInt: true }) as Loose;
  return { folder, read, config: read("rollcall.yaml") };
}

const both = ["zendesk-global", "zendesk-us-federal"];

test("the roster is one file a person, each what the company says of them", () => {
  const company = makeCompany(clock);
  const { folder, read } = written(company, both);
  const files = readdirSync(join(folder, "roster"));
  const people = files.map((file) => read(`roster/${file}`) as Record<string, unknown>);
  const byEmail = new Map(people.map((person) => [person.email, person]));
  expect(files.length).toBe(company.people.length);
  for (const { name, email, reports_to, start_date, end_date, zendesk } of company.people) {
    const person = byEmail.get(email) as Record<string, unknown> & { zendesk?: Loose };
    expect(person).toMatchObject({ name, start_date, ...(reports_to ? { reports_to } : {}), ...(end_date ? { end_date } : {}) });
    const ids = Object.fromEntries(Object.entries(person.zendesk ?? {}).map(([key, seat]) => [key, seat.id && String(seat.id)]));
    expect(ids).toEqual(Object.fromEntries(Object.entries(zendesk).map(([key, { id }]) => [key, id])));
  }
});

/** Systems that are files, or live on the company's GitLab: they are always there. */
function withoutServer({ systems }: Company): string[] {
  return systems.filter(({ start }) => !start).map(({ system }) => system);
}

test("the configuration names the accounts that run, with secrets only from the environment", () => {
  const company = makeCompany(clock);
  const { config, read } = written(company, both);
  expect(Object.keys(config.systems ?? {})).toEqual([...both, ...withoutServer(company)]);
  expect(JSON.stringify(config, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain("example-");
  expect(config.systems?.["zendesk-global"]).toMatchObject({
    roster_key: "main",
    auth: { client_id: "${ZD_GLOBAL_CLIENT_ID}", client_secret: "${ZD_GLOBAL_CLIENT_SECRET}" },
    service_accounts: [{ account: company.global.owned }, { account: company.global.unowned }],
  });
  expect(read("exemptions.yaml")).toMatchObject([{ system: "zendesk-global" }, { system: "zendesk-us-federal" }]);
  const verified = (read("citizenship.yaml") as unknown as { email: string }[]).map(({ email }) => email);
  expect(verified).toEqual(company.verified.map(({ email }) => email));
});

test("an account that does not run is in neither configuration nor exemptions", () => {
  const company = makeCompany(clock);
  const { config, read } = written(company, ["zendesk-us-federal"]);
  expect(Object.keys(config.systems ?? {})).toEqual(["zendesk-us-federal", ...withoutServer(company)]);
  expect(read("exemptions.yaml")).toMatchObject([{ system: "zendesk-us-federal" }]);
});

test("a large roster is one table", () => {
  const size = { agents: 20_000, memberships: 40_000, groups: 10, roles: 10, customers: 5 };
  const { instance, people } = makeLargeAccount(globalOptions(clock), size);
  const { folder, config } = written({ ...makeCompany(clock), global: instance, people }, both);
  expect(config.roster).toEqual({ csv: "roster.csv" });
  expect(readFileSync(join(folder, "roster.csv"), "utf8").trimEnd().split("\n")).toHaveLength(people.length + 1);
  expect([instance.data.users.length, instance.data.memberships.length, instance.data.groups.length]).toEqual([
    20_005, 40_000, 10,
  ]);
  expect(instance.data.memberships.at(39_999)).toMatchObject({ id: "10039999", user_id: instance.data.users[19_999]?.id });
});
