import type { SystemConfig } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import type { SeatsReport, SystemSeats } from "../model/seats.ts";
import type { Context } from "./context.ts";
import { deriveSeats, sourcesOfSeats } from "./derive-seats.ts";
import { unknownSeats } from "./failed-system.ts";
import { endsTheRun, faultOf } from "./fault.ts";
import { readSystem } from "./read-system.ts";
import { statusOf, wasRefused } from "./source-outcomes.ts";

export interface SeatsRun {
  report: SeatsReport;
  /** Systems of which nothing could be read because credentials were refused. */
  refused: ReadonlySet<string>;
  /** What stopped a system as a whole; the others stand. */
  faults: { system: string; error: RollcallError }[];
}

/** Counts the seats of each system side by side, reading no more than seats rest on. @throws interrupted, or where rows cannot be kept */
export async function runSeats(context: Context, systems: readonly SystemConfig[]): Promise<SeatsRun> {
  const runs = await Promise.all(systems.map((system) => seatsAlone(context, system)));
  return {
    report: {
      schema: "rollcall.seats/1",
      organization: context.config.organization,
      generated_at: context.now,
      systems: runs.map(({ seats }) => seats),
    },
    faults: runs.flatMap(({ seats, fault }) => (fault ? [{ system: seats.system, error: fault }] : [])),
    refused: new Set(runs.filter(({ isRefused }) => isRefused).map(({ seats }) => seats.system)),
  };
}

interface OneSystem {
  seats: SystemSeats;
  isRefused: boolean;
  fault: RollcallError | null;
}

async function seatsAlone(context: Context, system: SystemConfig): Promise<OneSystem> {
  try {
    return await seatsOf(context, system);
  } catch (error) {
    const fault = faultOf(error, context.signal);
    if (endsTheRun(fault)) throw fault;
    return { seats: unknownSeats(context, system, fault), isRefused: fault.actor === "credentials", fault };
  }
}

async function seatsOf(context: Context, system: SystemConfig): Promise<OneSystem> {
  const platform = context.platform(system.platform);
  const { sources, rows } = await readSystem(context, system, sourcesOfSeats(platform.facts(system)));
  const observed = platform.normalise(rows, system);
  const seats = deriveSeats(context, { system, sources, observed, status: statusOf(sources) });
  return { seats, isRefused: wasRefused(sources), fault: null };
}
