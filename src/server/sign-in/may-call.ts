import type { Role, Scope } from "../../model/api/session.ts";
import type { Said } from "../api/problem.ts";
import type { Who } from "../who.ts";

/** Why somebody may not make a call; `null` = they may. */
export function mayNotCall({ roles, via, scopes }: Who, asked: { roles: readonly Role[]; scope: Scope | null }): Said | null {
  const { scope } = asked;
  if (via === "access-token" && scope === null) return noToken;
  if (scopes !== null && scope !== null && !scopes.includes(scope)) return outOfScope(scope);
  return roles.some((role) => asked.roles.includes(role)) ? null : otherRole(asked.roles);
}

const noToken: Said = {
  status: 403,
  detail: "An access token cannot do this.",
  fix: "Sign in and do it on the dashboard.",
};

function outOfScope(scope: string): Said {
  return {
    status: 403,
    detail: `This access token lacks the scope ${scope}.`,
    fix: "Make one that has it, on the dashboard under Settings.",
    headers: { "www-authenticate": `Bearer realm="rollcall", error="insufficient_scope", scope="${scope}"` },
  };
}

function otherRole(roles: readonly string[]): Said {
  return {
    status: 403,
    detail: `Only ${roles.join(" and ")} may do this.`,
    fix: "people and serve.roles in rollcall.yaml say who that is. Whoever opened a link only claims to be somebody: where decisions.command_line is false that decides nothing.",
  };
}
