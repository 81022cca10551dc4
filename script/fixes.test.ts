import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Door } from "../simulators/people/door.ts";
import { Hands, wrongOf } from "../simulators/people/fixes/hands.ts";
import { fixOf } from "../simulators/people/fixes/index.ts";
import { RosterFolder } from "../simulators/people/roster-folder.ts";
import { type Company, now, startCompany } from "../src/testing/company.ts";

async function findings({ audit }: Company): Promise<string[]> {
  const { report } = await audit(["--no-publish"]);
  expect(report.audits.map(({ system, status }) => `${system} ${status}`)).not.toContain(expect.stringMatching(/failed$/));
  return report.audits.flatMap((one) => one.findings.filter(({ exempt }) => exempt === null).map(({ key }) => key));
}

/** Two audits of everything, and some 250 clicks between them, on a machine that has other things to do. */
const timeout = 180_000;

/** Every planted fault has somebody who can put it right, on the platform or in the roster, and putting it right brings no other. */
test("whatever is wrong in the company can be put right through the doors people have", { timeout }, async () => {
  const company = await startCompany();
  onTestFinished(company.end);
  const { control, folder } = company;
  const door = new Door(control);
  const roster = new RosterFolder(join(folder, "roster"));
  const before = await findings(company);
  expect(before.length).toBeGreaterThan(200);

  const accepted: string[] = [];
  for (const key of before) {
    const wrong = wrongOf(key);
    const known = fixOf(wrong);
    if (known) await known.fix(wrong, new Hands(door, { server: known.server, roster, folder, now }));
    else accepted.push(key);
  }

  expect((await findings(company)).sort()).toEqual(accepted.sort());
  expect(new Set(accepted.map((key) => wrongOf(key).check))).toEqual(new Set(["service-account-unowned"]));
});

test("what nobody knows how to put right is said at once", () => {
  expect(() => fixOf(wrongOf("calendly/no-such-check/account:1"))).toThrow(
    "nobody knows how to put right no-such-check on calendly",
  );
});
