import { expect, test } from "vitest";
import { account, person, type SceneParts, scene, source } from "../../core/testing/scene.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { SourceStatus } from "../../model/source.ts";
import { pagerduty } from "./index.ts";
import { pagerdutyNotes } from "./notes.ts";

const facts = pagerduty.facts({} as SystemConfig);
const amer = { kind: "schedule", id: "S1", name: "Emergencies | AMER" } as const;
const emea = { kind: "schedule", id: "S2", name: "EMEA" } as const;
const entry = { id: "1", role: null, rotations: ["EMEA"], alias: null };
const role = { id: "limited_user", name: "Responder", known: true };

function notes(more: SceneParts = {}, ended: Record<string, SourceStatus> = {}, findings: object[] = []) {
  const dana = person({ pagerduty: entry });
  const cy = person({ id: "cy@acme.test", email: "cy@acme.test", name: "Cy", endDate: "2026-01-31" });
  const made = scene({
    people: [dana, cy],
    accounts: [
      account({ role, grants: [{ entitlement: amer, direct: true, via: null }] }),
      account({ id: "2", name: "Cy", email: "cy@acme.test" }),
      account({ id: "3", name: "Lia", email: "lia@acme.test" }),
      account({ id: "4", name: "Bridge", email: null }),
    ],
    entitlements: [amer, emea].map((one) => ({ ...one, url: null, audited: true })),
    paged: [
      {
        id: "1",
        name: "Dana",
        deleted: false,
        duties: [
          { resource: amer, as: "layer" },
          { resource: amer, as: "override" },
        ],
      },
      ...["2", "3", "4"].map((id) => ({ id, name: null, deleted: false, duties: [{ resource: amer, as: "layer" as const }] })),
      { id: "9", name: "Gone", deleted: true, duties: [{ resource: amer, as: "layer" }] },
    ],
    serviceAccounts: [{ account: "4", owner: null, purpose: "Slack", until: null }],
    licences: [{ id: "L", name: "Full", description: null, used: 3, free: null }],
    facts,
    ...more,
  });
  const names = [...new Set(Object.values(facts).flatMap(({ sources }) => sources))];
  return pagerdutyNotes({ ...made, sources: names.map((name) => source(name, ended[name])) }, findings as Finding[]);
}

test("the first table is the team: id, account, role, what the roster says and where they stand", () => {
  const [s1, s2] = [{ resource: { id: "S1", name: null } }, { resource: { id: "S2", name: null } }];
  const finding = { key: "pagerduty/rotation-missing/person:dana@acme.test+resource:S2", ref: "F1", ...s2 };
  const [team] = notes({}, {}, [finding, { key: "pagerduty/rotation-unexpected/account:1+resource:S1", ref: "F2", ...s1 }]);
  expect(team?.rows).toEqual([
    ["Dana Whitfield", "dana@acme.test", "1", "1", "Responder", "EMEA", "Emergencies | AMER", "", "F1 F2"],
  ]);
});

test("the second is everybody each audited schedule can page, how, and who that is; one that pages nobody says so", () => {
  const [, paged] = notes({}, {}, [{ key: "pagerduty/paged-without-person/account:3", ref: "F3" }]);
  expect(paged?.rows).toEqual([
    ["EMEA", "schedule", null, "nobody in the next fourteen days", "", ""],
    ["Emergencies | AMER", "schedule", "Bridge", "layer", "service account: Slack", ""],
    ["Emergencies | AMER", "schedule", "Cy", "layer", "Cy, who left on 2026-01-31", ""],
    ["Emergencies | AMER", "schedule", "Dana Whitfield", "layer, override", "Dana Whitfield", ""],
    ["Emergencies | AMER", "schedule", "Gone", "layer", "a user who was deleted", ""],
    ["Emergencies | AMER", "schedule", "Lia", "layer", "nobody in the roster", "F3"],
  ]);
});

test("the third is the licences; without any it is not there", () => {
  expect(notes().at(-1)).toMatchObject({ id: "licences", rows: [["Full", null, 3, "no limit"]] });
  expect(notes({ licences: [] }).map(({ id }) => id)).toEqual(["support-team", "who-can-be-paged"]);
});

test("without the users only the licences are left; without a list of duties the titles say so", () => {
  expect(notes({}, { users: "failed" }).map(({ id }) => id)).toEqual(["licences"]);
  for (const { title } of notes({}, { "on-calls": "unavailable" }).slice(0, 2)) expect(title).toContain("in part: not all");
});
