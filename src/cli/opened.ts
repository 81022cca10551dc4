import { auditNamed } from "../core/audit-name.ts";
import { dayIn, periodOf } from "../model/period.ts";
import type { Context } from "../operations/context.ts";
import type { App } from "./app-contract.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { progressDisplay } from "./progress.ts";
import { tellWarnings } from "./tell.ts";

/** What every command that works with open audits takes. */
export interface CommonOptions {
  config: string;
  now?: string;
  allowEmptyRoster?: boolean;
  /** The command asks nothing of the roster: it may be away. */
  rosterAside?: boolean;
}

/** Opens what a command needs, and closes it after. @returns the exit code of `work` */
export async function withOpened(
  { config, now, allowEmptyRoster = false, rosterAside = false }: CommonOptions,
  of: { app: App; io: Io },
  work: (context: Context, display: { end(): void }) => Promise<number>,
): Promise<number> {
  const { app, io } = of;
  return interruptible(async (signal) => {
    const display = progressDisplay(io);
    const opened = await app.open({
      config,
      cwd: io.cwd,
      env: io.env,
      now,
      allowEmptyRoster,
      ...(rosterAside ? { withoutRoster() {} } : {}),
      signal,
      progress: display.tell,
    });
    try {
      tellWarnings(opened.warnings, io);
      return await work(opened.context, display);
    } finally {
      display.end();
      await opened.close();
    }
  });
}

/** Ids of the audits a user names, each once. @throws usage error */
export function auditsNamed({ config, now }: Context, names: readonly string[]): string[] {
  const period = periodOf(dayIn(now, config.timeZone), config.fiscalYearStarts).id;
  const systems = config.systems.map(({ id }) => id);
  return [...new Set(names.map((name) => auditNamed(name, { systems, period })))];
}
