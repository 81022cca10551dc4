import { basename, dirname, resolve } from "node:path";
import type { z } from "zod";
import type { Limits } from "../checks/check.ts";
import { type Problem, problemsError } from "../core/problem.ts";
import { nodeAt, type YamlNode, type YamlPath } from "../core/yaml.ts";
import type { CheckSetting, Config } from "../model/config.ts";
import { configurationError } from "../model/errors.ts";
import { checksSchema } from "./check-keys.ts";
import { withEnvironment } from "./environment.ts";
import { toEvidence } from "./evidence-keys.ts";
import { toFollowUp, toPauses } from "./follow-up-keys.ts";
import { toNotify } from "./notify-keys.ts";
import { parsePart, type ReadFile } from "./parse-part.ts";
import { toRoster } from "./roster.ts";
import { toSchedule } from "./schedule-keys.ts";
import { groupWarnings, toServe } from "./serve.ts";
import { systemKeys } from "./system-keys.ts";
import { readSystems } from "./systems.ts";
import { topSchema } from "./top-keys.ts";
import { toTracker } from "./tracker.ts";
import { noteStrangeSystems, toWebhooks } from "./webhook-keys.ts";
import { bytesOf, parseFile, whyUnreadable } from "./yaml-file.ts";

export interface ConfigOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Platform id → strict schema of the system keys only it has (`url`, `auth`, …). */
  platforms: ReadonlyMap<string, z.ZodType>;
  /** Check id → its default limits: those it has may be set. */
  checkIds: ReadonlyMap<string, Limits>;
}

/**
 * Reads rollcall.yaml and the files of verifications it names; relative paths are relative to it.
 * @throws configuration error with everything that is wrong, each with file:line and key; no value of a secret is ever in it
 */
export async function loadConfig(path: string, options: ConfigOptions): Promise<Config> {
  const read = await readConfigFile(path, options.env);
  const folder = dirname(path);
  const top = parsePart(topSchema, read, { path: [] });
  const checks = readChecks(read, options.checkIds);
  const systems = await readSystems(read, { folder, platforms: options.platforms });
  noteStrangeSystems(read, top?.webhooks);
  if (!top || read.problems.length > 0) throw problemsError(read.problems, `correct ${path}`);
  const { people } = top;
  const serve = toServe(top.serve);
  return {
    path,
    organization: top.organization,
    fiscalYearStarts: top.fiscal_year_starts,
    timeZone: top.time_zone,
    people: { opsManager: people.ops_manager, deputy: people.deputy ?? null, auditor: people.auditor, skip: people.skip },
    roster: toRoster(top.roster, folder),
    exemptions: top.exemptions === undefined ? null : resolve(folder, top.exemptions),
    emailDomains: top.email_domains,
    systems,
    tracker: top.tracker ? toTracker(top.tracker, folder) : null,
    rate: top.rate,
    checks,
    followUp: toFollowUp(top.follow_up),
    pauses: toPauses(top.follow_up),
    decisionsOnCommandLine: top.decisions?.command_line ?? true,
    notify: toNotify(top.notify),
    schedule: toSchedule(top.schedule, top.fiscal_year_starts),
    serve,
    webhooks: toWebhooks(top.webhooks),
    evidence: toEvidence(top.evidence),
    keepPersonalData: top.retention?.personal_data ?? 400,
    keepSnapshots: top.snapshots?.keep ?? 400,
    warnings: groupWarnings(serve, systems),
  };
}

async function readConfigFile(path: string, env: ConfigOptions["env"]): Promise<ReadFile> {
  const bytes = await bytesOf(path);
  if (typeof bytes === "string") {
    throw configurationError(`${path} ${whyUnreadable(bytes)}`, "rollcall init makes one; --config names another");
  }
  const problems: Problem[] = [];
  const file = basename(path);
  const root = parseFile(bytes, { file, problems });
  if (!root) throw problemsError(problems, `correct ${path}`);
  // Without its variables a value is not what was meant: nothing else is said of it.
  const filled: YamlNode = withEnvironment(root, { env, file, problems });
  if (problems.length > 0) throw problemsError(problems, "set them, for example with export, and run again");
  return { file, root: filled, problems, mayShow };
}

function readChecks(read: ReadFile, checkIds: ReadonlyMap<string, Limits>): Record<string, CheckSetting> {
  const { node, found } = nodeAt(read.root, ["checks"]);
  if (!found || node.kind === "null") return {};
  return parsePart(checksSchema(checkIds), read, { path: ["checks"] }) ?? {};
}

const secretKey = /auth|token|secret|password|smtp|url|notify|tracker/i;

/** Values of secrets, of addresses (they may hold a password) and of keys only a platform knows are in no message. */
function mayShow(path: YamlPath): boolean {
  const [top, , key] = path;
  if (top === "systems" && key !== undefined && !Object.hasOwn(systemKeys, key)) return false;
  return !path.some((step) => secretKey.test(String(step)));
}
