import type { ScheduleConfig } from "../model/config.ts";
import type { Jobs } from "./jobs.ts";
import { lastTime } from "./schedule.ts";
import type { Work } from "./work.ts";

export interface Looking {
  work: Work;
  jobs: Pick<Jobs, "ask">;
  schedule: ScheduleConfig;
  /** In which the schedule is meant. */
  zone: string;
}

/** Old readings are thinned at night, by their own policy. */
const thinLine = "30 3 * * *";

/**
 * Looks what is due by our clock and asks for it. Everything is found out from what is remembered of audits and from the schedule, so
 * a look that was missed, and job tables that were lost, change nothing: the next look finds the same due.
 */
export function openLook({ work, jobs, schedule, zone }: Looking): (now: string) => Promise<string> {
  const asked = new Map<string, string>();
  return async (now) => {
    let count = 0;
    const askFor: Jobs["ask"] = async (name, job) => {
      const isNew = await jobs.ask(name, job);
      if (isNew) count += 1;
      return isNew;
    };
    const since = lastTime(schedule.audit, { now, zone });
    if (since) for (const of of await work.unread({ since, now })) await askFor("run-audit", { of, at: since });
    for (const of of await work.dueAudits(now)) await askFor("poll", { of });
    await once("poll", schedule.followUp, async (at) => {
      for (const { id } of await work.openAudits()) await askFor("poll", { of: id, at });
    });
    await once("recheck", schedule.recheck, async (at) => {
      for (const of of await work.unrechecked({ since: at })) await askFor("recheck", { of, at });
    });
    for (const of of work.webhooks()) await askFor("deliver", { of });
    await once("thin", thinLine, async (at) => void (await askFor("thin", { at })));
    return `asked for ${count} jobs`;

    /** Not again for a time this process has asked for already. That another has is seen by the job's id. */
    async function once(name: string, line: string, act: (at: string) => Promise<void>): Promise<void> {
      const at = lastTime(line, { now, zone });
      if (at === null || asked.get(name) === at) return;
      await act(at);
      asked.set(name, at);
    }
  };
}
