import type { Seats, SystemSeats } from "../model/api/lists.ts";
import { type Dashboard, periodsOf } from "./dashboard.ts";

/** Seats of every system that has any, with the periods before. */
export async function showSeats(dashboard: Dashboard, period: string): Promise<Seats> {
  const { context } = dashboard;
  const periods = periodsOf(dashboard)
    .filter((one) => one <= period)
    .reverse();
  const systems = await Promise.all(
    context.config.systems.map(async ({ id }) => {
      const history: SystemSeats["history"] = [];
      let shown: Omit<SystemSeats, "history"> | null = null;
      for (const one of periods) {
        const audit = dashboard.audits.get(`${id}/${one}`);
        const reading = audit ? await dashboard.reading(audit) : null;
        const seats = reading?.view.seats;
        if (!audit || !reading || !seats) continue;
        const { used, idle, cost_a_month } = seats.total;
        history.push({ period: one, used, idle: idle.seats, cost_a_month });
        if (one === period) shown = { ...seats, audit: audit.memory.audit.id, read_at: reading.takenAt };
      }
      return shown ? [{ ...shown, history }] : [];
    }),
  );
  return { period, at: context.now, systems: systems.flat() };
}
