import type { Fault } from "../kit/faults.ts";
import type { Reply, Request } from "../kit/server.ts";
import type { Group, OnepasswordData, Switches, User } from "./data.ts";

/** The bridge's own prefix, in the words of its support page. */
export const scimPrefix = "/scim";

/** The bridge shows at most so many rows at once, whatever is asked for. */
const longest = 60;

/** The SCIM face of a bridge that provisions the account: users and groups, read only here. */
export class ScimBridge {
  readonly #data: OnepasswordData;
  readonly #switches: Switches;
  readonly #token: string;

  constructor(of: { data: OnepasswordData; switches: Switches; token: string }) {
    this.#data = of.data;
    this.#switches = of.switches;
    this.#token = of.token;
  }

  answer({ method, address, headers }: Request, fault: Fault | null): Reply {
    if (headers.get("authorization") !== `Bearer ${this.#token}`) return error(401, "authorization failed");
    if (method !== "GET") return error(500, "this bridge is read-only");
    const [, kind, id] = /^\/(Users|Groups)(?:\/([^/]+))?$/.exec(address.pathname.slice(scimPrefix.length)) ?? [];
    if (kind === undefined) return error(404, "no such resource");
    if (id === undefined) return this.#list(kind === "Users" ? this.#users() : this.#groups(), address, fault);
    const group = kind === "Groups" ? this.#active().find((one) => one.id === id) : undefined;
    return group ? scim(200, this.#group(group, address.searchParams.get("attributes"))) : error(404, "no such resource");
  }

  /** Those it provisions: no guest, no service account, nobody who only was invited. */
  #provisioned(): User[] {
    return this.#data.users.filter(({ type, state }) => type === "MEMBER" && !["PENDING", "DELETED"].includes(state));
  }

  #active(): Group[] {
    return this.#data.groups.filter(({ state }) => state === "ACTIVE");
  }

  #users(): object[] {
    return this.#provisioned().map((user) => {
      const groups = this.#active().filter(({ members }) => members.some((member) => member.user === user.id));
      const [givenName = "", ...rest] = user.name.split(" ");
      return {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        id: user.id,
        userName: user.email,
        displayName: user.name,
        name: { formatted: user.name, givenName, familyName: rest.join(" ") },
        emails: [{ value: user.email, type: "work", primary: true }],
        active: user.state !== "SUSPENDED",
        groups: groups.map(({ id, name }) => ({ value: id, display: name })),
        meta: { resourceType: "User", created: user.created_at },
      };
    });
  }

  #groups(): object[] {
    return this.#active().map((group) => this.#group(group, null));
  }

  #group({ id, name, members, created_at }: Group, attributes: string | null): object {
    const { scimMembers } = this.#switches;
    const provisioned = new Map(this.#provisioned().map((user) => [user.id, user]));
    const whole = members
      .flatMap(({ user }) => provisioned.get(user) ?? [])
      .map(({ id: value, email }) => ({ value, display: email, type: "User" }));
    const isShown = scimMembers !== "hidden" && (scimMembers !== "unless-asked" || attributes?.includes("members"));
    return {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      id,
      displayName: name,
      ...(isShown ? { members: scimMembers === "cut" ? whole.slice(0, 50) : whole } : {}),
      meta: { resourceType: "Group", created: created_at },
    };
  }

  #list(rows: object[], { searchParams }: URL, fault: Fault | null): Reply {
    const start = Math.max(1, Number(searchParams.get("startIndex") ?? 1));
    const count = Math.min(longest, Math.max(0, Number(searchParams.get("count") ?? longest)));
    const shown = rows.slice(start - 1, start - 1 + count);
    if (fault?.kind === "drop-row") shown.shift();
    if (fault?.kind === "repeat-row" && shown[0]) shown.unshift(shown[0]);
    return scim(200, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: rows.length + (fault?.kind === "repeat-page" ? start : 0),
      startIndex: start,
      itemsPerPage: shown.length,
      ...(shown.length > 0 ? { Resources: shown } : {}),
    });
  }
}

function scim(status: number, body: unknown): Reply {
  return { status, headers: { "Content-Type": "application/scim+json" }, body: JSON.stringify(body) };
}

/** `status` is text, as the RFC has it. */
function error(status: number, detail: string): Reply {
  return scim(status, { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), detail });
}
