import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { neuralize: source("packages/neuralize/src/index.ts") } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "**/*.browser.test.ts"],
    // Process tests run the built command line.
    globalSetup: "test/support/build-command.ts",
    env: { ORT_DISABLE_TELEMETRY: "1" },
    // Test files share what they import: importing it anew for every file took half of the time of all tests.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
