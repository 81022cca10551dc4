import type { Scene } from "../model/scene.ts";

const dayMs = 86_400_000;

/** Whether a time lies more than so many days before the scene's `now`. */
export function isOlderThan(time: string, days: number, scene: Scene): boolean {
  return ageInDays(time, scene) > days;
}

/** Days from a time to the scene's `now`, with fractions; negative where it is to come. */
export function ageInDays(time: string, { now }: Pick<Scene, "now">): number {
  return (Date.parse(now) - Date.parse(time)) / dayMs;
}
