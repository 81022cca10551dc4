import type { z } from "zod";

type Schema = z.core.$ZodType;

/** The parts of zod's definitions that lead from a schema to those inside it (zod 4, `schema._zod.def`). */
interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  options?: Schema[];
  element?: Schema;
  valueType?: Schema;
  innerType?: Schema;
  in?: Schema;
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

/** The schemas a value may have in the end: without optional, default and transform around them, unions taken apart. */
function plain(schema: Schema): Schema[] {
  const { type, options, innerType, in: first } = definitionOf(schema);
  if (type === "union") return (options ?? []).flatMap(plain);
  const inner = innerType ?? (type === "pipe" ? first : undefined);
  return inner ? plain(inner) : [schema];
}

/** Every schema that may hold at a path. */
function schemasAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  const [step, ...rest] = path;
  if (step === undefined) return plain(schema);
  return plain(schema).flatMap((one) => {
    const { shape, element, valueType } = definitionOf(one);
    const inner = shape && Object.hasOwn(shape, step) ? shape[String(step)] : (element ?? valueType);
    return inner ? schemasAt(inner, rest) : [];
  });
}

/** Keys that may stand at a path, for "did you mean". */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(schema, path).flatMap((one) => Object.keys(definitionOf(one).shape ?? {})))];
}

/** Where one of several objects may stand: the keys each must have. */
export function alternativesAt(schema: Schema, path: readonly PropertyKey[]): string[][] {
  return schemasAt(schema, path).flatMap((one) => {
    const { shape } = definitionOf(one);
    return shape ? [Object.keys(shape).filter((key) => shape[key]?._zod.optin === undefined)] : [];
  });
}
