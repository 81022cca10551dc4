import type { Clock } from "../../http/client.ts";

const minuteMs = 60_000;

/**
 * Comments a minute that GitLab takes from one user, less some for what else its token does: GitLab.com 60, elsewhere 300 unless an
 * administrator set another (docs.gitlab.com, "Rate limits on note creation"). No header tells of it before it is passed.
 */
export function notesPerMinute(url: URL): number {
  return url.hostname === "gitlab.com" ? 50 : 250;
}

/** A turn to write a comment: resolves when fewer than `most` were written in the last minute. */
export function notePace(most: number, clock: Clock): (signal: AbortSignal) => Promise<void> {
  const written: number[] = [];
  return async (signal) => {
    for (;;) {
      const now = clock.now();
      while (written[0] !== undefined && written[0] <= now - minuteMs) written.shift();
      const [oldest] = written;
      if (oldest === undefined || written.length < most) {
        written.push(now);
        return;
      }
      await clock.sleep(oldest + minuteMs - now, signal);
    }
  };
}
