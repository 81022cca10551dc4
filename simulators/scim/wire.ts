import type { ScimData, ScimGroup, ScimUser, Switches } from "./data.ts";

/** Where the resources say they are. */
export interface Base {
  origin: string;
  prefix: string;
}

export type Resource = Record<string, unknown> & { id: string; schemas: string[] };

/** Resources as a service writes them. Attributes without a value are left out (RFC 7643 §2.5). */
export class Wire {
  readonly #data: ScimData;
  readonly #switches: Switches;

  constructor(data: ScimData, switches: Switches) {
    this.#data = data;
    this.#switches = switches;
  }

  user = (user: ScimUser, base: Base): Resource => {
    const { id, externalId, userName, displayName, name, active, emails, roles, created } = user;
    const groups = this.#switches.userGroups ? this.#groupsOf(id, base) : [];
    return compact({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      id,
      externalId,
      userName,
      displayName,
      name,
      active: active === undefined || !this.#switches.asText ? active : active ? "True" : "False",
      emails,
      roles,
      groups,
      title: "Support Engineer",
      meta: this.#meta("User", id, { base, created }),
    });
  };

  group = ({ id, displayName, members }: ScimGroup, base: Base): Resource => {
    const shown = members.slice(0, this.#switches.mostMembers ?? members.length);
    return compact({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      id,
      displayName,
      members: shown.map((member) => ({
        value: member.id,
        $ref: `${base.origin}${base.prefix}/${member.kind}s/${member.id}`,
        ...(member.untyped ? {} : { type: member.kind }),
      })),
      meta: this.#meta("Group", id, { base, created: "2024-05-03T09:00:00Z" }),
    });
  };

  #meta(resourceType: string, id: string, { base, created }: { base: Base; created: string }): object {
    const location = `${base.origin}${base.prefix}/${resourceType}s/${id}`;
    return { resourceType, created, lastModified: created, location };
  }

  /** Direct ones, and those they are within. */
  #groupsOf(user: string, base: Base): object[] {
    const direct = new Set(this.#data.groups.filter(({ members }) => members.some(({ id }) => id === user)).map(({ id }) => id));
    const all = new Set(direct);
    for (const id of all) {
      for (const group of this.#data.groups) if (group.members.some((member) => member.id === id)) all.add(group.id);
    }
    return [...all].map((id) => ({
      value: id,
      $ref: `${base.origin}${base.prefix}/Groups/${id}`,
      display: this.#data.groups.find((group) => group.id === id)?.displayName,
      type: direct.has(id) ? "direct" : "indirect",
    }));
  }
}

function compact(resource: Record<string, unknown>): Resource {
  const written = Object.entries(resource).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(written) as Resource;
}
