import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { launchChromium } from "./chromium.ts";
import { serve } from "./serve.ts";
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const runtime = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")));
test("placement", async () => {
  const { outputFiles } = await build({ entryPoints: [path("zz-placement.page.ts")], bundle: true, write: false, format: "esm", target: "es2022", conditions: ["onnxruntime-web-use-extern-wasm"], alias: { neuralize: path("../../packages/neuralize/src/index.ts") }, logLevel: "error" });
  const server = await serve({ pages: { "/": '<!doctype html><script type="module" src="/p.js"></script>', "/p.js": outputFiles[0]!.text }, folders: { "/ort/": runtime, "/reference/": path("../reference") } });
  const browser = await launchChromium(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"]);
  const page = await browser.newPage();
  let log: string[] = [];
  page.on("console", (m) => log.push(m.text()));
  page.on("pageerror", (e) => log.push(String(e)));
  await page.goto(server.url);
  await page.waitForFunction("'place' in globalThis");
  let out = "";
  for (const [m, j] of [["mlp", "epsilon_plus"], ["kmeans", "epsilon_plus"], ["cnn", "epsilon_plus"], ["cnn", "gradient"], ["vgg-kmeans", {composite:"epsilon_gamma_box", low:-3, high:3}], ["resnet-basic", "epsilon_alpha2_beta1"], ["resnet20-kmeans", "epsilon_plus_flat"]] as const) {
    log = [];
    const r = await page.evaluate(`place(${JSON.stringify(m)}, ${JSON.stringify(j)}, true).then(x => JSON.stringify(x), e => String(e))`);
    out += `#### ${m} ${JSON.stringify(j)} ${r}\n${log.filter((l) => /placed on|Node\(s\)|\[(CPU|WebGpu)|^ *[A-Z]\w+ \(/.test(l)).join("\n")}\n`;
    if (process.env.FULL) out += log.join("\n");
  }
  writeFileSync("/tmp/gpu/place.txt", out);
  await browser.close(); await server.close();
}, 120000);
