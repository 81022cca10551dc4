import type { Seed } from "../gitlab/state.ts";
import type { Books } from "../kit/books.ts";
import type { SharedClock } from "../kit/clock.ts";
import type { Controlled } from "../kit/control.ts";
import type { Faults } from "../kit/faults.ts";
import type { Served } from "../kit/server.ts";
import type { Planted } from "./instance.ts";

/** What a platform's simulator is started on. */
export interface Stage {
  books: Books;
  faults: Faults;
  /** ms every answer takes. */
  latency: number;
  /** Folder of rollcall.yaml. */
  folder: string;
  /** Address of the company's GitLab. */
  gitlab: string;
  /** The time all simulators tell. */
  clock: SharedClock;
}

/** What an entry of rollcall.yaml may name. */
export interface EntryContext {
  /** Where its platform is reached; empty for one that is only a file. */
  url: string;
  gitlab: string;
  /** E-mails of the operations team, `a, b, c`. */
  admins: string;
  /** E-mail of who answers for service accounts. */
  owner: string;
  /** YYYY-MM-DD, a good while from now. */
  until: string;
}

/**
 * One system of the company beside its two Zendesk accounts: its platform as it answers, its entry in rollcall.yaml, and what is
 * wrong on purpose. Adding one: a file here that makes it, and one line in `systems.ts`.
 */
export interface CompanySystem {
  /** Its name in rollcall.yaml. */
  system: string;
  planted: readonly Planted[];
  /** Below `systems:`, indented by two, with a line break at its end. */
  entry(context: EntryContext): string;
  /** The environment its `${NAME}`s need. Nothing in it is secret, all of it looks so. */
  env?: Record<string, string>;
  /** Left out where it is a file, or lives on the company's GitLab. */
  start?(stage: Stage): Promise<Served & { controlled: Controlled }>;
  /** For one that is a file: what its admin changes, and the export made anew after it. */
  control?(stage: Stage): Controlled;
  /** What it adds to the company's GitLab. */
  seed?(gitlab: Seed): void;
  /** Files beside rollcall.yaml by path. */
  files?: Record<string, string | Buffer>;
  /** The company without it: takes its entries out of the roster. */
  leave?(): void;
  /** For tests that ask its platform themselves. */
  credentials?: { token: string; email: string };
}

/** The account of no person that somebody answers for, and the one nobody does. */
export function serviceAccounts(at: { owned: string; unowned: string }, { owner, until }: EntryContext): string {
  return `    service_accounts:
      - { account: "${at.owned}", owner: ${owner}, purpose: Slack bridge, until: ${until} }
      - { account: "${at.unowned}", purpose: Nightly bridge }
`;
}
