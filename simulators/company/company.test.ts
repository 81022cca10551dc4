import { expect, test } from "vitest";
import { makeCalendly } from "./calendly.ts";
import { Clock } from "./clock.ts";
import { type Company, makeCompany } from "./company.ts";
import { makeOpsGroup } from "./gitlab-projects.ts";
import { hostileNames } from "./names.ts";
import { makeOnepassword } from "./onepassword.ts";

const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
const company = makeCompany(clock);
const instances = [company.global, company.federal];

test("the same day makes the same company", () => {
  const data = ({ systems, ...more }: Company) => ({
    ...more,
    systems: systems.map(({ planted, files }) => ({ planted, files })),
  });
  expect(data(makeCompany(clock))).toEqual(data(company));
});

test("it is as large as a company that needs this: 120 people, 1,500 light agents, 80 full agents", () => {
  const of = (type: number) =>
    company.global.data.users.filter((user) => user.active && !user.shared_agent && user.role_type === type).length;
  expect(company.people.length).toBeGreaterThanOrEqual(120);
  expect(of(1)).toBeGreaterThanOrEqual(1500);
  expect(of(0)).toBeGreaterThanOrEqual(80);
});

test("its federal account is smaller, with ids no JavaScript number holds", () => {
  const { users } = company.federal.data;
  expect(users.filter((user) => user.role_type === 0 && user.active && !user.shared_agent).length).toBeGreaterThanOrEqual(40);
  expect(users.filter((user) => user.role_type === 1).length).toBe(150);
  const ids = [...users, ...company.global.data.customRoles].map(({ id }) => id);
  expect(ids.filter((id) => !Number.isSafeInteger(Number(id))).length).toBeGreaterThan(100);
  expect(Math.max(...ids.map((id) => id.length))).toBeGreaterThanOrEqual(17);
});

test("the roster has people who left, who will start, who are spared, of every region, and a manager for each who has one", () => {
  const { people } = company;
  expect(people.filter(({ end_date }) => end_date && end_date < clock.day(0)).length).toBeGreaterThanOrEqual(6);
  expect(people.filter(({ start_date }) => start_date > clock.day(0)).length).toBeGreaterThanOrEqual(2);
  expect(new Set(people.map(({ region }) => region)).size).toBe(5);
  const names = new Set(people.map(({ name }) => name));
  expect(people.filter(({ reports_to }) => reports_to && !names.has(reports_to))).toEqual([]);
  expect(people.some(({ aliases }) => aliases !== undefined)).toBe(true);
});

/** Account or row id at the end of a planted subject. */
function idOf(subject: string): string {
  return subject.slice(subject.lastIndexOf(":") + 1);
}

test("what is planted is about accounts, people and credentials that are there", () => {
  for (const { planted, data } of instances) {
    const tokens = [...data.apiTokens, ...data.oauthTokens, ...data.oauthClients].map(({ id }) => id);
    for (const { subject } of planted) {
      if (subject.startsWith("account:")) expect(data.users.filter(({ id }) => id === idOf(subject))).toHaveLength(1);
      else if (subject.startsWith("person:"))
        expect(company.people.filter(({ email }) => email === idOf(subject))).toHaveLength(1);
      else expect(tokens).toContain(idOf(subject));
    }
  }
});

test("no look-alike is planted: shared, deleted, contributor and customer accounts, and names made to hurt", () => {
  for (const { planted, data } of instances) {
    const planned = new Set(planted.map(({ subject }) => subject));
    const alike = data.users.filter(
      (user) =>
        user.shared_agent ||
        !user.active ||
        user.role === "end-user" ||
        user.role_type === 2 ||
        user.role_type === 3 ||
        (user.name !== null && hostileNames.includes(user.name)),
    );
    expect(alike.length).toBeGreaterThanOrEqual(6 + hostileNames.length);
    expect(alike.filter(({ id }) => planned.has(`account:${id}`))).toEqual([]);
  }
});

test("each kind of credential has a fault, and one fault is exempt on each account", () => {
  for (const { planted } of instances) {
    const kinds = new Set(
      planted.map(({ subject }) => subject.split(":").slice(0, 2).join(":")).filter((kind) => /^cred/.test(kind)),
    );
    expect([...kinds].sort()).toEqual(["credential:api-token", "credential:oauth-client", "credential:oauth-token"]);
    expect(planted.filter(({ exempt }) => exempt).map(({ check }) => check)).toEqual(["token-unjustified"]);
  }
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
  const calendly = company.systems.find(({ system }) => system === "calendly");
  expect(new Set(calendly?.planted.map(({ check }) => check))).toEqual(new Set(ids));
});

test("every fault the members of GitLab's groups can have is planted", () => {
  const ids = [
    ..."account-without-person leaver-with-access name-mismatch id-missing id-mismatch unexpected-admin inactive-account".split(
      " ",
    ),
    ..."duplicate-account suspended-with-access pending-invitation unrecognised-role service-account-unowned".split(" "),
    ..."token-unowned token-unjustified token-name-nonstandard token-expiring token-never-expires token-unused".split(" "),
    ..."token-owner-left entitlement-missing entitlement-excess membership-expiring".split(" "),
  ];
  const gitlab = company.systems.find(({ system }) => system === "gitlab-com");
  expect(new Set(gitlab?.planted.map(({ check }) => check))).toEqual(new Set(ids));
});

test("every fault a project can have is planted, unprotected, inherited and by a wildcard too", () => {
  const ids = [
    ..."author-approval-allowed committer-approval-allowed approval-override-allowed approvals-kept-on-push".split(" "),
    ..."merge-access-unexpected push-access-unexpected force-push-allowed codeowner-approval-off".split(" "),
  ];
  const { planted, projects } = makeOpsGroup();
  expect(new Set(planted.map(({ check }) => check))).toEqual(new Set(ids));
  expect(new Set(planted.map(({ check, subject }) => `${check} ${subject}`)).size).toBe(planted.length);
  const quiet = projects.filter(
    ({ archived, markedForDeletionOn, path }) => archived || markedForDeletionOn || !path.startsWith("acme/ops/"),
  );
  expect(quiet.length).toBeGreaterThanOrEqual(5);
  expect(planted.filter(({ subject }) => quiet.some(({ id }) => subject === `resource:${id}`))).toEqual([]);
});

test("every fault a directory can have is planted", () => {
  const ids = [
    ..."account-without-person person-without-account leaver-with-access name-mismatch email-mismatch id-missing".split(" "),
    ..."id-mismatch role-mismatch group-mismatch unexpected-admin suspended-with-access duplicate-account".split(" "),
    ..."external-domain service-account-unowned".split(" "),
  ];
  const directory = company.systems.find(({ system }) => system === "lab-directory");
  expect(new Set(directory?.planted.map(({ check }) => check))).toEqual(new Set(ids));
});

test("the organisation is as large as two pages, with one owner, admins, and invitations of every kind", () => {
  const { members, invitations } = makeCalendly(makeCompany(clock).people, clock).data;
  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(({ role }) => role === "owner")).toHaveLength(1);
  expect(new Set(invitations.map(({ status }) => status))).toEqual(new Set(["pending", "accepted", "declined"]));
  expect(new Set([...members, ...invitations].map(({ id }) => id)).size).toBe(members.length + invitations.length);
});

test("every fault a 1Password group can have is planted, and everybody in it is somebody", () => {
  const ids = [
    ..."account-without-person leaver-with-access name-mismatch unexpected-admin inactive-account never-signed-in".split(" "),
    ..."duplicate-account suspended-with-access guest-with-access pending-invitation unrecognised-role".split(" "),
    ..."external-domain service-account-unowned entitlement-missing".split(" "),
  ];
  const { planted, data, group } = makeOnepassword(makeCompany(clock).people, clock);
  expect(new Set(planted.map(({ check }) => check))).toEqual(new Set(ids));
  const users = new Set(data.users.map(({ id }) => id));
  expect(users.size).toBe(data.users.length);
  expect(group.members.filter(({ user }) => !users.has(user))).toEqual([]);
  expect(data.groups.filter(({ name }) => name === "Support").map(({ state }) => state)).toEqual(["ACTIVE", "DELETED"]);
});

test("every fault PagerDuty can have is planted", () => {
  const ids = [
    ..."person-without-account leaver-with-access name-mismatch email-mismatch id-missing id-mismatch role-mismatch".split(" "),
    ..."unexpected-admin duplicate-account unrecognised-role external-domain service-account-unowned".split(" "),
    ..."pending-invitation rotation-missing rotation-unexpected paged-without-person".split(" "),
  ];
  const pagerduty = company.systems.find(({ system }) => system === "pagerduty");
  expect(new Set(pagerduty?.planted.map(({ check }) => check))).toEqual(new Set(ids));
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
