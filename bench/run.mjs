// Bundles one benchmark with the library's sources and runs it: node bench/run.mjs head|fit|table|lrp|browser [ARGS]
import { mkdir } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

process.env.ORT_DISABLE_TELEMETRY ??= "1";
const [name = "head"] = process.argv.splice(2, 1);
const folder = fileURLToPath(new URL("../node_modules/.cache/bench/", import.meta.url));
const outfile = `${folder}${name}.mjs`;
await mkdir(folder, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["onnxruntime-node", "@duckdb/node-api", "esbuild", "playwright-core"],
  logLevel: "warning",
});
await import(pathToFileURL(outfile).href);
