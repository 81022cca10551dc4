import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { configOf, platformOf, rowFolders } from "./app.ts";
import type { ReplayOptions, VerifyOptions } from "./cli/app-contract.ts";
import { loadExemptions } from "./config/exemptions.ts";
import { type PublicKey, publicKey } from "./evidence/keys.ts";
import { openToReplay } from "./evidence/replayable.ts";
import { verifyBundle } from "./evidence/verify-bundle.ts";
import { verifyChain } from "./evidence/verify-chain.ts";
import { configurationError, usageError } from "./model/errors.ts";
import type { ChainedVerdict, Manifest, Verdict } from "./model/evidence.ts";
import { type OtherRules, type ReplayedReading, replayBundle } from "./operations/replay-bundle.ts";

/** The composition root's part for evidence that is looked at elsewhere: no configuration, no database, no network. */

/** @throws usage error where a file is not there, or a newer Rollcall made it */
export async function verify({ files, key, cwd, signal }: VerifyOptions): Promise<ChainedVerdict[]> {
  const trusted = key === null ? null : await trustedKey(resolve(cwd, key), key);
  const verdicts: Verdict[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    verdicts.push({ ...(await verifyBundle(resolve(cwd, file), { trusted })), file });
  }
  return verifyChain(verdicts);
}

async function trustedKey(path: string, asGiven: string): Promise<PublicKey> {
  try {
    return publicKey(await readFile(path, "utf8"), asGiven);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError(`cannot read the key ${asGiven}: ${code}`, "name the file `rollcall keys --public FILE` wrote");
  }
}

/** @throws configuration error where the bundle is not whole: what is broken proves nothing */
export async function replay(options: ReplayOptions): Promise<{ manifest: Manifest; readings: ReplayedReading[] }> {
  const file = resolve(options.cwd, options.file);
  const { breaks } = await verifyBundle(file, { trusted: null });
  if (breaks.length > 0)
    throw configurationError(
      `${options.file} is not whole, so nothing follows from it: ${breaks[0]?.where}: ${breaks[0]?.why}`,
      `rollcall verify ${options.file} names everything that is broken`,
    );
  const folders = rowFolders();
  const bundle = await openToReplay(file, () => folders.open("replay"));
  try {
    const rules = options.withConfig === null ? null : await otherRules(options.withConfig, bundle.manifest, options);
    return {
      manifest: bundle.manifest,
      readings: await replayBundle({ platform: platformOf, signal: options.signal }, bundle, rules),
    };
  } finally {
    bundle.close();
    folders.remove();
  }
}

async function otherRules(path: string, { system: id }: Manifest, { cwd, env }: ReplayOptions): Promise<OtherRules> {
  const config = await configOf(resolve(cwd, path), { env: withoutSecrets(env) });
  const system = config.systems.find((one) => one.id === id);
  if (!system) throw usageError(`${path} has no system ${id}`, `it has: ${config.systems.map((one) => one.id).join(", ")}`);
  const { organization, fiscalYearStarts, timeZone, people, emailDomains, checks } = config;
  const exemptions = config.exemptions === null ? null : (await loadExemptions(config.exemptions)).exemptions;
  return { config: { organization, fiscalYearStarts, timeZone, people, emailDomains, checks, system }, exemptions };
}

/** Nothing is asked of a platform, so a secret that is not set is no obstacle. */
function withoutSecrets(env: ReplayOptions["env"]): ReplayOptions["env"] {
  return new Proxy(env, {
    get: (known, name: string) => known[name] ?? "not-set",
    has: () => true,
  });
}
