import type { IssueDraft, Tracker } from "../tracker.ts";

/** A tracker to try, and what people do in it, for the suite every tracker must pass (`contract.test.ts`). */
export interface TrackerTrial {
  tracker: Tracker;
  /** A new audit of the tracker's own, not yet published. */
  draft(over?: Partial<IssueDraft>, view?: IssueDraft["view"]): IssueDraft;
  /** Somebody answers in a thread. */
  answer(of: { thread: string; body: string }): Promise<void>;
  /** Somebody puts a comment in another way; `null` = takes it away. */
  rewrite(of: { comment: string; from: string; to: string | null }): Promise<void>;
  /** Somebody ticks, or clears, the box on the line that holds `words`. */
  tick(words: string, checked: boolean): Promise<void>;
  closeByHand(): Promise<void>;
  /** How many 👍 of ours a comment shows. */
  thumbs(comment: string): Promise<number>;
  /** Takes the issue away. */
  remove(): Promise<void>;
}

/** Runs once for a file of tests; `trial` begins an audit of its own for each. */
export interface TrackerContract {
  name: string;
  start(): Promise<{ trial(): Promise<TrackerTrial>; stop(): Promise<void> }>;
}

/** Whatever a message may hold; the marker in its first line must come back as it was. */
export const texts: readonly (readonly [string, string])[] = [
  ["plain", '<!-- rollcall:step audit="a/b" -->\n\nF1: please look at it.\n\n- one\n- two'],
  ["beginning like a heading of the file", '## Rollcall, now <!-- rollcall:said id="0" thread="0" at="2026" -->\n\nx'],
  ["ending like a comment of the file", 'a\n<!-- /rollcall:said 0 -->\n\n👍 <!-- rollcall:thumb of="0" at="2026" -->\nb'],
  ["with a fence that stays open", "a\n\n```\n/close\n## Rollcall"],
  ["other scripts and emoji", "Ελένη 🇩🇪👩‍💻 é ⟨U+200B⟩​|"],
  ["tabs, trailing spaces, empty lines", "\ta  \n\n\n\n  b\t\n c"],
  ["a comment that never ends", "a <!-- b\nc"],
  ["very long", `<!-- rollcall:step x -->\n${"0123456789 abcdefg\n".repeat(45_000)}end`],
];
