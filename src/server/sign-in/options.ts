import type { ServeConfig } from "../../model/config.ts";
import type { Context } from "../../operations/context.ts";
import type { Store } from "../context-work.ts";
import type { Log } from "../log.ts";

/** Configuration and roster: what somebody may do is found in them. */
export type Standing = Pick<Context, "config" | "roster">;

export interface SignInOptions {
  /** As read at the start: how people sign in. */
  serve: ServeConfig;
  /** As people reach us. Asked at each request: which port it is may be known late. */
  url(): URL;
  /** As they are now; as they last were where they cannot be read now. */
  current(): Promise<Standing>;
  store(): Promise<Pick<Store, "signIn">>;
  /** E-mail of whoever opens the one-time link. */
  as: string;
  /** Told of each one-time link, where there is one: at the start, and again when it was used. It belongs on the terminal, not in the log. */
  tellLink(link: string): void;
  /** What happened, for the journal. @throws where it cannot be kept: then it does not happen either */
  record(entry: { kind: string; actor: string; payload: Readonly<Record<string, unknown>> }): Promise<void>;
  /** ISO 8601. */
  clock(): string;
  /** Told when somebody is out: whoever watches what happens is looked at again. */
  doubt(): void;
  /** Milliseconds that only ever grow: what too many requests are counted by. */
  ticks?(): number;
  log: Log;
}
