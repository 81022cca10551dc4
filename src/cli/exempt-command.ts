import { auditParts } from "../core/audit-name.ts";
import { type DraftedExemption, draftExemption, type ExemptionWish } from "../core/draft-exemption.ts";
import { exemptionYaml } from "../core/exemption-yaml.ts";
import { configurationError, usageError } from "../model/errors.ts";
import { dayIn } from "../model/period.ts";
import type { Context } from "../operations/context.ts";
import { findFinding } from "../operations/find-finding.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { plain } from "./tell.ts";

export interface ExemptOptions extends CommonOptions {
  ref: string;
  audit: string;
  until: string;
  reason: string;
  approver?: string;
  account?: true;
  person?: true;
  match?: string;
  write?: true;
}

/** `rollcall exempt F12 --audit …`: the lines for exemptions.yaml on stdout, everything else on stderr. @returns the exit code */
export async function exemptCommand(options: ExemptOptions, app: App, io: Io): Promise<number> {
  const wish = wishOf(options);
  return withOpened(options, { app, io }, async (context) => {
    const { exemption, notes } = await drafted(context, options, wish);
    const lines = exemptionYaml(exemption);
    const { exemptions: file } = context.config;
    if (options.write) {
      if (file === null) throw noFile();
      await app.appendExemption(file, lines);
    }
    io.out(lines);
    for (const note of notes) io.err(`note: ${plain(note)}\n`);
    io.err(`${plain(nextStep(file, options))}\n`);
    return exitCodes.done;
  });
}

async function drafted(context: Context, { audit, ref }: ExemptOptions, wish: ExemptionWish): Promise<DraftedExemption> {
  const { config, roster, now } = context;
  const [id = ""] = auditsNamed(context, [audit]);
  const { finding, state } = await findFinding(context, { audit: id, ref });
  const { system } = auditParts(id);
  return draftExemption(finding, wish, { system, roles: state.roles, roster, today: dayIn(now, config.timeZone) });
}

function wishOf({ until, reason, approver, account, person, match }: ExemptOptions): ExemptionWish {
  const scopes = [account && { account }, person && { person }, match !== undefined && { match }].filter(
    (scope) => scope !== undefined && scope !== false,
  );
  if (scopes.length > 1) throw usageError("an exemption has one scope", "give one of --account, --person and --match");
  return { until, reason, approver: approver ?? null, scope: (scopes[0] as ExemptionWish["scope"] | undefined) ?? null };
}

function nextStep(file: string | null, { write }: ExemptOptions): string {
  if (write) return `appended to ${file}: look at it, and commit it`;
  return file === null
    ? "commit it in a file, and name that in rollcall.yaml: exemptions: exemptions.yaml"
    : `add it to ${file} and commit it; --write appends it`;
}

function noFile() {
  return configurationError(
    "rollcall.yaml names no file of exemptions",
    "add exemptions: exemptions.yaml, and make and commit that file",
  );
}
