import { expect, test } from "vitest";
import { Clock } from "./clock.ts";
import { makeCompany } from "./company.ts";

const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
const company = makeCompany(clock);
const instances = [company.global, company.federal];

test("the same day makes the same company", () => {
  expect(makeCompany(clock)).toEqual(company);
});

test("it is as large as a company that needs this: 120 people, 1,500 light agents, 80 full agents", () => {
  const of = (type: number) =>
    company.global.data.users.filter((user) => user.active && !user.shared_agent && user.role_type === type).length;
  expect(company.people.length).toBeGreaterThanOrEqual(120);
  expect(of(1)).toBeGreaterThanOrEqual(1500);
  expect(of(0)).toBeGreaterThanOrEqual(80);
});

test("every fault a Zendesk account can have is planted on both", () => {
  const ids = [
    ..."account-without-person person-without-account leaver-with-access name-mismatch email-mismatch id-missing id-mismatch".split(
      " ",
    ),
    ..."role-mismatch group-mismatch unexpected-admin inactive-account never-signed-in mfa-disabled duplicate-account".split(" "),
    ..."suspended-with-access unrecognised-role external-domain service-account-unowned light-agent-on-roster".split(" "),
    ..."token-unowned token-unjustified token-name-nonstandard token-expired token-expiring token-never-expires".split(" "),
    ..."token-unused token-owner-left".split(" "),
  ];
  for (const { planted } of instances) for (const id of ids) expect(planted.map(({ check }) => check)).toContain(id);
  expect(company.federal.planted.map(({ check }) => check)).toContain("citizenship-unverified");
});

test("every fault Calendly can have is planted", () => {
  const ids = [
    ..."account-without-person person-without-account leaver-with-access name-mismatch unexpected-admin".split(" "),
    ..."duplicate-account unrecognised-role external-domain service-account-unowned pending-invitation".split(" "),
    ..."link-missing link-not-main-page link-mismatch".split(" "),
  ];
  expect(new Set(company.calendly.planted.map(({ check }) => check))).toEqual(new Set(ids));
});

test("the organisation is as large as two pages, with one owner, admins, and invitations of every kind", () => {
  const { members, invitations } = company.calendly.data;
  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(({ role }) => role === "owner")).toHaveLength(1);
  expect(new Set(invitations.map(({ status }) => status))).toEqual(new Set(["pending", "accepted", "declined"]));
  expect(new Set([...members, ...invitations].map(({ id }) => id)).size).toBe(members.length + invitations.length);
});

test("no plant stands twice, no id twice, and rows ascend by id", () => {
  for (const { planted, data } of instances) {
    const keys = planted.map(({ check, subject }) => `${check} ${subject}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const rows of [data.users, data.groups, data.memberships, data.apiTokens, data.oauthTokens] as { id: string }[][]) {
      for (const [index, row] of rows.entries())
        if (index > 0) expect(BigInt(row.id) > BigInt(rows[index - 1]?.id ?? "0")).toBe(true);
    }
  }
});

test("names and e-mails in the roster are distinct, but for the two people who share a name on each instance", () => {
  const emails = company.people.flatMap(({ email, aliases = [] }) => [email, ...aliases]);
  expect(new Set(emails).size).toBe(emails.length);
  expect(company.people.length - new Set(company.people.map(({ name }) => name)).size).toBe(3);
});
