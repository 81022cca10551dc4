import { resolveContact } from "../core/contacts.ts";
import type { SystemConfig } from "../model/config.ts";
import { RollcallError } from "../model/errors.ts";
import type { Context } from "../operations/context.ts";
import { type Diagnosis, diagnose } from "../operations/diagnose.ts";
import type { App } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodes, worstExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { plain, tellError, tellWarnings } from "./tell.ts";

/** `rollcall doctor`: tries each system and tracker and says in a line each what would go wrong. @returns the exit code */
export async function doctorCommand(options: { systems: string[]; config: string }, app: App, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    const { config } = options;
    const opened = await app.open({ config, cwd: io.cwd, env: io.env, allowEmptyRoster: true, signal, progress: () => {} });
    try {
      tellWarnings(opened.warnings, io);
      const { context } = opened;
      const systems = chooseSystems(options.systems, context.config.systems);
      io.out(`✓ roster: ${context.roster.people.length} people in ${context.roster.source}\n`);
      const diagnoses = await Promise.all(systems.map((system) => diagnose(context, system)));
      const codes = diagnoses.map((diagnosis) => tellDiagnosis(diagnosis, io));
      codes.push(...(await tellTrackers(context, systems, io)));
      if (context.roster.people.length === 0) codes.push(tellError(emptyRoster(), io));
      return worstExitCode(codes);
    } finally {
      await opened.close();
    }
  });
}

function emptyRoster(): RollcallError {
  return new RollcallError(
    "configuration",
    "the roster is empty: every account would look wrong",
    "check `roster:` in rollcall.yaml",
  );
}

function tellDiagnosis({ system, who, scopes, sources, error }: Diagnosis, io: Io): number {
  if (error) {
    io.out(`✗ ${system}: ${plain(error.message)}${error.fix ? ` → ${plain(error.fix)}` : ""}\n`);
    return error.actor === "credentials" ? exitCodes.credentials : exitCodes.incomplete;
  }
  const bad = sources.filter(({ outcome }) => outcome === "unavailable" || outcome === "failed");
  const absent = sources.filter(({ outcome }) => outcome === "absent");
  const scope = scopes ? `, scope ${scopes.join(" ")}` : "";
  const readable = `${sources.length - bad.length - absent.length} of ${sources.length} sources readable`;
  io.out(`${bad.length > 0 ? "✗" : "✓"} ${system}: reached as ${plain(who ?? "")}${plain(scope)}; ${readable}\n`);
  for (const { name, outcome, reason } of [...absent, ...bad]) io.out(`    ${name}: ${outcome}: ${plain(reason ?? "")}\n`);
  return bad.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

async function tellTrackers(context: Context, systems: readonly SystemConfig[], io: Io): Promise<number[]> {
  const trackers = new Set(systems.map((system) => context.tracker(system)));
  const codes: number[] = [];
  for (const tracker of trackers) {
    if (!tracker) {
      io.out("– no tracker: audits are printed, no issue is written\n");
      continue;
    }
    const probe = await tracker.probe(context.signal);
    io.out(`${probe.ok ? "✓" : "✗"} ${tracker.name}: ${plain(probe.message)}${probe.fix ? ` → ${plain(probe.fix)}` : ""}\n`);
    codes.push(probe.ok ? exitCodes.done : exitCodes.usage);
    if (probe.ok) await tellAbsentees(context, tracker, io);
  }
  return codes;
}

/** Whoever may be asked something but cannot see the issue would never know. */
async function tellAbsentees(context: Context, tracker: NonNullable<ReturnType<Context["tracker"]>>, io: Io): Promise<void> {
  const { people } = context.config;
  const configured = [people.auditor, people.opsManager, ...(people.deputy ? [people.deputy] : [])];
  const everyone = context.roster.people.flatMap(({ email }) =>
    email ? [{ email, name: null, gitlab: null, slack: null }] : [],
  );
  const contacts = [...configured, ...everyone].map((contact) => resolveContact(contact, context.roster));
  const absentees = await tracker.absentees(contacts, context.signal);
  const names = [...new Set(absentees.map((contact) => contact.name ?? contact.email))];
  if (names.length > 0)
    io.out(`    ${names.length} people are no members there and would not be reached: ${plain(names.join(", "))}\n`);
}
