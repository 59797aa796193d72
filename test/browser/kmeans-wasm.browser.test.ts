import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import type { BrowserOutcome } from "./kmeans-wasm.page.ts";
import { type Server, serve } from "./serve.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runtime = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [path("kmeans-wasm.page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["onnxruntime-web-use-extern-wasm"],
    alias: { neuralize: path("../../packages/neuralize/src/index.ts") },
    logLevel: "error",
  });
  const pages = {
    "/": '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    "/page.js": bundle.outputFiles[0]?.text ?? "",
  };
  server = await serve({ pages, folders: { "/ort/": runtime, "/reference/": path("../reference/kmeans") } });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("the ten reference cases of k-means agree in a browser, decoded, compiled and explained there", async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(server.url);
  await page.waitForFunction("'checkAll' in globalThis", undefined, { timeout: 20_000 }).catch((error) => {
    throw new Error(`the page did not load: ${complaints.join("\n")}`, { cause: error });
  });
  const { cases, isolated, threads } = (await page.evaluate("checkAll()")) as BrowserOutcome;
  // Threads are what a user's page would run with; they need isolation.
  expect({ isolated, threads }).toEqual({ isolated: true, threads: 2 });
  expect(cases).toHaveLength(10);
  // Not only small: NaN compares false.
  expect(cases.filter(({ error, allowed }) => !(error <= allowed))).toEqual([]);
  expect(complaints).toEqual([]);
});
