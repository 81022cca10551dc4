import { didYouMean } from "../../core/did-you-mean.ts";
import type { Level } from "../../model/account.ts";

/** GitLab's access levels by name. The scale is an open one: between these steps there may be more tomorrow. */
const steps: ReadonlyMap<number, string> = new Map([
  [0, "No access"],
  [5, "Minimal access"],
  [10, "Guest"],
  [15, "Planner"],
  [20, "Reporter"],
  [25, "Security manager"],
  [30, "Developer"],
  [40, "Maintainer"],
  [50, "Owner"],
  [60, "Admin"],
]);

/** From here on whoever holds it administers the group. */
const owner = 50;

/** A level as GitLab counts it, with the word people use. */
export function levelOf(value: number): Level {
  return { value, name: steps.get(value) ?? `Level ${value}` };
}

export function isKnownLevel({ value }: Level): boolean {
  return steps.has(value);
}

export function isOwnerLevel({ value }: Level): boolean {
  return value >= owner;
}

const byWord = new Map([...steps].map(([value, name]) => [wordOf(name), value]));
byWord.set("minimal", 5);

/**
 * A level as somebody writes it in a configuration: `developer`, `security manager`, `30`.
 * @returns the level, or what was expected where it is none
 */
export function parseLevel(written: string | number): Level | string {
  const text = wordOf(String(written));
  if (/^\d{1,3}$/.test(text)) return levelOf(Number(text));
  const value = byWord.get(text);
  if (value !== undefined) return levelOf(value);
  const words = ["minimal", ...[...steps.values()].slice(2, -1).map(wordOf)];
  const near = didYouMean(text, words);
  return near === null
    ? `expected an access level (${words.join(", ")}, or GitLab's number of one)`
    : `expected an access level: did you mean ${near}?`;
}

function wordOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
