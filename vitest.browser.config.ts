import { configDefaults, defineConfig } from "vitest/config";
import shared from "./vitest.config.ts";

// Not merged: merging would add to the lists of files instead of replacing them.
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    // Every file has its own browser.
    isolate: true,
    include: ["test/browser/**/*.browser.test.ts"],
    exclude: configDefaults.exclude,
  },
});
