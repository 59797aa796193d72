import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** Minified size in bytes of a browser module that uses nothing but `names` of one source file. */
const bundled = async (names: string, path: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from ${JSON.stringify(path)};`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles[0]?.contents.length ?? Number.NaN;
};

test("the closed form, taken from the whole library, is below 10 kB minified", async () => {
  expect(await bundled("explainKMeans", "../../index.ts")).toBeLessThan(10_000);
});
