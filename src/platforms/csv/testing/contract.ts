import type { PlatformContract } from "../../testing/contract.ts";

// What can go wrong with a file is tried in `csv.test.ts` and `src/cli/csv.test.ts`.
export const contract: PlatformContract = {
  system: "training-portal",
  server: null,
  lists: [{ source: "export", requests: "^$" }],
};
