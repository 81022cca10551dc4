import { afterEach } from "vitest";
import { Clock } from "../../company/clock.ts";
import { makeCompany } from "../../company/company.ts";
import type { InstanceData } from "../../company/instance.ts";
import { Books } from "../../kit/books.ts";
import { Faults } from "../../kit/faults.ts";
import type { Switches } from "../data.ts";
import { startZendesk } from "../index.ts";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export interface TestAccount {
  url: string;
  data: InstanceData;
  books: Books;
  faults: Faults;
  change(state: Record<string, unknown>): void;
  get(path: string, authorization?: string | null): Promise<Answer>;
  send(path: string, init: RequestInit): Promise<Answer>;
  close(): void;
}

export const bearer = "Bearer example-token";

/** The company's Global account in this process, over a real socket. */
export async function startAccount(switches: Partial<Switches> = {}, now: () => number = Date.now): Promise<TestAccount> {
  const { global } = makeCompany(new Clock(new Date("2026-11-22T12:00:00Z")));
  const [books, faults] = [new Books(), new Faults()];
  const dana = global.data.users[0]?.id ?? "";
  const credentials = {
    client_id: "rollcall_audit",
    client_secret: "example-secret",
    token: "example-token",
    email: "dana.whitfield@acme.test",
    api_token: "example-api-token",
    user_id: dana,
    client_row: global.data.oauthClients[0]?.id ?? "",
    token_row: global.data.oauthTokens[0]?.id ?? null,
  };
  const served = await startZendesk({
    name: "zendesk",
    data: global.data,
    credentials,
    books,
    faults,
    switches: { limit: 100_000, ...switches },
    now,
  });
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(new URL(path, served.url), init);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };
  return {
    url: served.url,
    data: global.data,
    books,
    faults,
    change: (state) => served.controlled.change(state),
    get: (path, authorization = bearer) => send(path, { headers: authorization === null ? {} : { authorization } }),
    send,
    close: served.close,
  };
}

/** Starts accounts that end with their test. */
export function useAccount(): typeof startAccount {
  const running: TestAccount[] = [];
  afterEach(() => {
    for (const account of running.splice(0)) account.close();
  });
  return async (...args) => {
    const account = await startAccount(...args);
    running.push(account);
    return account;
  };
}
