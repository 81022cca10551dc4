import { createHmac } from "node:crypto";
import { type LookupAddress, lookup as resolveName } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { WebhookConfig } from "../../model/config.ts";
import { isPublicAddress } from "./public-address.ts";

/** One message to another program. */
export interface HookMessage {
  /** The same each time it is tried: whoever takes it twice knows. */
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
}

export type HookDelivery = { ended: "sent" } | { ended: "failed"; why: string };

type Resolve = (name: string, given: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** Milliseconds until an answer must be there. */
const patience = 15_000;

/** The signature of Standard Webhooks, version 1. @param secret as it is written; `whsec_` is base64 behind */
export function hookSignature(secret: string, { id, timestamp, body }: HookMessage): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/**
 * Sends one message. Addresses of this machine and of private networks are refused where the connection is made, so that no name leads
 * there by another answer; a redirect is an answer like any other, and not followed. Never throws for what the far side does.
 * @param resolve for tests: the network's names
 */
export function sendHook(
  hook: Pick<WebhookConfig, "url" | "secret" | "allowPrivate">,
  message: HookMessage,
  { signal, resolve = allAddresses }: { signal: AbortSignal; resolve?: Resolve },
): Promise<HookDelivery> {
  const { url, secret, allowPrivate } = hook;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" && !allowPrivate) return Promise.resolve(failed("it is not https"));
  if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) return Promise.resolve(failed(refusal(host)));
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(message.body)),
    "user-agent": "Rollcall",
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestamp),
    "webhook-signature": hookSignature(secret.reveal(), message),
  };
  const ending = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const lookup = guarded(resolve, allowPrivate);
  return new Promise((settle) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const asked = send(url, { method: "POST", headers, lookup, signal: ending, agent: false }, (answer) => {
      answer.resume();
      answer.on("error", () => {});
      const status = answer.statusCode ?? 0;
      settle(status >= 200 && status < 300 ? { ended: "sent" } : failed(`it answered ${status}`));
    });
    asked.on("error", (error: NodeJS.ErrnoException) => {
      const isLate = ending.aborted && !signal.aborted;
      settle(failed(isLate ? `no answer in ${patience / 1000} seconds` : (error.code ?? error.message)));
    });
    asked.end(message.body);
  });
}

/** Whether its address may be sent to now, for `doctor`. @returns why not; `null` = it may */
export async function hookTrouble({ url, allowPrivate }: Pick<WebhookConfig, "url" | "allowPrivate">): Promise<string | null> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((settle) => {
    allAddresses(host, (error, addresses) => {
      const inner = addresses?.find(({ address }) => !isPublicAddress(address));
      if (error) settle(`${host} cannot be found`);
      else settle(inner && !allowPrivate ? refusal(inner.address) : null);
    });
  });
}

function failed(why: string): HookDelivery {
  return { ended: "failed", why };
}

function refusal(address: string): string {
  return `${address} is an address of this machine or of a private network: allow_private: true allows it`;
}

function allAddresses(name: string, given: (error: Error | null, addresses: LookupAddress[]) => void): void {
  resolveName(name, { all: true }, given);
}

/** Every address of the answer must be allowed: the connection may take any of them. */
function guarded(resolve: Resolve, allowPrivate: boolean) {
  return (
    name: string,
    options: { all?: boolean },
    given: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    resolve(name, (error, addresses) => {
      const [first] = addresses ?? [];
      const inner = addresses?.find(({ address }) => !isPublicAddress(address));
      if (error || !first) return given(error ?? new Error(`${name} has no address`), []);
      if (inner && !allowPrivate) return given(new Error(refusal(inner.address)), []);
      return options.all ? given(null, addresses) : given(null, first.address, first.family);
    });
  };
}
