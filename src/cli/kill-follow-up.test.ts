import { expect, test } from "vitest";
import { servers, useServer } from "../store/testing/servers.ts";
import { IssuePeople } from "../testing/issue-people.ts";
import { days, did, fewChecks, Killing, type Scenario } from "../testing/kill.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany(["--now", new Date().toISOString()]);
const [, fifteen] = servers;
const server = useServer(fifteen);
const people = new IssuePeople(on);

const lee = ["--as", "lee.okafor@acme.test"];
const start = ["follow-up", "--start", federal, ...lee];
const nextYear = `${new Date().getUTCFullYear() + 1}-12-31`;

const scenarios: Scenario[] = [
  { name: "asking people", points: 28, prepare: (env) => did(on, env, [["audit", federal]]), argv: start },
  {
    name: "answers",
    points: 24,
    async prepare(env) {
      await did(on, env, [["audit", federal], start]);
      await people.say("leeokafor", `/rollcall accept F1 until ${nextYear}: as agreed`);
      await people.say("leeokafor", "/rollcall explian F2");
      await people.say("danawhitfield", "/rollcall explain F2: night shift");
    },
    argv: ["follow-up"],
  },
  {
    name: "a direct message",
    points: 10,
    prepare: (env) => did(on, env, [["audit", federal], start, ["follow-up", ...days(4)]]),
    argv: ["follow-up", ...days(8)],
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
