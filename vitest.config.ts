import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // By default one processor is left idle: half of them, on a machine of two.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["{language,compiler,interpreter,runtime,oracle,verifier,commands,cli,programs}/**/*.ts"],
      reporter: ["text-summary", "html"],
      // What it is today, rounded down: less needs a reason.
      thresholds: { statements: 93, branches: 85, functions: 96, lines: 95 },
    },
  },
});
