import type { ActItem, DoneAct, StepName } from "../model/follow-up.ts";
import { compareIds } from "../model/json.ts";
import { messageMarker, parseMessageMarker } from "./message-marker.ts";

const steps: readonly string[] = [
  "ask",
  "escalate",
  "tell",
  "decide",
  "decide-late",
  "remind",
  "review",
  "carry-over",
] satisfies StepName[];

/** Above this many items their keys are left out: the Notes tell which ref is whose. */
const mostKeys = 100;

/** What nobody could have been asked about at once; a marker that says so was made up. */
const mostItems = 100_000;

/** The first line of an act's message. From it the act can be read back into an empty store. */
export function stepMarker(audit: string, { id, step, about, to, at, items }: DoneAct): string {
  const sorted = [...items].sort((a, b) => compareIds(a.ref, b.ref));
  const keys = sorted.length > mostKeys ? null : sorted.map(({ ref, key }) => `${ref}=${key}`).join("\n");
  return messageMarker("step", { audit, id, step, about, to: to.join("\n"), at, items: printItems(sorted), keys });
}

/**
 * The act a comment of ours tells of. @param keyOf the finding a ref means, as the Notes say; asked where the marker does not tell.
 * @returns `null` where it tells of none, or was damaged
 */
export function parseStepMarker(body: string, keyOf: (ref: string) => string | null): { audit: string; act: DoneAct } | null {
  const marker = parseMessageMarker(body);
  if (marker?.kind !== "step") return null;
  const { audit, id, step, about, to, at, items, keys } = marker.values;
  if (!audit || !id || !about || !steps.includes(step ?? "") || Number.isNaN(Date.parse(at ?? ""))) return null;
  const told = new Map(
    (keys ?? "").split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const parsed = parseItems(items ?? "", (ref) => told.get(ref) ?? keyOf(ref));
  if (!parsed) return null;
  const addressees = (to ?? "").split("\n").filter((email) => email !== "");
  return { audit, act: { id, step: step as StepName, about, to: addressees, at: at ?? "", items: parsed } };
}

/** A line for each turn: whose, since when, and the refs, neighbours as `F3-F9`. */
function printItems(items: readonly ActItem[]): string {
  const groups = new Map<string, string[]>();
  for (const { ref, turn, of } of items) {
    const group = `${of} ${turn ?? "-"}`;
    groups.set(group, [...(groups.get(group) ?? []), ref]);
  }
  return [...groups].map(([group, refs]) => `${group} ${ranges(refs)}`).join("\n");
}

function ranges(refs: readonly string[]): string {
  const found: { from: number; to: number }[] = [];
  for (const number of refs.map((ref) => Number(ref.slice(1)))) {
    const last = found.at(-1);
    if (last && last.to === number - 1) last.to = number;
    else found.push({ from: number, to: number });
  }
  return found.map(({ from, to }) => (from === to ? `F${from}` : `F${from}-F${to}`)).join(",");
}

function parseItems(text: string, keyOf: (ref: string) => string | null): ActItem[] | null {
  const items: ActItem[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const [, of = "", since = "", refs = ""] = /^(\S+) (\S+) (\S+)$/.exec(line) ?? [];
    const turn = since === "-" ? null : since;
    if (of === "" || (turn !== null && Number.isNaN(Date.parse(turn)))) return null;
    for (const range of refs.split(",")) {
      const [, from, to = from] = /^F([1-9]\d{0,8})(?:-F([1-9]\d{0,8}))?$/.exec(range) ?? [];
      if (from === undefined || Number(to) - Number(from) + items.length >= mostItems) return null;
      for (let number = Number(from); number <= Number(to); number += 1) {
        const key = keyOf(`F${number}`);
        if (key !== null) items.push({ key, ref: `F${number}`, turn, of });
      }
    }
  }
  return items;
}
