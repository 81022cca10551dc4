/** A mail server as `smtps://user:password@host:465` names it. */
export interface SmtpServer {
  /** Name or address, an IPv6 one without brackets. */
  host: string;
  port: number;
  /** Encrypted from the first byte; else STARTTLS does it. */
  isImplicitTls: boolean;
  /** `null` = no sign-in. */
  login: { user: string; password: string } | null;
}

const example = "expected an address such as smtps://user:password@smtp.acme.test or smtp://user:password@smtp.acme.test:587";

/** Ports of RFC 8314 §3.3: submission with implicit TLS, and with STARTTLS. */
const ports = { "smtps:": 465, "smtp:": 587 } as const;

/** @returns what is wrong with it in words, without anything of the text */
export function smtpServer(text: string): SmtpServer | string {
  const url = URL.parse(text.trim());
  if (!url?.hostname || (url.protocol !== "smtp:" && url.protocol !== "smtps:")) return example;
  if ((url.pathname !== "" && url.pathname !== "/") || url.search || url.hash) {
    return "expected nothing after host and port (in user and password write / as %2F, ? as %3F, # as %23, @ as %40)";
  }
  if ((url.username === "") !== (url.password === "")) return "expected user and password, or neither of them";
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === null || password === null) return "expected % in user and password to be written %25";
  return {
    host: url.hostname.replace(/^\[|\]$/g, "").toLowerCase(),
    port: url.port === "" ? ports[url.protocol] : Number(url.port),
    isImplicitTls: url.protocol === "smtps:",
    login: user === "" ? null : { user, password },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
