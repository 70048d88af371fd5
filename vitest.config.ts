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
      include: ["{language,compiler,interpreter,runtime,verifier,commands,cli,programs}/**/*.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
