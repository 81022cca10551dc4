import type { HttpClient, HttpResponse } from "../../http/client.ts";
import { platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Identity, Reading } from "../platform.ts";
import { keepRows } from "../rows.ts";
import { roleName } from "./roles.ts";
import { type TokenUserRow, tokenUser } from "./shapes.ts";

/** Stands for the key of an account, which is nobody's and sees everything. */
export const accountKey = "account-key";

/** Whose token it is: a user's sees what that user may see, and no more, without being told. */
export async function* tokenUserPages(client: HttpClient, { meter, signal }: Reading): AsyncGenerator<Row[]> {
  const answer = await client.send("/users/me", { meter, signal, ok: [400] });
  yield [answer.status === 400 ? keyOf(answer) : userIn(answer)];
}

/** 400 is what the key of an account is told: it belongs to no user. */
function keyOf(answer: HttpResponse): Row {
  const { error } = (answer.json() ?? {}) as { error?: unknown };
  if (typeof error === "object" && error !== null) return { id: accountKey };
  throw platformError(
    "token-user: GET /users/me answered 400, and not as documented",
    "run again; if it stays, report this line as a bug",
  );
}

function userIn(answer: HttpResponse): Row {
  const body = answer.json() as { user?: unknown } | null;
  const [row] = keepRows("token-user", [body?.user], tokenUser);
  if (!row) throw new Error("a page of one row has none");
  return row;
}

/** For `doctor`. */
export async function whoIs(client: HttpClient, signal: AbortSignal): Promise<Identity> {
  const answer = await client.send("/users/me", { signal, ok: [400, 403] });
  if (answer.status === 403) return { who: "somebody who may not ask who they are", scopes: null };
  if (answer.status === 400) return { who: "a REST API key of the account", scopes: null };
  const { name, email, role } = userIn(answer) as unknown as TokenUserRow;
  return { who: `${name ?? "?"} <${email ?? "?"}>, ${role == null ? "role unknown" : roleName(role)}`, scopes: null };
}
