import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Where onnxruntime-web's binaries lie: pages fetch them from "/ort/". */
export const runtimeFolder = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));

/**
 * Bundles a script for a page.
 * @param entry its path, from the current folder or from the root.
 * @param alias packages that stand for others.
 */
export async function pageScript(entry: string, alias: Readonly<Record<string, string>> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["onnxruntime-web-use-extern-wasm"],
    alias,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** Bundles a script beside this file, with the library's sources, for a page. */
export const bundledPage = (entry: string, alias: Readonly<Record<string, string>> = {}): Promise<string> =>
  pageScript(path(entry), { neuralize: path("../../packages/neuralize/src/index.ts"), ...alias });

/** A page that runs a script and nothing else. */
export const pageOf = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;
