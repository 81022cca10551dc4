import { describe, expect, it } from "vitest";
import { person, roster } from "../../core/testing/scene.ts";
import type { Role } from "../../model/api/session.ts";
import type { Config, ServeConfig, SystemConfig } from "../../model/config.ts";
import { serveConfig, someConfig, someRoster } from "../testing/sign-in-site.ts";
import { groupsOf, knownBy, mainEmail, rolesOf, visibleSystems } from "./roles.ts";

const now = "2026-11-22T12:00:00Z";
const config = (serve: Partial<ServeConfig>): Config => ({ ...someConfig, serve: { ...serveConfig, ...serve } });
const roles = (named: Partial<ServeConfig["roles"]>) => ({ manager: [], auditor: [], viewer: [], ...named });

describe("roles", () => {
  const of = (email: string, { groups = [] as string[], serve = {} as Partial<ServeConfig> } = {}) =>
    rolesOf({ email, groups }, { config: config(serve), roster: someRoster }, now);

  it("come from the people of the configuration without being named", () => {
    expect([of("dana@acme.test"), of("lee@acme.test"), of("pat@acme.test"), of("eve@evil.test")]).toEqual([
      ["manager", "person"],
      ["auditor"],
      ["person"],
      [],
    ]);
  });

  it("come from e-mails as compared, groups of the provider and groups of our own, best first", () => {
    const serve = {
      roles: roles({ manager: ["heads"], auditor: ["Eve+x@Evil.test"], viewer: ["everybody"] }),
      groups: { heads: ["acme/heads"] },
    };
    expect(of("eve@evil.test", { serve })).toEqual(["auditor"]);
    expect(of("eve@evil.test", { serve, groups: ["acme/heads", "everybody"] })).toEqual(["manager", "auditor", "viewer"]);
    expect(of("pat@acme.test", { serve, groups: ["everybod"] })).toEqual(["person"]);
  });

  it("come to somebody by any address the roster has of them", () => {
    const aliased = roster([person({ email: "pat@acme.test", aliases: ["pat.jones@acme.test", "pj@acme.test"] })]);
    const named = config({ roles: roles({ auditor: ["pj@acme.test"] }), groups: { federal: ["pat@acme.test"] } });
    const who = { email: "pat.jones@acme.test", groups: [] };
    expect(rolesOf(who, { config: named, roster: aliased }, now)).toEqual(["auditor", "person"]);
    expect(groupsOf(knownBy(who, aliased), named)).toEqual(["federal"]);
    expect(mainEmail(who.email, aliased)).toBe("pat@acme.test");
  });

  it("whoever has left has none, whatever still names them; on their last day they have", () => {
    const serve = { roles: roles({ manager: ["gone@acme.test"] }) };
    expect(of("gone@acme.test", { serve })).toEqual([]);
    const standing = { config: config(serve), roster: someRoster };
    expect(rolesOf({ email: "gone@acme.test", groups: [] }, standing, "2026-10-31T23:59:59Z")).toEqual(["manager", "person"]);
  });
});

describe("groups", () => {
  it("a name we define means whom we say, and not whoever has a group of that name at the provider", () => {
    const serve = config({ groups: { federal: ["dana@acme.test", "acme/us"] } });
    const of = (email: string, groups: string[]) => groupsOf({ emails: [email], groups }, serve);
    expect(of("eve@evil.test", ["federal", "x"])).toEqual(["x"]);
    expect(of("eve@evil.test", ["acme/us"])).toEqual(["acme/us", "federal"]);
    expect(of("dana@acme.test", [])).toEqual(["federal"]);
  });
});

describe("systems", () => {
  const of = (email: string, groups: string[] = [], roles: Role[] = ["viewer"]) =>
    visibleSystems({ emails: [email], groups, roles }, someConfig).map(({ id }) => id);

  it("with visible_to are there for who is in one of its groups, and for auditor, ops manager and deputy of the configuration", () => {
    expect(of("pat@acme.test", ["federal"])).toEqual(["zendesk", "federal"]);
    expect(of("pat@acme.test", ["Federal", "fed"])).toEqual(["zendesk"]);
    expect([of("lee@acme.test"), of("dana@acme.test")]).toEqual([
      ["zendesk", "federal"],
      ["zendesk", "federal"],
    ]);
  });

  it("are not there for who is only asked", () => {
    expect(of("pat@acme.test", ["federal"], ["person"])).toEqual([]);
  });

  it("a manager or auditor by a list alone does not see them", () => {
    const systems = [{ id: "federal", visibleTo: ["federal"] } as SystemConfig];
    expect(
      visibleSystems({ emails: ["other@acme.test"], groups: ["heads"], roles: ["manager"] }, { ...someConfig, systems }),
    ).toEqual([]);
  });
});
