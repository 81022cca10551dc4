import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "simulators/**/*.test.ts", "script/**/*.test.ts"],
    setupFiles: ["src/testing/fixed-seed.ts"],
    // Most of the time goes into processes the tests start and wait for.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Shuffled, but the same way each time: an order that breaks a test is found again by whoever looks for it.
    sequence: { shuffle: true, seed: 20_261_123 },
  },
});
