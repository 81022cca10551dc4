import type { z } from "zod";
import { createHttpClient, type HttpClient, HttpError, type HttpOptions } from "../http/client.ts";
import type { SlackConfig } from "../model/config.ts";
import type { Contact } from "../model/contact.ts";
import { RollcallError } from "../model/errors.ts";
import type { Channel, ChannelProbe, Delivery, Message } from "./channel.ts";
import { refusals, slackError } from "./slack-errors.ts";
import { answer, history, opened, posted, user, whoAmI } from "./slack-shapes.ts";

export type SlackDeps = Pick<HttpOptions, "rate" | "slots" | "clock">;

/** What our messages are told from others by: Slack keeps it beside the text, and shows it to nobody. */
const eventType = "rollcall_message";

/** Direct messages by a bot of the workspace. Five methods of the Web API (docs.slack.dev). */
export function slackChannel({ token, url }: SlackConfig, deps: SlackDeps): Channel {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, "")}/api/`;
  const client = createHttpClient({
    ...deps,
    name: "Slack",
    base,
    authorizer: { headers: async () => ({ Authorization: `Bearer ${token.reveal()}` }) },
    // Its limits are told by refusing: 429 and how long to wait.
    readBudget: () => null,
    concurrency: 2,
    secrets: [token.reveal()],
  });
  return {
    name: `Slack ${url.host}`,
    probe: (signal) => probe(client, signal),
    send: (message, signal) => send(client, message, signal),
    find: ({ to, marker }, signal) => find(client, { to, marker, signal }),
  };
}

interface Call {
  signal: AbortSignal;
  /** Reads may be asked again after a reset; a message may not. */
  repeatable: boolean;
}

/** @throws RollcallError for every `ok: false` */
async function call<T>(
  client: HttpClient,
  of: { method: string; given: Record<string, string>; shape: z.ZodType<T> },
  { signal, repeatable }: Call,
): Promise<T> {
  const { method, given, shape } = of;
  const response = await client.send(method, { method: "POST", body: new URLSearchParams(given), signal, repeatable });
  const body = response.json();
  const told = answer.safeParse(body);
  if (told.success && !told.data.ok) throw slackError(method, told.data);
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RollcallError(
    "platform",
    `Slack: ${method} answered something its documentation does not allow`,
    "check notify.slack.url; if it is right, report this line as a bug",
  );
}

const scopes = ["users:read", "users:read.email", "im:write", "chat:write"];

async function probe(client: HttpClient, signal: AbortSignal): Promise<ChannelProbe> {
  try {
    const response = await client.send("auth.test", { method: "POST", body: new URLSearchParams(), signal, repeatable: true });
    const body = response.json();
    const told = answer.safeParse(body);
    if (told.success && !told.data.ok) throw slackError("auth.test", told.data);
    const { user: name, team } = whoAmI.parse(body);
    const granted =
      response.headers
        .get("x-oauth-scopes")
        ?.split(",")
        .map((scope) => scope.trim()) ?? null;
    const missing = granted === null ? [] : scopes.filter((scope) => !granted.includes(scope));
    const who = `reached as ${name} in ${team}`;
    if (missing.length > 0)
      return {
        ok: false,
        message: `${who}; missing scopes: ${missing.join(", ")}`,
        fix: "add them to the app, and install it again",
      };
    const blind = granted !== null && !granted.includes("im:history");
    return {
      ok: true,
      message: blind ? `${who}; without im:history a message in doubt is not looked up, and not sent again` : who,
      fix: null,
    };
  } catch (error) {
    if (!(error instanceof RollcallError) || error.actor === "interrupted") throw error;
    return { ok: false, message: error.message, fix: error.fix };
  }
}

async function send(client: HttpClient, message: Message, signal: AbortSignal): Promise<Delivery> {
  let channel: string;
  try {
    channel = await conversationWith(client, message.to, signal);
  } catch (error) {
    return refused(error);
  }
  const metadata = { event_type: eventType, event_payload: { marker: message.marker } };
  const given = {
    channel,
    text: escaped(message.text),
    mrkdwn: "false",
    unfurl_links: "false",
    unfurl_media: "false",
    metadata: JSON.stringify(metadata),
  };
  try {
    await call(client, { method: "chat.postMessage", given, shape: posted }, { signal, repeatable: false });
    return { ended: "sent", where: null };
  } catch (error) {
    if (!mayHaveArrived(error)) return refused(error);
    return doubted(client, message, { error, signal });
  }
}

/** Slack broke off, or says that it broke: the message may stand there all the same. @throws where it surely does not */
async function doubted(
  client: HttpClient,
  message: Message,
  { error, signal }: { error: unknown; signal: AbortSignal },
): Promise<Delivery> {
  // Slack may be away by now: then it is asked in the next round, by the marker.
  const found = await find(client, { ...message, signal });
  if (found === "sent") return { ended: "sent", where: null };
  if (found === "not-sent") throw error;
  const why = error instanceof Error ? error.message : String(error);
  return {
    ended: "perhaps",
    why: `${why}: the message to ${message.to.email} may have arrived, and whether it has could not be asked.`,
  };
}

/** Whether the request may have been carried out although no good answer came. */
function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof RollcallError) || error.actor === "interrupted") return true;
  if (error instanceof HttpError) return error.status >= 500;
  return error.actor === "later" && !/ratelimited|rate_limited|service_unavailable/.test(error.message);
}

/** A person who cannot be reached is an answer; anything else is trouble. @throws the latter */
function refused(error: unknown): Delivery {
  if (error instanceof RollcallError && error.actor === "platform" && refusals.has(error))
    return { ended: "refused", why: error.message };
  throw error;
}

/** @throws where Slack is away: then nobody knows yet, and it is asked again */
async function find(
  client: HttpClient,
  { to, marker, signal }: { to: Contact; marker: string; signal: AbortSignal },
): Promise<"sent" | "not-sent" | "unknown"> {
  const read = { signal, repeatable: true };
  try {
    const channel = await conversationWith(client, to, signal);
    for (let latest = ""; ; ) {
      const given = { channel, include_all_metadata: "true", limit: "200", ...(latest ? { latest } : {}) };
      const { messages, has_more } = await call(client, { method: "conversations.history", given, shape: history }, read);
      const isIt = ({ metadata }: (typeof messages)[number]) =>
        metadata?.event_type === eventType && metadata.event_payload?.marker === marker;
      if (messages.some(isIt)) return "sent";
      const oldest = messages.at(-1)?.ts;
      if (!has_more || oldest === undefined || oldest === latest) return "not-sent";
      latest = oldest;
    }
  } catch (error) {
    // Without im:history it cannot be asked, ever; whom no message reaches has none.
    if (error instanceof RollcallError && /needs the scope/.test(error.message)) return "unknown";
    if (error instanceof RollcallError && refusals.has(error)) return "not-sent";
    throw error;
  }
}

/** A member id of the roster; anything else there is not to open a conversation with a crowd. */
const memberId = /^[UW][A-Z0-9]+$/;

async function conversationWith(client: HttpClient, to: Contact, signal: AbortSignal): Promise<string> {
  const read = { signal, repeatable: true };
  const id =
    (to.slack !== null && memberId.test(to.slack) ? to.slack : null) ??
    (await call(client, { method: "users.lookupByEmail", given: { email: to.email }, shape: user }, read)).user.id;
  return (await call(client, { method: "conversations.open", given: { users: id }, shape: opened }, read)).channel.id;
}

/** Slack's three characters: without them no mention, no link and no broadcast can be written. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
