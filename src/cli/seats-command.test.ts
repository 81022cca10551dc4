import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../model/report.ts";
import type { SeatsReport } from "../model/seats.ts";
import { now } from "../testing/company.ts";
import { federal, useCompany } from "../testing/use-company.ts";

const on = useCompany();

function seats(...args: string[]) {
  return on.run(["seats", "--now", now, ...args]);
}

async function reported(...args: string[]) {
  const { stdout, code, stderr } = await seats("--format", "json", ...args);
  return { code, stderr, systems: (JSON.parse(stdout) as SeatsReport).systems };
}

describe("rollcall seats", () => {
  test("counts what the audits count, from the users and roles alone", async () => {
    const { systems, code } = await reported();
    const { report } = await on.audit(["--all", "--no-publish"]);
    const counts = report?.audits.find(({ system }) => system === "zendesk-global")?.counts;
    const [global, us, training] = ["zendesk-global", federal, "training-portal"].map((id) =>
      systems.find(({ system }) => system === id),
    );
    expect(code).toBe(0);
    expect(global?.types.map(({ type, used }) => [type, used])).toEqual([
      ["full", (counts?.full ?? 0) + (counts?.admin ?? 0)],
      ["light", counts?.light],
    ]);
    expect(global).toMatchObject({ currency: "USD", days_to_renewal: 71, types: [{ bought: 120, idle: { suspended: 2 } }, {}] });
    expect(us).toMatchObject({ currency: null, total: { bought: null, could_be_saved: null } });
    expect(training).toMatchObject({ platform: "csv", types: [{ type: "member", bought: 60, cost_a_month: 750 }] });
  });

  test("asks for no more than seats rest on", async () => {
    await on.company.mend();
    const before = (await on.company.books()).requests.length;
    await seats(federal);
    const asked = (await on.company.books()).requests.slice(before).map(({ path }) => path.replace(/\?.*/, ""));
    expect([...new Set(asked)].sort()).toEqual(["/api/v2/custom_roles", "/api/v2/users", "/api/v2/users/count", "/oauth/tokens"]);
  });

  test("without all users it gives no number, says why, and exits 3", async () => {
    // One page of several is cut: the others are no list of agents.
    await on.company.fault({ server: federal, kind: "html", path: "/api/v2/users?", after: 1 });
    const { systems, code } = await reported(federal);
    expect(code).toBe(3);
    expect(systems[0]).toMatchObject({
      reason: expect.stringContaining("users could not be read"),
      types: [],
      total: { used: null },
    });
    expect((await seats(federal)).stdout).toContain("Seats used are not known: users could not be read");
  }, 60_000);

  test("an export that is a login page is no number of seats either", async () => {
    const path = join(on.company.folder, "exports/training-portal.csv");
    const whole = readFileSync(path);
    writeFileSync(path, "<!doctype html><title>Sign in</title>");
    const { systems, code } = await reported("training-portal");
    const { stdout, code: audited } = await on.run(["audit", "training-portal", "--no-publish", "--format", "json"]);
    const [audit] = (JSON.parse(stdout) as AuditReport).audits;
    writeFileSync(path, whole);
    expect([code, audited]).toEqual([3, 3]);
    expect(systems[0]?.reason).toContain("is a page of HTML, not CSV");
    expect(audit).toMatchObject({
      status: "failed",
      findings: [],
      counts: {},
      sources: [{ status: "failed", rows: 0, requests: 0, sha256: null }],
    });
  });

  test("writes a file, refuses a folder and an unknown system", async () => {
    const { code, stdout } = await seats("training-portal", "--format", "csv", "--output", "seats.csv");
    expect([code, stdout]).toEqual([0, ""]);
    expect(readFileSync(join(on.company.folder, "seats.csv"), "utf8")).toContain(
      "training-portal,Training portal,member,60,44,16",
    );
    expect((await seats("--output", "exports/")).code).toBe(2);
    expect((await seats("training-potral")).stderr).toContain("did you mean training-portal?");
    expect(existsSync(join(on.company.folder, "rollcall.yaml"))).toBe(true);
  });
});
