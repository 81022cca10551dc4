import { exemptionsFrom } from "../core/carry.ts";
import type { SystemConfig } from "../model/config.ts";
import { RollcallError } from "../model/errors.ts";
import type { Exemption } from "../model/exemption.ts";
import { dayIn, periodOf } from "../model/period.ts";
import type { SystemTokens, TokensReport } from "../model/tokens.ts";
import type { Context } from "./context.ts";
import { deriveTokens, noTokens, sourcesOfTokens } from "./derive-tokens.ts";
import { endsTheRun, faultOf, sentenceOf } from "./fault.ts";
import { readSystem } from "./read-system.ts";
import { recallSettled } from "./recall-decisions.ts";
import { wasRefused } from "./source-outcomes.ts";

export interface TokensRun {
  report: TokensReport;
  /** Systems of which nothing could be read because credentials were refused. */
  refused: ReadonlySet<string>;
  /** What stopped a system as a whole; the others stand. */
  faults: { system: string; error: RollcallError }[];
  /** Why what audits accepted is not known; `null` where it is. */
  unremembered: RollcallError | null;
}

/** Lists the credentials of each system side by side, reading no more than that takes and writing nothing. @throws interrupted, or where rows cannot be kept */
export async function runTokens(context: Context, systems: readonly SystemConfig[]): Promise<TokensRun> {
  const runs = await Promise.all(systems.map((system) => tokensAlone(context, system)));
  const unremembered = runs.find((run) => run.unremembered !== null)?.unremembered ?? null;
  return {
    report: {
      schema: "rollcall.tokens/1",
      organization: context.config.organization,
      generated_at: context.now,
      remembered: unremembered === null,
      systems: runs.map(({ tokens }) => tokens),
    },
    refused: new Set(runs.filter(({ isRefused }) => isRefused).map(({ tokens }) => tokens.system)),
    faults: runs.flatMap(({ tokens, fault }) => (fault ? [{ system: tokens.system, error: fault }] : [])),
    unremembered,
  };
}

/** Whether a system of this kind has any credentials to list. */
export function hasTokens(context: Pick<Context, "platform">, system: SystemConfig): boolean {
  return context.platform(system.platform).facts(system).credentials !== undefined;
}

interface OneSystem {
  tokens: SystemTokens;
  isRefused: boolean;
  fault: RollcallError | null;
  unremembered: RollcallError | null;
}

async function tokensAlone(context: Context, system: SystemConfig): Promise<OneSystem> {
  try {
    return await tokensOf(context, system);
  } catch (error) {
    const fault = faultOf(error, context.signal);
    if (endsTheRun(fault)) throw fault;
    const tokens = noTokens(system, { status: "failed", reason: sentenceOf(fault) });
    return { tokens, isRefused: fault.actor === "credentials", fault, unremembered: null };
  }
}

async function tokensOf(context: Context, system: SystemConfig): Promise<OneSystem> {
  const platform = context.platform(system.platform);
  if (!hasTokens(context, system)) {
    const tokens = noTokens(system, { status: "complete", reason: "this platform has no tokens that could be listed" });
    return { tokens, isRefused: false, fault: null, unremembered: null };
  }
  const [{ sources, rows }, { decisions, error }] = await Promise.all([
    readSystem(context, system, sourcesOfTokens(platform.facts(system))),
    decisionsOf(context, system),
  ]);
  const tokens = deriveTokens({ ...context, exemptions: [...context.exemptions, ...decisions] }, { system, sources, rows });
  return { tokens, isRefused: wasRefused(sources), fault: null, unremembered: error };
}

/** Without a database the tokens are listed all the same. */
async function decisionsOf(
  context: Context,
  system: SystemConfig,
): Promise<{ decisions: Exemption[]; error: RollcallError | null }> {
  const { config, now } = context;
  const auditId = `${system.id}/${periodOf(dayIn(now, config.timeZone), config.fiscalYearStarts).id}`;
  try {
    const settled = await recallSettled(context, { system, auditId, store: await context.store() });
    return { decisions: exemptionsFrom(settled, auditId), error: null };
  } catch (error) {
    if (error instanceof RollcallError && error.actor !== "interrupted") return { decisions: [], error };
    throw error;
  }
}
