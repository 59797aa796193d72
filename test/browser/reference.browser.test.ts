import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import type { CaseOutcome } from "./reference.page.ts";
import { type Server, serve } from "./serve.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runtime = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));
const models = ["kmeans", "mlp", "cnn", "resnet-basic", "vgg-kmeans", "resnet20-kmeans"];

let browser: Browser;
let server: Server;

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path(entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["onnxruntime-web-use-extern-wasm"],
    alias: { neuralize: path("../../packages/neuralize/src/index.ts") },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

const html = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;

beforeAll(async () => {
  const pages = {
    "/wasm": html("/wasm.js"),
    "/webgpu": html("/webgpu.js"),
    "/wasm.js": await bundled("reference-wasm.page.ts"),
    "/webgpu.js": await bundled("reference-webgpu.page.ts"),
  };
  server = await serve({ pages, folders: { "/ort/": runtime, "/reference/": path("../reference") } });
  // A GPU adapter in software, so that the test runs where there is no GPU.
  browser = await launchChromium([
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

for (const provider of ["wasm", "webgpu"]) {
  test(`every reference case agrees in a browser on ${provider}, decoded, compiled and explained there`, async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${server.url}${provider}`);
    await page.waitForFunction("'checkModel' in globalThis", undefined, { timeout: 20_000 }).catch((error) => {
      throw new Error(`the page did not load: ${complaints.join("\n")}`, { cause: error });
    });
    const outcomes: CaseOutcome[] = [];
    for (const model of models)
      outcomes.push(...((await page.evaluate(`checkModel(${JSON.stringify(model)})`)) as CaseOutcome[]));
    expect(outcomes.length).toBeGreaterThan(80);
    // Not only small: NaN compares false, and so does the reason of a failure.
    expect(outcomes.filter(({ error, allowed }) => !(typeof error === "number" && error <= allowed))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  }, 600_000);
}
