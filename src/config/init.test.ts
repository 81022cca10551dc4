import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import type { InitialAnswers } from "../model/initial-answers.ts";
import { initialConfig } from "./init.ts";
import { configOf } from "./testing/written.ts";
import { yamlText } from "./yaml-text.ts";

const answers: InitialAnswers = {
  organization: "Acme: Support & Co",
  yearStarts: "february",
  timeZone: "America/New_York",
  opsManager: "dana@acme.test",
  auditor: "lee@acme.test",
  emailDomains: "acme.test, acme.example",
  roster: "people.csv",
  systems: ["zendesk-us-federal", "zendesk-global"],
  zendeskGlobal: "https://acme.zendesk.com",
  zendeskFederal: "acme-federal",
  gitlabGroups: "",
  gitlabProjects: "",
  onepasswordGroup: "",
  auth: "client",
  tracker: "acme/support-ops/audits",
  gitlabUrl: "https://gitlab.acme.test",
};

/** Every variable the text asks for, set. */
function variablesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [String(name), "example"]));
}

function loaded(text: string) {
  return configOf(text, {}, variablesOf(text));
}

it.each(["client", "token", "api-token"] as const)("loads, signing in by %s", async (auth) => {
  const config = await loaded(initialConfig({ ...answers, auth }));
  expect(config).toMatchObject({
    organization: "Acme: Support & Co",
    fiscalYearStarts: "february",
    timeZone: "America/New_York",
    people: { opsManager: { email: "dana@acme.test" }, auditor: { email: "lee@acme.test" } },
    emailDomains: ["acme.test", "acme.example"],
    roster: { csv: expect.stringMatching(/people\.csv$/) },
    tracker: { gitlab: { url: new URL("https://gitlab.acme.test"), project: "acme/support-ops/audits" } },
  });
  expect(config.systems).toMatchObject([
    { id: "zendesk-global", rosterKey: "main", settings: { url: new URL("https://acme.zendesk.com") } },
    { id: "zendesk-us-federal", rosterKey: "us-federal", settings: { url: new URL("https://acme-federal.zendesk.com") } },
  ]);
});

it("loads without a second system and without GitLab", async () => {
  const config = await loaded(
    initialConfig({
      ...answers,
      systems: ["zendesk-global"],
      zendeskFederal: "",
      tracker: "",
      gitlabUrl: "",
      roster: "team/roster",
    }),
  );
  expect(config).toMatchObject({
    systems: [{ id: "zendesk-global" }],
    tracker: { files: expect.stringMatching(/audits$/) },
    roster: { directory: expect.stringMatching(/roster$/) },
  });
});

it("reads a .yaml roster as a list", async () => {
  expect((await loaded(initialConfig({ ...answers, roster: "support-team.yaml" }))).roster).toEqual({ file: expect.any(String) });
});

it("asks the environment for every secret", () => {
  const text = initialConfig(answers);
  const secrets = text.split("\n").filter((line) => /(?:secret|token):/.test(line) && !line.trim().startsWith("#"));
  expect(secrets.length).toBeGreaterThan(1);
  for (const line of secrets) expect(line).toMatch(/(?:secret|token): "\$\{\w+\}"/);
});

it("loads whatever the organization is called", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (organization) => {
      fc.pre(organization.trim() !== "" && !organization.includes("$${"));
      expect((await loaded(initialConfig({ ...answers, organization }))).organization).toBe(organization.trim());
    }),
    { numRuns: 30 },
  );
});

it("writes text that reads back as itself", () => {
  const hard = fc.constantFrom(
    "true",
    "No",
    "null",
    "12",
    "1e3",
    "- x",
    "a: b",
    "a #b",
    "@all",
    "*x",
    "{x}",
    "2026-01-01",
    "~",
    "y",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), hard), (text) => {
      fc.pre(!text.includes("${"));
      expect(parse(`a: ${yamlText(text)}`)).toEqual({ a: text.trim() });
    }),
  );
});
