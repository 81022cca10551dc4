import type { z } from "zod";

interface Shaped {
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  unwrap?(): z.ZodType;
}

/** Columns of the list in an answer: all there may be, whether an item has them or not. */
export function columnsOf(answer: z.ZodType): string[] {
  const list = Object.values(bare(answer).shape ?? {}).find((field) => bare(field).element);
  const { element } = list ? bare(list) : {};
  return element ? fieldsOf(element) : [];
}

function fieldsOf(type: z.ZodType, prefix = ""): string[] {
  return Object.entries(bare(type).shape ?? {}).flatMap(([name, field]) =>
    bare(field).shape ? fieldsOf(field, `${prefix}${name}_`) : [`${prefix}${name}`],
  );
}

/** Whether it may be null or left out makes no column. */
function bare(type: z.ZodType): Shaped {
  const shaped = type as Shaped;
  return shaped.shape || shaped.element || !shaped.unwrap ? shaped : bare(shaped.unwrap() as z.ZodType);
}
