import type { FailureRecord } from "./client.ts";

/** Failures that are tried again, in words, for progress; those that are not end as an error and are told there. */
export function tellWaits(tell: ((reason: string) => void) | undefined): (failure: FailureRecord) => void {
  return ({ reason, retryIn }) => {
    if (retryIn !== null) tell?.(`${reason}; asking again in ${Math.ceil(retryIn / 1000)} s`);
  };
}
