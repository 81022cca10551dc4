import { Client } from "pg";
import type { Database } from "./database.ts";
import { channel, type Notice, noticeOf } from "./notices.ts";

export interface Hearing {
  /** Called one after the other, in the order they came. */
  notice(notice: Notice): Promise<void>;
  state(state: "away" | "back"): void;
}

/** Milliseconds: how long to wait before a connection is tried again, at first and at most. */
const waits = { first: 200, most: 5_000 };

/** Milliseconds between two looks whether the connection is still there, and how long the server may take to say so. */
const look = { every: 30_000, within: 10_000 };

/** Hears the channel on one held connection, which is made anew whenever it breaks, until stopped. Resolves when it was first tried. */
export async function listen(database: Database, hearing: Hearing): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wait = waits.first;
  let isAway = false;
  let told: Promise<void> = Promise.resolve();
  await connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const held = client;
      client = null;
      await held?.end().catch(() => {});
      await told;
    },
  };

  async function connect(): Promise<void> {
    const opened = new Client({
      connectionString: database.url.reveal(),
      application_name: "rollcall: live",
      connectionTimeoutMillis: 15_000,
      query_timeout: look.within,
      keepAlive: true,
    });
    // Either tells of a break, or both do.
    opened.on("error", () => broke(opened));
    opened.on("end", () => broke(opened));
    opened.on("notification", ({ payload }) => heard(payload));
    client = opened;
    try {
      await opened.connect();
      await opened.query("set idle_session_timeout = 0");
      await opened.query(`listen ${channel}`);
    } catch {
      return broke(opened);
    }
    if (client !== opened) return;
    wait = waits.first;
    if (isAway) say("back");
    isAway = false;
    lookAgain(opened);
  }

  /** A connection whose other end vanished without a word says nothing, and would for hours. */
  function lookAgain(opened: Client): void {
    timer = setTimeout(async () => {
      try {
        await opened.query("select 1");
      } catch {
        return broke(opened);
      }
      if (client === opened) lookAgain(opened);
    }, look.every).unref();
  }

  function broke(opened: Client): void {
    if (client !== opened || stopped) return;
    client = null;
    clearTimeout(timer);
    opened.end().catch(() => {});
    if (!isAway) say("away");
    isAway = true;
    timer = setTimeout(() => void connect(), wait).unref();
    wait = Math.min(wait * 2, waits.most);
  }

  function heard(payload: string | undefined): void {
    const notice = noticeOf(payload);
    // What cannot be looked up now is told again by the next notice, or by `back`.
    if (notice) told = told.then(() => (stopped ? undefined : hearing.notice(notice))).catch(() => {});
  }

  function say(state: "away" | "back"): void {
    told = told.then(() => (stopped ? undefined : hearing.state(state))).catch(() => {});
  }
}
