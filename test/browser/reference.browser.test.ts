import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import type { CaseOutcome } from "./reference.page.ts";
import { type Server, serve } from "./serve.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runtime = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));
// A GPU in software compiles every shader anew: all cases there take minutes (WEBGPU_CASES=all runs them).
const all = process.env.WEBGPU_CASES === "all";
const onGpu = ["kmeans", "cnn", "resnet20-kmeans"];

/** The models, and how many cases each of them has. */
const models = { kmeans: 10, mlp: 13, cnn: 20, "resnet-basic": 19, "vgg-kmeans": 20, "resnet20-kmeans": 3 };

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
  describe(provider, () => {
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      page = await browser.newPage();
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(`${server.url}${provider}`);
      await page.waitForFunction("'checkModel' in globalThis", undefined, { timeout: 20_000 }).catch((error) => {
        throw new Error(`the page did not load: ${complaints.join("\n")}`, { cause: error });
      });
    });
    afterAll(() => page?.close());

    for (const [model, cases] of Object.entries(models)) {
      test.skipIf(provider === "webgpu" && !all && !onGpu.includes(model))(
        `every case of ${model} agrees, decoded, compiled and explained in the browser`,
        async () => {
          const outcomes = (await page.evaluate(`checkModel(${JSON.stringify(model)})`)) as readonly CaseOutcome[];
          expect(outcomes).toHaveLength(cases);
          // Not only small: NaN compares false, and so does the reason of a failure.
          expect(outcomes.filter(({ error, allowed }) => !(typeof error === "number" && error <= allowed))).toEqual([]);
          expect(complaints).toEqual([]);
        },
        600_000,
      );

      test(`no node of the explainers of ${model} leaves ${provider}`, async () => {
        expect(await page.evaluate(`refusals(${JSON.stringify(model)})`)).toEqual([]);
      }, 300_000);
    }
  });
}
