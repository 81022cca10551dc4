import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "simulators/**/*.test.ts", "script/**/*.test.ts"],
    // Most of the time goes into processes the tests start and wait for.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { shuffle: true },
  },
});
