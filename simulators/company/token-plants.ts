import type { ApiToken, OauthToken } from "../zendesk/data.ts";
import type { Instance } from "./instance.ts";

const request = (number: number) => `https://gitlab.example/acme/requests/-/issues/${number}`;

interface Owners {
  /** Account id and name of somebody who answers for tokens. */
  owner: { id: string; name: string };
  leaver: { id: string; name: string };
  /** Account id of nobody. */
  nobody: string;
}

/** API tokens, OAuth clients and tokens: what is in order, and one of every fault. */
export function plantTokens(at: Instance, of: Owners): void {
  const { day } = clockOf(at);
  const proper = (number: number, inDays: number) => `${of.owner.name} - ${request(number)} - ${day(inDays)}`;
  const token = tokenMaker(at, of.owner.id);
  token(proper(11, 200));
  token(`Target - Jira ${request(12)}`);
  token(`Target - Chat | <b>@all</b> ${request(22)}`);
  token(proper(13, -90), { active: false });
  token(`${of.owner.name} - ${request(14)} - ${day(300)}`, { last_used: null, created_at: at.options.clock.ago(10) });

  const planted = (check: string, id: string) => at.plant(check, `credential:api-token:${id}`);
  planted("token-unowned", token(`Old Jenkins - ${request(15)} - ${day(120)}`, { user_id: of.nobody }));
  planted("token-unjustified", token(`${of.owner.name} - nightly export`));
  planted("token-name-nonstandard", token(`legacy sync, see ${request(16)}`));
  planted("token-expired", token(proper(17, -30)));
  planted("token-expiring", token(proper(18, 10)));
  planted("token-unused", token(proper(19, 220), { last_used: at.options.clock.ago(200) }));
  planted("token-unused", token(proper(20, 230), { last_used: null, created_at: at.options.clock.ago(90) }));
  planted("token-owner-left", token(`${of.leaver.name} - ${request(21)} - ${day(150)}`));
  plantOauth(at, of);
}

function plantOauth(at: Instance, of: Owners): void {
  const { clock } = at.options;
  const own = { id: at.id(), identifier: "rollcall_audit", name: `${of.owner.name} - ${request(30)} - ${clock.day(260)}` };
  at.data.oauthClients.push({ ...own, user_id: of.owner.id, created_at: clock.ago(200) });
  const client = (name: string) => {
    const id = at.id();
    const identifier = `client_example_${id}`;
    at.data.oauthClients.push({ id, identifier, name, user_id: of.owner.id, created_at: clock.ago(300) });
    return `credential:oauth-client:${id}`;
  };
  at.plant("token-unjustified", client(`${of.owner.name} - ticket mirror`));
  at.plant("token-name-nonstandard", client(`legacy portal, see ${request(31)}`));

  const scheduler = { id: at.id(), identifier: "zapier_example", name: "Zapier", user_id: null, created_at: clock.ago(900) };
  const chat = { id: at.id(), identifier: "chat_example", name: "Chat for Support", user_id: null, created_at: clock.ago(900) };
  at.data.globalClients.push(scheduler, chat);

  const token = oauthMaker(at, of.owner.id);
  token({ client_id: own.id });
  at.plant("token-never-expires", `credential:oauth-token:${token({ client_id: own.id, expires_at: null })}`);
  at.plant("token-unused", `credential:oauth-token:${token({ client_id: own.id, used_at: clock.ago(120) })}`);
  at.plant("token-expiring", `credential:oauth-token:${token({ client_id: own.id, expires_at: clock.ago(-9) })}`);
  at.plant("token-unjustified", `credential:oauth-token:${token({ client_id: scheduler.id })}`);
  at.plant("token-unjustified", `credential:oauth-token:${token({ client_id: chat.id })}`, true);
  at.plant("token-expired", `credential:oauth-token:${token({ client_id: own.id, expires_at: clock.ago(20) })}`);
  // A token of somebody else's app has no name but the app's: its owner is its user, and nobody has said what it is for.
  for (const [check, user_id] of [
    ["token-owner-left", of.leaver.id],
    ["token-unowned", of.nobody],
  ] as const) {
    const subject = `credential:oauth-token:${token({ client_id: scheduler.id, user_id })}`;
    at.plant(check, subject);
    at.plant("token-unjustified", subject);
  }
  // Made by machine and renewed by machine: it always ends soon, and that is right.
  token({ client_id: own.id, created_at: clock.ago(0.02), expires_at: clock.ago(-0.02) });
}

function clockOf(at: Instance): { day(days: number): string } {
  return { day: (days) => at.options.clock.day(days) };
}

function tokenMaker(at: Instance, userId: string): (description: string, given?: Partial<ApiToken>) => string {
  const { clock } = at.options;
  return (description, given = {}) => {
    const id = at.id();
    at.data.apiTokens.push({
      id,
      description,
      active: true,
      user_id: userId,
      assigned_user_id: null,
      created_at: clock.ago(300),
      last_used: clock.ago(3),
      ...given,
    });
    return id;
  };
}

function oauthMaker(at: Instance, userId: string): (given: Partial<OauthToken> & Pick<OauthToken, "client_id">) => string {
  const { clock } = at.options;
  return (given) => {
    const id = at.id();
    const token = {
      user_id: userId,
      scopes: ["read"],
      created_at: clock.ago(100),
      expires_at: clock.ago(-100),
      used_at: clock.ago(2),
    };
    at.data.oauthTokens.push({ id, ...token, ...given });
    return id;
  };
}
