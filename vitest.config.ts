import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The command is built once, for the tests that run it as a process.
    globalSetup: ["test/cli/build.ts"],
    testTimeout: 30_000,
  },
});
