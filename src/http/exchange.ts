import { interruptedError, RollcallError } from "../model/errors.ts";
import { type NetworkFailure, networkFailure, timedOut } from "./network-failure.ts";

export interface Asked {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | FormData | URLSearchParams | null;
  /** The answer is no text: an archive. */
  binary: boolean;
  signal: AbortSignal;
}

export interface Limits {
  timeoutMs: number;
  maxBodyBytes: number;
}

/** What came back, whatever its status. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Of a binary answer its beginning, to say what came instead. */
  text: string;
  /** `null` unless a binary answer was asked for. */
  bytes: Uint8Array | null;
}

export type Exchanged = { answer: Answer } | { failure: NetworkFailure };

/**
 * One request on the wire, to its last byte; its socket is closed where it is not heard to the end.
 * @throws interrupted error on abort
 */
export async function exchange(asked: Asked, limits: Limits): Promise<Exchanged> {
  if (asked.signal.aborted) throw interruptedError();
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    stop.abort();
  }, limits.timeoutMs);
  asked.signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await ask(asked, { limit: limits.maxBodyBytes, stop });
  } catch (error) {
    if (asked.signal.aborted) throw interruptedError();
    return { failure: isLate ? timedOut(limits.timeoutMs) : networkFailure(error) };
  } finally {
    clearTimeout(late);
    asked.signal.removeEventListener("abort", onAbort);
  }
}

async function ask(asked: Asked, by: { limit: number; stop: AbortController }): Promise<Exchanged> {
  const { method, headers, body, url } = asked;
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal: by.stop.signal });
  const read = asked.binary ? await readBytes(response, by.limit) : await readText(response, by.limit);
  const told = { status: response.status, headers: response.headers };
  if (typeof read === "string") return { answer: { ...told, text: read, bytes: null } };
  if (read !== null) return { answer: { ...told, text: beginning(read), bytes: read } };
  by.stop.abort();
  return { failure: tooLarge(by.limit) };
}

/** `null` where the body is larger than `limit` decoded bytes. */
async function readText(response: Response, limit: number): Promise<string | null> {
  const length = response.headers.get("content-length");
  if (length !== null && Number(length) > limit) return null;
  // An honest length of a plain body is the fast way; the socket gives no more than it says.
  if (length !== null && !response.headers.has("content-encoding")) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `null` where there are more than `limit` decoded bytes. */
async function readBytes(response: Response, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function beginning(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 100_000));
}

const largerThan = "the answer is larger than";

/** Whether that is why a request failed: less may be asked for at a time. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RollcallError && error.message.includes(largerThan);
}

function tooLarge(limit: number): NetworkFailure {
  const actor: RollcallError["actor"] = "platform";
  const reason = `${largerThan} ${limit / 2 ** 20} MiB`;
  return { reason, fix: "check that url is the address of an API", actor, unsent: false, permanent: true };
}
