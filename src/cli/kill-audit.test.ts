import { expect, test } from "vitest";
import { servers, useServer } from "../store/testing/servers.ts";
import { days, did, fewChecks, Killing, type Scenario } from "../testing/kill.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany(["--now", new Date().toISOString()]);
const [, fifteen] = servers;
const server = useServer(fifteen);

const lee = ["--as", "lee.okafor@acme.test"];
const start = ["follow-up", "--start", federal, ...lee];
const nextYear = `${new Date().getUTCFullYear() + 1}-12-31`;
const acceptAll = ["decide", federal, "accept", "F1", "F2", "F3", "until", `${nextYear}:`, "agreed", ...lee];

const scenarios: Scenario[] = [
  { name: "a first audit", points: 10, prepare: async () => {}, argv: ["audit", federal, ...days(0)] },
  {
    name: "an audit again",
    points: 8,
    prepare: (env) => did(on, env, [["audit", federal, ...days(0)]]),
    argv: ["audit", federal, ...days(1)],
  },
  {
    name: "a decision on the command line",
    points: 8,
    prepare: (env) => did(on, env, [["audit", federal], start]),
    argv: ["decide", federal, "accept", "F1", "until", `${nextYear}:`, "as", "agreed", ...lee],
  },
  {
    name: "closing",
    points: 12,
    prepare: (env) => did(on, env, [["audit", federal], start, acceptAll, ["follow-up"]]),
    argv: ["close", federal, "--as", "dana.whitfield@acme.test"],
  },
];

test.each(scenarios)(
  "killed anywhere in $name: nothing is lost, nothing is done twice",
  { timeout: 300_000 },
  async (scenario) => {
    const killing = new Killing(on, { config: on.configured(fewChecks), database: (of) => server.database(of) });
    expect(await killing.everywhere(scenario)).toBeGreaterThanOrEqual(scenario.points);
  },
);
