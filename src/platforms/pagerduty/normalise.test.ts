import { expect, test } from "vitest";
import { pagerduty } from "./index.ts";
import { kept, policy, type Rows, schedule, shifts, systemOf } from "./testing/rows.ts";

function ways(rows: Rows, settings: object = {}): string[] {
  const { paged = [] } = pagerduty.normalise(kept(rows), systemOf(settings));
  return paged.flatMap(({ id, duties }) => duties.map(({ as, resource }) => `${id} ${as} ${resource.id}`));
}

test("a user is an account: seated, its role in PagerDuty's own words, no signal where there is none", () => {
  const user = { id: "U1", name: "Dana", email: "dana@acme.test", role: "limited_user", html_url: "https://acme.test/U1" };
  const rows = {
    users: [
      {
        ...user,
        teams: [
          { id: "T1", summary: "Core" },
          { id: "T1", summary: "Core" },
        ],
      },
    ],
  };
  expect(pagerduty.normalise(kept(rows), systemOf()).accounts).toEqual([
    {
      id: "U1",
      name: "Dana",
      email: "dana@acme.test",
      username: null,
      url: "https://acme.test/U1",
      kind: "person",
      class: "limited_user",
      seated: true,
      admin: false,
      role: { id: "limited_user", name: "Responder", known: true },
      suspended: null,
      mfa: null,
      lastSignIn: null,
      createdAt: null,
      grants: [{ entitlement: { kind: "group", id: "T1", name: "Core" }, direct: true, via: null }],
    },
  ]);
});

test.each([
  ["owner", "owner", true, true],
  ["admin", "admin", true, true],
  ["read_only_user", "read_only_user", false, true],
  ["incident_commander", "unrecognised", null, false],
])("the role %s is counted as %s, admin %s", (role, counted, admin, known) => {
  const [account] = pagerduty.normalise(kept({ users: [{ id: "U1", role }] }), systemOf()).accounts;
  expect(account).toMatchObject({ class: counted, admin, role: { id: role, known }, name: null, email: null });
});

test("who has not accepted yet is an account and an invitation of the same id, of unknown age", () => {
  const users = [{ id: "U1", email: "a@acme.test", invitation_sent: true }, { id: "U2", invitation_sent: false }, { id: "U3" }];
  const { accounts, invitations } = pagerduty.normalise(kept({ users }), systemOf());
  expect(accounts).toHaveLength(3);
  expect(invitations).toEqual([{ id: "U1", email: "a@acme.test", createdAt: null }]);
});

test("layers and rotations of both generations are held, overrides are not", () => {
  const rows = {
    users: [{ id: "U1" }, { id: "U2" }],
    schedules: [schedule("S1", { layers: ["U1", "U1"], overrides: ["U2"], final: ["U2"] })],
    "shift-schedules": [shifts("V1", ["U1"], [["U2", "schedule_rotation_override"]])],
  };
  const { accounts, entitlements } = pagerduty.normalise(kept(rows), systemOf({ schedules: ["V1"] }));
  expect(accounts.map(({ grants }) => grants.map(({ entitlement }) => entitlement.id))).toEqual([["S1", "V1"], []]);
  expect(entitlements?.map(({ id, audited }) => [id, audited])).toEqual([
    ["S1", false],
    ["V1", true],
  ]);
});

test("who can be paged is named by each way: layers, overrides and final schedules of what is audited", () => {
  const rows = {
    schedules: [schedule("S1", { layers: ["U1"], overrides: ["U2"], final: ["U2"] }), schedule("S2", { layers: ["U9"] })],
    "shift-schedules": [
      shifts(
        "V1",
        ["U3"],
        [
          ["U4", "custom_shift"],
          ["U5", "custom_shift_override"],
        ],
      ),
    ],
  };
  expect(ways(rows, { schedules: ["S1", "V1"] })).toEqual([
    "U1 layer S1",
    "U2 final schedule S1",
    "U2 override S1",
    "U3 layer V1",
    "U4 final schedule V1",
    "U5 final schedule V1",
    "U5 override V1",
  ]);
});

test("policies count that target an audited schedule or are named; their own targets are users", () => {
  const rows = {
    "escalation-policies": [
      policy("E1", [
        ["S1", "schedule_reference"],
        ["U1", "user_reference"],
      ]),
      policy("E2", [
        ["V1", "schedule_v3_reference"],
        ["U2", "user"],
      ]),
      policy("E3", [["U3", "user_reference"]]),
      policy("E4", [
        ["S9", "schedule"],
        ["U4", "user_reference"],
      ]),
    ],
  };
  expect(ways(rows, { schedules: ["S1", "V1"] })).toEqual(["U1 policy E1", "U2 policy E2"]);
  expect(ways(rows, { schedules: ["S1"], policies: ["E3"] })).toEqual(["U1 policy E1", "U3 policy E3"]);
  expect(ways(rows)).toEqual(["U1 policy E1", "U2 policy E2", "U4 policy E4"]);
});

test("whoever stands only in the on-calls of what is audited is seen", () => {
  const call = (user: string, schedule: string | null, of: string) => ({
    user: { id: user, summary: null },
    schedule: schedule && { id: schedule },
    escalation_policy: { id: of },
  });
  const rows = {
    schedules: [schedule("S1", {})],
    "escalation-policies": [policy("E1", [["S1", "schedule_reference"]])],
    "on-calls": [call("U1", "S1", "E9"), call("U2", null, "E1"), call("U3", "S7", "E1"), call("U4", null, "E9")],
  };
  expect(ways(rows)).toEqual(["U1 final schedule S1", "U2 policy E1"]);
});

test("a user nobody has an account for any more was deleted; any reference may give the name", () => {
  const rows = {
    users: [{ id: "U1" }],
    "shift-schedules": [shifts("V1", ["U1", "GONE"])],
    "escalation-policies": [
      policy("E1", [
        ["V1", "schedule_v3_reference"],
        ["GONE", "user_reference"],
      ]),
    ],
  };
  const { paged } = pagerduty.normalise(kept(rows), systemOf());
  expect(paged?.map(({ id, name, deleted }) => [id, name, deleted])).toEqual([
    ["U1", null, false],
    ["GONE", "GONE!", true],
  ]);
});

test("licences are held by name; where the plan tells of none, nobody is said to hold none", () => {
  const users = [{ id: "U1" }, { id: "U2" }];
  const licences = [{ id: "L1", name: "Full", description: "", current_value: 1, allocations_available: null }];
  const rows = { users, licences, "licence-allocations": [{ user: { id: "U1" }, license: { id: "L1", name: "Full" } }] };
  const observed = pagerduty.normalise(kept(rows), systemOf());
  expect(observed.accounts.map(({ licence }) => licence)).toEqual(["Full", null]);
  expect(observed.licences).toEqual([{ id: "L1", name: "Full", description: null, used: 1, free: null }]);
  expect(pagerduty.normalise(kept({ users }), systemOf()).accounts[0]).not.toHaveProperty("licence");
});

test("what the roster says is due: its rotations once each, the role in PagerDuty's words", () => {
  const entry = { id: "U1", role: "responder", rotations: ["AMER", " amer", "EMEA"], alias: "D" };
  expect(pagerduty.expectation({ pagerduty: entry } as never, systemOf())).toEqual({
    path: "pagerduty",
    id: "U1",
    username: null,
    alias: "D",
    role: "Responder",
    groups: null,
    dues: [
      { entitlement: "AMER", level: null },
      { entitlement: "EMEA", level: null },
    ],
  });
  expect(pagerduty.expectation({ pagerduty: null } as never, systemOf())).toBe(null);
  expect(pagerduty.defaultRole?.(systemOf({ roles: { default: "user" } }))).toBe("Manager");
});
