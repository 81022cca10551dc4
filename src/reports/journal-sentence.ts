type Payload = Readonly<Record<string, unknown>>;

const sentences: Readonly<Record<string, (payload: Payload) => string>> = {
  "signed-in": ({ via }) => (via === "link" ? "signed in by the link of the machine Rollcall runs on" : "signed in"),
  "sign-in-refused": () => "was known to the provider, and is nobody here",
  "signed-out": ({ elsewhere }) => (elsewhere === true ? "ended a session elsewhere" : "signed out"),
  "signed-out-everywhere": ({ sessions }) => `signed out everywhere: ${sessions} ${sessions === 1 ? "session" : "sessions"}`,
  "access-token-made": ({ name, scopes, expires_at: until }) =>
    `made the access token ${name}: ${[scopes].flat().join(", ")}, until ${until}`,
  "asked-for": ({ what }) => (what === "recheck" ? "asked to read again what is open" : "asked for a reading"),
  "asked-for-failed": ({ why }) => `asked for a reading that failed: ${why}`,
  "access-token-revoked": () => "revoked an access token",
};

/** What a line of the journal says, after who did it. May hold outside text. */
export function journalSentence(kind: string, payload: Payload): string {
  return sentences[kind]?.(payload) ?? kind.replaceAll("-", " ");
}
