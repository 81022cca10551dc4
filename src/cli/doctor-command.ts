import type { Contact } from "../model/contact.ts";
import { RollcallError } from "../model/errors.ts";
import { type Roster, shortRevision } from "../model/person.ts";
import { type Diagnosis, diagnose } from "../operations/diagnose.ts";
import { diagnoseChannels } from "../operations/diagnose-channels.ts";
import { diagnoseTrackers, type TrackerDiagnosis } from "../operations/diagnose-tracker.ts";
import type { App } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodeOfError, exitCodes, worstExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { plain, tellError, tellWarnings } from "./tell.ts";

/** `rollcall doctor`: tries each system, tracker and way to people, and says in a line each what would go wrong. @returns the exit code */
export async function doctorCommand(options: { systems: string[]; config: string }, app: App, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    const { config } = options;
    let noRoster: RollcallError | null = null;
    const withoutRoster = (error: RollcallError) => {
      noRoster = error;
    };
    const common = { config, cwd: io.cwd, env: io.env, allowEmptyRoster: true, signal };
    const opened = await app.open({ ...common, withoutRoster, progress: () => {} });
    try {
      tellWarnings(opened.warnings, io);
      const { context } = opened;
      const systems = chooseSystems(options.systems, context.config.systems);
      const codes = [tellRoster(context.roster, { error: noRoster, io })];
      const diagnoses = await Promise.all(systems.map((system) => diagnose(context, system)));
      codes.push(...diagnoses.map((diagnosis) => tellDiagnosis(diagnosis, io)));
      // Without a roster nobody's account in GitLab is known.
      for (const tracker of await diagnoseTrackers(context, systems))
        codes.push(tellTracker(tracker && noRoster ? { ...tracker, absentees: [] } : tracker, io));
      for (const { name, probe } of await diagnoseChannels(context)) codes.push(tellProbe(name, probe, io));
      const signIn = await app.probeSignIn(context.config);
      if (signIn) codes.push(tellProbe("sign-in", signIn, io));
      return worstExitCode(codes);
    } finally {
      await opened.close();
    }
  });
}

/** Where it was read from and at which commit, or why it was not; systems are tried all the same. */
function tellRoster({ people, source, revision }: Roster, { error, io }: { error: RollcallError | null; io: Io }): number {
  if (error) {
    io.out(`✗ roster: ${plain(error.message)}${error.fix ? ` → ${plain(error.fix)}` : ""}\n`);
    return exitCodeOfError(error.actor);
  }
  io.out(`✓ roster: ${people.length} people in ${plain(source)} at ${shortRevision(revision)}\n`);
  return people.length === 0 ? tellError(emptyRoster(), io) : exitCodes.done;
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
    if (error.actor === "bug") return exitCodes.fault;
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

function tellTracker(diagnosis: TrackerDiagnosis | null, io: Io): number {
  if (!diagnosis) {
    io.out("– no tracker: audits are printed, no issue is written\n");
    return exitCodes.done;
  }
  const { name, probe, absentees } = diagnosis;
  const code = tellProbe(name, probe, io);
  tellAbsentees(absentees, io);
  return code;
}

function tellProbe(name: string, { ok, message, fix }: TrackerDiagnosis["probe"], io: Io): number {
  io.out(`${ok ? "✓" : "✗"} ${name}: ${plain(message)}${fix ? ` → ${plain(fix)}` : ""}\n`);
  return ok ? exitCodes.done : exitCodes.usage;
}

const mostNames = 10;

/** Whoever may be asked something but cannot see the issue would never know. */
function tellAbsentees(absentees: readonly Contact[], io: Io): void {
  const names = [...new Set(absentees.map((contact) => contact.name ?? contact.email))];
  if (names.length === 0) return;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  const who = names.length === 1 ? "1 person" : `${names.length} people`;
  io.out(`    ${who} could be asked and cannot see its issues: ${plain(names.slice(0, mostNames).join(", "))}${more}\n`);
}
