import { credentialsError, platformError } from "../../model/errors.ts";
import { knownRoles, mayManage } from "./roles.ts";
import type { MemberRow, MeRow } from "./shapes.ts";

/**
 * Watches a list of members while it is read, and says at its end whether it can be the whole: Calendly shows an ordinary user
 * nobody but themselves, with status 200, so that a naive reader sees one row and calls it an organisation.
 */
export class Wholeness {
  readonly #me: MeRow;
  #owners = 0;
  #rows = 0;
  #ownRole: string | null | undefined;

  constructor(me: MeRow) {
    this.#me = me;
  }

  see(rows: readonly MemberRow[]): void {
    for (const { id, role } of rows) {
      this.#rows += 1;
      if (role === "owner") this.#owners += 1;
      if (id === this.#me.id) this.#ownRole = role ?? null;
    }
  }

  /** @throws credentials error where the token's user sees only itself; platform error where the list lacks who must be in it */
  end(): void {
    const who = this.#me.email ?? this.#me.id;
    if (this.#ownRole !== undefined) mayOnlySeeItself(this.#me, this.#ownRole);
    if (this.#ownRole === undefined && this.#rows > 0)
      throw platformError(`${who}, whose token this is, is not in the list: it cannot be the whole`, again);
    if (this.#owners === 0)
      throw platformError(`no owner among ${this.#rows} members: the list cannot be the whole organisation`, again);
  }
}

/** @throws credentials error where the token's user manages nothing, and so sees only itself */
export function mayOnlySeeItself(me: MeRow, role: string | null | undefined): void {
  if (!mayManage(role)) throw tooLittle(me.email ?? me.id, role ?? null);
}

const again = "run again; if it stays, report this line as a bug";

function tooLittle(who: string, role: string | null) {
  const told =
    role !== null && knownRoles.has(role) ? `is ${role === "user" ? "an ordinary user" : role}` : `has the role ${role}`;
  return credentialsError(
    `${who}, whose token this is, ${told} of the organisation and sees only itself`,
    "use a token of an owner or admin of the organisation",
  );
}
