/**
 * How somebody deals with what they are asked. `early`: says it is fixed before it is. `words`: answers in words of their own.
 * `edits` and `deletes`: what they said first. `waits-…`: until their manager, or the ops manager, asks them by name.
 */
export const temperaments = [
  "prompt",
  "explains",
  "waits-for-manager",
  "words",
  "prompt",
  "early",
  "edits",
  "prompt",
  "waits-for-ops",
  "deletes",
] as const;

export type Temperament = (typeof temperaments)[number];

/** The same person is the same in every run. */
export function temperamentOf(username: string): Temperament {
  let sum = 7;
  for (const letter of username) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return temperaments[sum % temperaments.length] ?? "prompt";
}

/** How many looks into their mail it takes them. */
export const patience: Readonly<Record<Temperament, number>> = {
  prompt: 1,
  explains: 2,
  "waits-for-manager": 1,
  words: 2,
  early: 1,
  edits: 2,
  "waits-for-ops": 1,
  deletes: 1,
};
