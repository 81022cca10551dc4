/** One listing as the suite tries it: what it is asked by on the wire, and what is particular about it. */
export interface ContractList {
  /** Name of the source. */
  source: string;
  /** The requests that are its own: a regular expression over path and query. */
  requests: string;
  /** The seeded company fills more than one page of it, so that the way from page to page can be led astray. */
  paged?: true;
  /** How it ends where it is refused with 403, if not `unavailable`. */
  refused?: "absent";
  /** How it ends where there is no such address (404), if not `failed`. */
  missing?: "absent" | "unavailable";
  /** The seeded company has none of it. */
  empty?: true;
  /** Reading the system adds to it: the access token of the very run. */
  grows?: true;
  /** How some of it are asked about, where that can be. */
  about?: ContractAbout;
}

export interface ContractAbout {
  /** The requests by which some rows are asked for; left out = none of its own. */
  requests?: string;
  /** A subject nobody has heard of. */
  nobody: string;
  /** Its answer is the same as that of one we may not see: then it is no answer. */
  nobodyIs?: "unread";
}

/** Something that goes wrong on a platform that is not reached by HTTP. */
export interface Trouble {
  title: string;
  /** Sent to the control as the state of the system. */
  state: Record<string, unknown>;
  source: string;
  ends: "complete" | "absent" | "unavailable" | "failed";
  /** Stands in the reason. */
  reason: string | null;
}

/**
 * How a platform is tried by the suite every platform must pass (`contract.test.ts`). It stands in `<platform>/testing/contract.ts`
 * as `contract`; the suite finds it by the registry, so that no platform can forget it.
 */
export interface PlatformContract {
  /** Name of its system in the seeded company: in rollcall.yaml, and for `--only`. */
  system: string;
  /** Name of its simulator in books and faults; `null` where it is not reached by HTTP. */
  server: string | null;
  lists: readonly ContractList[];
  /** Headers of a 429 that asks to wait for a second, as this platform sends them; `now` in ms since the epoch. */
  throttled?(now: number): Record<string, string>;
  /** Requests that are no GET, by path: to get an access token. */
  posts?: readonly string[];
  troubles?: readonly Trouble[];
}
