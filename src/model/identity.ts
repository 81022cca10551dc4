/** E-mail as compared: trimmed, lower case, without `+tag`. Text without exactly one usable `@` is compared as it is, in lower case. */
export function normalEmail(email: string): string {
  // Nearly all are written so already, and they are compared by the hundred thousand.
  if (/^[a-z0-9._-]+@[a-z0-9.-]+$/.test(email)) return email;
  const text = email.trim().normalize("NFC").toLowerCase();
  const at = text.lastIndexOf("@");
  if (at < 1) return text;
  const local = text.slice(0, at);
  const plus = local.indexOf("+");
  return (plus > 0 ? local.slice(0, plus) : local) + text.slice(at);
}

/** The part behind the last `@` in lower case, or `null`. */
export function emailDomain(email: string): string | null {
  const at = email.lastIndexOf("@");
  return at < 0 || at === email.length - 1
    ? null
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase();
}

/** Name as compared: Unicode NFC, runs of white space as one space, trimmed. Case counts. */
export function normalName(name: string): string {
  return name.normalize("NFC").replace(/\s+/gu, " ").trim();
}
