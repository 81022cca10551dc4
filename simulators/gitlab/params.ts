import { badParameter } from "./errors.ts";

export interface UploadedFile {
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/** Parameters of a request, from path, query and body together, as grape merges them. */
export type Params = Record<string, unknown>;

/** `iids[]=1&iids[]=2` is the list `iids`; the last of two same plain names wins. */
export function queryParams(search: URLSearchParams): Params {
  return pairsToParams([...search.entries()]);
}

/** Body parameters by content type: JSON object, form, or multipart; anything else holds none. */
export async function bodyParams(body: Buffer, contentType: string): Promise<Params> {
  if (body.length === 0) return {};
  if (contentType.startsWith("application/json")) return jsonParams(body);
  if (contentType.startsWith("application/x-www-form-urlencoded")) return queryParams(new URLSearchParams(body.toString()));
  if (contentType.startsWith("multipart/form-data")) return multipartParams(body, contentType);
  return {};
}

function jsonParams(body: Buffer): Params {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    throw badParameter("There was a problem in the JSON you submitted");
  }
}

async function multipartParams(body: Buffer, contentType: string): Promise<Params> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } })
    .formData()
    .catch(() => null);
  if (form === null) throw badParameter("bad multipart body");
  const pairs: [string, unknown][] = [];
  for (const [name, value] of form.entries()) pairs.push([name, typeof value === "string" ? value : await file(value)]);
  return pairsToParams(pairs);
}

async function file(value: File): Promise<UploadedFile> {
  return {
    filename: value.name,
    contentType: value.type || "application/octet-stream",
    bytes: Buffer.from(await value.arrayBuffer()),
  };
}

function pairsToParams(pairs: [string, unknown][]): Params {
  const params: Params = {};
  for (const [name, value] of pairs) {
    const list = name.endsWith("[]") ? name.slice(0, -2) : null;
    if (list === null) params[name] = value;
    else params[list] = [...asList(params[list]), value];
  }
  return params;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function has(params: Params, name: string): boolean {
  return Object.hasOwn(params, name);
}

export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw badParameter(`${name} is invalid`);
}

export function requiredText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) throw badParameter(`${name} is missing`);
  return value;
}

export function integer(params: Params, name: string): number | undefined {
  const value = text(params, name);
  if (value === undefined || value === "") return undefined;
  if (!/^-?\d{1,15}$/.test(value)) throw badParameter(`${name} is invalid`);
  return Number(value);
}

export function requiredInteger(params: Params, name: string): number {
  const value = integer(params, name);
  if (value === undefined) throw badParameter(`${name} is missing`);
  return value;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = text(params, name)?.toLowerCase();
  if (value === undefined || value === "") return undefined;
  if (["true", "t", "1", "yes", "on"].includes(value)) return true;
  if (["false", "f", "0", "no", "off"].includes(value)) return false;
  throw badParameter(`${name} is invalid`);
}

/** "a,b" or a list of them. */
export function words(params: Params, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const parts = Array.isArray(value) ? value.map(String) : [text(params, name) ?? ""];
  return parts
    .flatMap((part) => part.split(","))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function integers(params: Params, name: string): number[] | undefined {
  return words(params, name)?.map((word) => requiredInteger({ [name]: word }, name));
}

export function oneOf<T extends string>(params: Params, name: string, allowed: readonly T[]): T | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  const known = allowed.find((each) => each === value);
  if (known === undefined) throw badParameter(`${name} does not have a valid value`);
  return known;
}
