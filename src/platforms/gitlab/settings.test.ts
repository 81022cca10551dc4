import { expect, test } from "vitest";
import { gitlabSettings } from "./settings.ts";

const auth = { token: "glpat-example" };

function faults(given: object): string[] {
  const { error } = gitlabSettings.safeParse({ auth, groups: ["acme/support"], ...given });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(" ")}: ${message}`);
}

test.each([
  ["developer", 30, "Developer"],
  ["Maintainer", 40, "Maintainer"],
  ["minimal", 5, "Minimal access"],
  ["minimal_access", 5, "Minimal access"],
  ["security-manager", 25, "Security manager"],
  ["Planner ", 15, "Planner"],
  [30, 30, "Developer"],
  ["45", 45, "Level 45"],
])("the level %s is %i, %s", (written, value, name) => {
  const parsed = gitlabSettings.parse({
    auth,
    groups: ["acme/support"],
    entitlements: { Engineer: { "acme/support": written } },
  });
  expect(parsed.entitlements).toEqual({ Engineer: { "acme/support": { value, name } } });
  expect(parsed.url.href).toBe("https://gitlab.com/");
});

test("a group is a path or a number, once", () => {
  expect(gitlabSettings.parse({ auth, groups: [81, " acme/support.team "] }).groups).toEqual(["81", "acme/support.team"]);
  expect(faults({ groups: ["acme", "ACME"] })).toEqual(["groups: expected each group once, found one twice"]);
  expect(faults({ groups: [] })[0]).toContain("at least one group");
  for (const wrong of ["https://gitlab.com/acme", "/acme", "acme/", "acme//x", "../acme", "acme?x=1", "-acme"])
    expect([wrong, faults({ groups: [wrong] }).length]).toEqual([wrong, 1]);
});

test("what is due must be in a group that is audited, at a level there is", () => {
  expect(faults({ entitlements: { Engineer: { "Acme/Support": "guest" } } })).toEqual([]);
  expect(faults({ entitlements: { Engineer: { "acme/suport": "guest" } } })).toEqual([
    "entitlements Engineer acme/suport: expected one of this system's groups: did you mean acme/support?",
  ]);
  expect(faults({ entitlements: { Engineer: { "acme/support": "reportr" } } })[0]).toContain("did you mean reporter?");
  expect(faults({ entitlements: { Engineer: { "acme/support": "boss of all" } } })[0]).toContain(
    "expected an access level (minimal,",
  );
  expect(faults({ entitlements: { Engineer: "developer" } })[0]).toContain("expected titles");
});
