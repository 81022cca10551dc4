const gone = "***";
/** Headers that carry credentials, whatever a platform calls them. */
const secretHeader = /auth|token|secret|key|cookie/i;

/** What looks like a secret, known to us or not. Each pattern keeps what stands in `kept`. */
const suspicious: readonly RegExp[] = [
  /(?<kept>\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:bearer|basic|token)\s+)?[^\s"',;]+/gi,
  /(?<kept>\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  /(?<kept>\b(?:private|job|deploy)-token["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
  /(?<kept>\bx-[\w-]*(?:key|token|auth)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
  /(?<kept>\b(?:access_token|refresh_token|private_token|api_token|client_secret|token|secret|password)=)[^\s"'&,;<>]+/gi,
  /(?<kept>"(?:access_token|refresh_token|private_token|api_token|client_secret|token|secret|password)"\s*:\s*")[^"]+/gi,
  /(?<kept>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi,
  /(?<kept>)\bgl[a-z]{2,6}-[\w.-]{8,}/g,
  /(?<kept>)\bxox[a-z]-[\w-]{8,}/g,
  /(?<kept>)\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
];

/** Takes secrets out of whatever is said to a person, a log or a file (law 7). */
export class Redactor {
  readonly #known = new Set<string>();
  #longestFirst: string[] = [];

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.learn(secret);
  }

  /** From now on the text, its base64 and its URL-encoded form appear nowhere. */
  learn(secret: string): void {
    if (secret === "" || this.#known.has(secret)) return;
    const base64 = Buffer.from(secret).toString("base64");
    const forms = [
      secret,
      base64,
      base64.replace(/=+$/, ""),
      Buffer.from(secret).toString("base64url"),
      encodeURIComponent(secret),
    ];
    for (const form of forms) this.#known.add(form);
    this.#longestFirst = [...this.#known].sort((a, b) => b.length - a.length);
  }

  /** Learns what a request's headers carry, with and without "Bearer". */
  learnHeaders(headers: Record<string, string>): void {
    for (const [name, value] of Object.entries(headers)) {
      if (!secretHeader.test(name) || this.#known.has(value)) continue;
      this.learn(value);
      this.learn(value.replace(/^(?:bearer|basic|token)\s+/i, ""));
    }
  }

  redact(text: string): string {
    let clean = text;
    for (const secret of this.#longestFirst) clean = clean.replaceAll(secret, gone);
    for (const pattern of suspicious) clean = clean.replace(pattern, `$<kept>${gone}`);
    return clean;
  }
}
