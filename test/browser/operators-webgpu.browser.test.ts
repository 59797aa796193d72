import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium, softwareGpu } from "./chromium.ts";
import type { OperatorOutcome } from "./operators-webgpu.page.ts";
import { bundledPage, pageOf, runtimeFolder } from "./page-bundle.ts";
import { type Server, serve } from "./serve.ts";

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const script = await bundledPage("operators-webgpu.page.ts", { "onnxruntime-node": "onnxruntime-web/webgpu" });
  server = await serve({ pages: { "/": pageOf("/page.js"), "/page.js": script }, folders: { "/ort/": runtimeFolder } });
  browser = await launchChromium(softwareGpu);
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

/** Over no axes, reductions return their operand as it is there, without its square or logarithm. */
const overNoAxes = /"noop_with_empty_axes":\{"kind":"int","value":1\}/;

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
  const elsewhere = outcomes.filter(
    ({ forward, operator, shown }) => forward !== "ok" && !lacking.includes(operator) && !overNoAxes.test(shown),
  );
  expect(elsewhere).toEqual([]);
  const failing = there.filter(({ backward = "ok", operator }) => backward !== "ok" && !oneWayOnly.includes(operator));
  expect(failing).toEqual([]);
}, 300_000);
