import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { initialConfig } from "../config/init.ts";
import { loadConfig } from "../config/load.ts";
import { type InitialAnswers, type InitialSystem, initialSystems } from "../model/initial-answers.ts";
import { platforms } from "../platforms/index.ts";

const answers: InitialAnswers = {
  organization: "Acme Support",
  yearStarts: "february",
  timeZone: "UTC",
  opsManager: "dana@acme.test",
  auditor: "lee@acme.test",
  emailDomains: "acme.test",
  roster: "roster",
  systems: [...initialSystems],
  zendeskGlobal: "acme",
  zendeskFederal: "acme-federal",
  gitlabGroups: "acme/support, acme/emergencies",
  gitlabProjects: "acme/ops",
  onepasswordGroup: "Support",
  auth: "client",
  tracker: "",
  gitlabUrl: "",
};

async function loaded(systems: InitialSystem[]) {
  const text = initialConfig({ ...answers, systems });
  const env = Object.fromEntries([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [String(name), "example"]));
  const folder = mkdtempSync(join(tmpdir(), "rollcall-init-"));
  try {
    writeFileSync(join(folder, "rollcall.yaml"), text);
    return await loadConfig(join(folder, "rollcall.yaml"), {
      env,
      platforms: new Map([...platforms].map(([id, platform]) => [id, platform.settings])),
      checkIds: new Map(),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("what init writes for every system at once is what its platform takes", async () => {
  const { systems, warnings } = await loaded([...initialSystems]);
  expect(systems.map(({ id }) => id)).toEqual([...initialSystems]);
  expect(warnings).toEqual([]);
  for (const system of systems) {
    const platform = platforms.get(system.platform);
    expect(platform?.connect(system, { rate: 0.5 }).listings.length).toBeGreaterThan(0);
  }
});

test.each(initialSystems)("what init writes for %s alone loads", async (system) => {
  expect((await loaded([system])).systems.map(({ id }) => id)).toEqual([system]);
});
