import type { HttpClient } from "../../http/client.ts";
import { platformError } from "../../model/errors.ts";
import type { Finding } from "../../model/finding.ts";
import type { Rests } from "../../model/rests.ts";
import type { Row } from "../../model/source.ts";
import { eachOf, orGone, restsOnSome } from "../about.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import type { Organisation } from "./organisation.ts";
import * as shapes from "./shapes.ts";
import { mayOnlySeeItself } from "./whole.ts";

type About = NonNullable<Listing["about"]>;

/**
 * Members by their users, one request each. Calendly shows an ordinary user nobody but themselves, with status 200: whoever asks is
 * looked at first, or everybody would look gone. By user and not by membership: who was removed and invited again has another one.
 */
export function someMembers(client: HttpClient, organisation: Organisation): About {
  const ask = async (user: string, { meter, signal }: Reading): Promise<Row[]> => {
    const me = await organisation.needed(signal);
    const uri = new URL(me.uri);
    uri.pathname = uri.pathname.replace(/[^/]+$/, encodeURIComponent(user));
    const query = { organization: me.current_organization, user: uri.href };
    const body = (await client.send("/organization_memberships", { query, meter, signal })).json();
    const rows = keepRows("members", listIn("members", body, "collection"), shapes.member);
    const stranger = rows.find(({ id }) => id !== user);
    if (stranger) throw platformError(`members: asked about one user, Calendly answered about ${stranger.id}`);
    return rows;
  };
  return {
    requests: (ids) => ids.length + 1,
    async *rows(ids, reading) {
      const me = await organisation.needed(reading.signal);
      const [own] = (await ask(me.id, reading)) as unknown as shapes.MemberRow[];
      mayOnlySeeItself(me, own?.role);
      yield* eachOf(ids, (id) => ask(id, reading));
    },
  };
}

/** Invitations by their ids, one request each; one that was answered is none any more. */
export function someInvitations(client: HttpClient, organisation: Organisation): About {
  const ask = async (id: string, { meter, signal }: Reading): Promise<Row[]> => {
    const me = await organisation.needed(signal);
    const of = encodeURIComponent(shapes.idOf(me.current_organization));
    const path = `/organizations/${of}/invitations/${encodeURIComponent(id)}`;
    const body = (await client.send(path, { meter, signal })).json() as { resource?: unknown } | null;
    const rows = keepRows("invitations", [body?.resource], shapes.invitation) as unknown as shapes.InvitationRow[];
    return rows.filter(({ status }) => status !== "accepted" && status !== "declined") as unknown as Row[];
  };
  return {
    requests: (ids) => ids.length,
    rows: (ids, reading) => eachOf(ids, (id) => orGone(/Not Found/i, () => ask(id, reading))),
  };
}

/** A finding about a member or an invitation rests on its row; one about a person on the list. */
export function restsOn(): (finding: Finding, sources: readonly string[]) => Rests {
  return ({ account }, sources) => {
    const own = account ? [account.id] : null;
    return restsOnSome(sources, { members: own, invitations: own });
  };
}
