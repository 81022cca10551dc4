import { resolve } from "node:path";
import type { z } from "zod";
import { didYouMean } from "../core/did-you-mean.ts";
import { anyOf } from "../core/problem.ts";
import { foundText, nodeAt, plainData, type YamlEntry } from "../core/yaml.ts";
import type { SystemConfig } from "../model/config.ts";
import { normalName } from "../model/identity.ts";
import { toFollowUp } from "./follow-up-keys.ts";
import { parsePart, type ReadFile } from "./parse-part.ts";
import { systemKeys, systemSchema } from "./system-keys.ts";
import { toTracker } from "./tracker.ts";
import { readVerifications } from "./verifications.ts";

export interface SystemsOptions {
  /** Folder of rollcall.yaml. */
  folder: string;
  /** Platform id → schema of the keys only it has. */
  platforms: ReadonlyMap<string, z.ZodType>;
}

/** Every system in the order of the file; what is wrong is noted. */
export async function readSystems(read: ReadFile, options: SystemsOptions): Promise<SystemConfig[]> {
  const { node, line, found } = nodeAt(read.root, ["systems"]);
  if (!found || node.kind !== "map") return [];
  if (node.entries.size === 0) say(read, { line, message: "systems: expected at least one system, found none" });
  const systems: SystemConfig[] = [];
  for (const [id, entry] of node.entries) {
    const system = await readSystem(id, entry, { read, ...options });
    if (!system) continue;
    const twin = systems.find((one) => isSame(one.id, id) || isSame(one.name, system.name));
    if (twin) say(read, { line: entry.line, message: sameName(system, twin) });
    systems.push(system);
  }
  return systems;
}

function isSame(a: string, b: string): boolean {
  return normalName(a).toLowerCase() === normalName(b).toLowerCase();
}

/** Two issues with one title, or two files with one name where capitals do not count: one would be taken for the other. */
function sameName({ id, name }: SystemConfig, twin: SystemConfig): string {
  return isSame(id, twin.id)
    ? `systems.${id}: expected an id of its own, found one that differs from ${twin.id} in capitals only`
    : `systems.${id}.name: expected a name of its own, found ${JSON.stringify(name)}, which is the name of ${twin.id} too (${twin.at})`;
}

type Reading = SystemsOptions & { read: ReadFile };

async function readSystem(id: string, entry: YamlEntry, { read, folder, platforms }: Reading): Promise<SystemConfig | null> {
  const path = ["systems", id];
  if (!/^[A-Za-z0-9][\w.-]*$/.test(id)) {
    say(read, {
      line: entry.line,
      message: `systems: expected ids of letters, digits, "-", "_" and ".", found ${JSON.stringify(id)}`,
    });
    return null;
  }
  if (entry.value.kind !== "map") {
    say(read, {
      line: entry.line,
      message: `${path.join(".")}: expected keys such as platform and url, found ${foundText(entry.value)}`,
    });
    return null;
  }
  const { shared, own } = divided(plainData(entry.value) as Record<string, unknown>);
  const base = parsePart(systemSchema, read, { path, data: shared });
  const schema = typeof shared.platform === "string" ? platforms.get(shared.platform.trim()) : undefined;
  if (base && !schema)
    say(read, { line: nodeAt(read.root, [...path, "platform"]).line, message: unknownPlatform(id, base.platform, platforms) });
  const settings = schema && parsePart(schema, read, { path, data: own, alsoKnown: Object.keys(systemKeys) });
  const verifications =
    base?.verified_people === undefined ? null : await verificationsOf(base.verified_people, { path, read, folder });
  if (!base || !settings) return null;
  const name = base.name ?? id;
  return {
    id,
    platform: base.platform,
    name,
    template: base.template ?? name,
    rosterKey: base.roster_key ?? null,
    admins: base.admins,
    serviceAccounts: base.service_accounts,
    verifications,
    visibleTo: base.visible_to,
    seats: base.seats ?? null,
    tracker: base.tracker ? toTracker(base.tracker, folder) : null,
    followUp: toFollowUp(base.follow_up),
    settings,
    folder,
    at: `${read.file}:${entry.line}`,
  };
}

/** Keys every platform shares, and the rest, which is for the platform's schema to judge. */
function divided(data: Record<string, unknown>): { shared: Record<string, unknown>; own: Record<string, unknown> } {
  const isShared = ([key]: [string, unknown]) => Object.hasOwn(systemKeys, key);
  const entries = Object.entries(data);
  return {
    shared: Object.fromEntries(entries.filter(isShared)),
    own: Object.fromEntries(entries.filter((entry) => !isShared(entry))),
  };
}

function verificationsOf(named: string, { path, read, folder }: { path: string[]; read: ReadFile; folder: string }) {
  const { line } = nodeAt(read.root, [...path, "verified_people"]);
  const at = { file: read.file, line, key: `${path.join(".")}.verified_people` };
  return readVerifications(resolve(folder, named), { shown: named, at, problems: read.problems });
}

function unknownPlatform(id: string, platform: string, platforms: ReadonlyMap<string, unknown>): string {
  const known = [...platforms.keys()];
  const near = didYouMean(platform, known);
  const hint = near === null ? "" : `: did you mean ${near}?`;
  return `systems.${id}.platform: expected a platform this version audits (${anyOf(known)}), found ${JSON.stringify(platform)}${hint}`;
}

function say({ file, problems }: ReadFile, { line, message }: { line: number; message: string }): void {
  problems.push({ file, line, message });
}
