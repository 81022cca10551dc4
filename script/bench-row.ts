/** A line of what `script/bench` prints. */
export interface Row {
  what: string;
  target: string;
  measured: string;
  held: boolean;
}

/** Of one number that is to be no larger than `most`. */
export function row(what: string, { measured, most, unit }: { measured: number; most: number; unit: "s" | "ms" | "MiB" }): Row {
  return {
    what,
    target: `≤ ${most} ${unit}`,
    measured: `${measured.toFixed(unit === "s" ? 2 : 0)} ${unit}`,
    held: measured <= most,
  };
}
