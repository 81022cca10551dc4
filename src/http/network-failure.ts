import type { Actor } from "../model/errors.ts";

/** Why no answer came, in words, and what may be done about it. */
export interface NetworkFailure {
  reason: string;
  fix: string;
  actor: Actor;
  /** The request never left: even a write may be sent again. */
  unsent: boolean;
  /** Asking again changes nothing. */
  permanent: boolean;
  cause?: unknown;
}

type Told = Omit<NetworkFailure, "cause">;

const network = "check the network, VPN and proxy, then run again";
const moment = "run again in a few minutes";
const cut: Told = { reason: "the connection was cut", fix: moment, actor: "later", unsent: false, permanent: false };
const unknown: Told = { ...cut, reason: "the request failed", fix: network };
const refused: Told = {
  reason: "connection refused",
  fix: "check the address and port in url, and that the service is up",
  actor: "later",
  unsent: true,
  permanent: false,
};
const noRoute: Told = { ...refused, reason: "no way to this host", fix: network };
const noHost: Told = {
  reason: "this host name is not known (DNS)",
  fix: "check url for a typing error, and the network or VPN",
  actor: "configuration",
  unsent: true,
  permanent: true,
};
const certificate: Told = {
  reason: "its TLS certificate is not trusted",
  fix: "check url; behind a company proxy, name its certificate file in NODE_EXTRA_CA_CERTS",
  actor: "configuration",
  unsent: true,
  permanent: true,
};
const notTls: Told = { ...certificate, reason: "it does not speak TLS there", fix: "check the scheme and port in url" };
const badPort: Told = { ...notTls, reason: "this port is kept for another service", fix: "check the port in url" };
const notHttp: Told = { ...cut, reason: "what answered does not speak HTTP", fix: "check the address and port in url" };

const byCode: Readonly<Record<string, Told>> = {
  ENOTFOUND: noHost,
  EAI_AGAIN: { ...noHost, reason: "the name server (DNS) does not answer", fix: network, actor: "later", permanent: false },
  ECONNREFUSED: refused,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ENETDOWN: noRoute,
  ETIMEDOUT: { ...noRoute, reason: "no connection in time" },
  UND_ERR_CONNECT_TIMEOUT: { ...noRoute, reason: "no connection in time" },
  ECONNRESET: cut,
  EPIPE: cut,
  UND_ERR_SOCKET: cut,
  UND_ERR_HEADERS_TIMEOUT: { ...cut, reason: "no answer in time" },
  UND_ERR_BODY_TIMEOUT: { ...cut, reason: "no answer in time" },
  Z_BUF_ERROR: cut,
  Z_DATA_ERROR: { ...cut, reason: "its compressed answer is damaged" },
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  CERT_HAS_EXPIRED: {
    ...certificate,
    reason: "its TLS certificate has expired",
    fix: "tell who runs it; check this machine's clock",
  },
  CERT_NOT_YET_VALID: { ...certificate, reason: "its TLS certificate is not valid yet", fix: "check this machine's clock" },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    ...certificate,
    reason: "its TLS certificate is for another host",
    fix: "check url for a typing error",
  },
  HTTPParserError: notHttp,
  "bad port": badPort,
  EPROTO: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
};

/** What `fetch` or the reading of its body threw, in words. */
export function networkFailure(error: unknown): NetworkFailure {
  const code = codeOf(error);
  const told = byCode[code] ?? unknown;
  return { ...told, reason: code ? `${told.reason} (${code})` : told.reason, cause: error };
}

export function timedOut(ms: number): NetworkFailure {
  return { ...cut, reason: `no answer within ${ms / 1000} s` };
}

/** The innermost code: `fetch failed` wraps the socket's error, which may gather one for each address tried. */
function codeOf(error: unknown): string {
  let code = "";
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code: here, errors } = at as { code?: unknown; errors?: unknown[] };
    if (typeof here === "string") code = here;
    // undici gives these two no code.
    else if (at.name === "HTTPParserError" || at.message === "bad port") code = at.name === "Error" ? at.message : at.name;
    at = at.cause ?? errors?.[0];
  }
  return code;
}
