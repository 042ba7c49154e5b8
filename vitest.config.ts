import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // One worker less than cores, the default, leaves half of a small machine idle.
    maxWorkers: "100%",
    // The code keeps nothing at module level (src/README.md), so files can share what was read and compiled:
    // half of the time went into doing that again for each.
    isolate: false,
  },
});
