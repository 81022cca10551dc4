import type { BasisConfig } from "../model/basis.ts";
import type { Json } from "../model/json.ts";
import { Secret } from "../model/secret.ts";

/** Stands where a secret was. */
const secretMark = "$secret";
const urlMark = "$url";

/**
 * The configuration as JSON that `openedConfig` makes the same value of: secrets are gone, addresses keep no password, and neither says
 * where on a machine the files were. @throws where a setting has a value nobody said how to keep
 */
export function sealedConfig({ system, ...config }: BasisConfig): Json {
  const { tracker: _, folder: __, ...kept } = system;
  return sealed({ ...config, system: kept }, "configuration");
}

/** @throws where it is none */
export function openedConfig(json: Json): BasisConfig {
  const config = opened(json) as BasisConfig;
  return { ...config, system: { ...config.system, tracker: null, folder: "" } };
}

function sealed(value: unknown, at: string): Json {
  if (value instanceof Secret) return { [secretMark]: true };
  if (value instanceof URL) return { [urlMark]: withoutPassword(value) };
  if (Array.isArray(value)) return value.map((one, index) => sealed(one, `${at}[${index}]`));
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "object" || !isPlain(value)) throw new Error(`${at} cannot be kept: it is no plain value`);
  const kept = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(kept.map(([key, one]) => [key, sealed(one, `${at}.${key}`)]));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function withoutPassword(url: URL): string {
  const kept = new URL(url);
  kept.username = "";
  kept.password = "";
  return kept.href;
}

function opened(json: Json): unknown {
  if (Array.isArray(json)) return json.map(opened);
  if (json === null || typeof json !== "object") return json;
  if (secretMark in json) return new Secret("");
  if (typeof json[urlMark] === "string") return new URL(json[urlMark]);
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, opened(one)]));
}
