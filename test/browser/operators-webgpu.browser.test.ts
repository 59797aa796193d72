import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import type { OperatorOutcome } from "./operators-webgpu.page.ts";
import { type Server, serve } from "./serve.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runtime = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [path("operators-webgpu.page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["onnxruntime-web-use-extern-wasm"],
    alias: { "onnxruntime-node": "onnxruntime-web/webgpu" },
    logLevel: "error",
  });
  const pages = {
    "/": '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    "/page.js": bundle.outputFiles[0]?.text ?? "",
  };
  server = await serve({ pages, folders: { "/ort/": runtime } });
  // A software adapter: no GPU is needed.
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

/** What onnxruntime-web 1.30 lacks on WebGPU, computes wrongly there (Einsum, Slice), or cannot lay out. */
const lacking = [
  ...["BatchNormalization", "Cast", "Celu", "Conv", "ConvTranspose", "Dropout", "Einsum", "GlobalLpPool"],
  ...["GroupNormalization", "IsInf", "IsNaN", "LRN", "LogSoftmax", "LpPool", "Mean", "NonZero", "Or", "Pow", "Resize"],
  ...["Round", "Selu", "Sign", "Size", "Slice", "Softsign", "SpaceToDepth", "Sum", "Xor"],
];

/** Convolutions in three dimensions have no transpose there, and 64-bit indices that are fed cannot be compared. */
const oneWayOnly = ["AveragePool", "Conv", "Gather"];

test("the way back of every operator that a GPU has runs there, without any node on the CPU", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(280_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(server.url);
  await page.waitForFunction("'checkOperators' in globalThis");
  const outcomes = (await page.evaluate("checkOperators()")) as readonly OperatorOutcome[];
  expect(complaints).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(300);
  const there = outcomes.filter(({ forward }) => forward === "ok");
  const elsewhere = outcomes.filter(({ forward, operator }) => forward !== "ok" && !lacking.includes(operator));
  expect(elsewhere).toEqual([]);
  const failing = there.filter(({ backward = "ok", operator }) => backward !== "ok" && !oneWayOnly.includes(operator));
  expect(failing).toEqual([]);
}, 300_000);
