// Writes the documents that follow from the sources: npm run docs
import { mkdir } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL("../../node_modules/.cache/docs/", import.meta.url));
const outfile = `${folder}write.mjs`;
await mkdir(folder, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL("write.ts", import.meta.url))],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["onnxruntime-node"],
  logLevel: "warning",
});
await import(pathToFileURL(outfile).href);
