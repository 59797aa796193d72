// Explanation of networks against their plain inference in a browser: headless Chromium, onnxruntime-web on WASM with
// threads, both in one page; beside it the same in Node, minutes apart at most, so that the ratios can be compared.
// BENCH_ONLY=vgg,resnet, BENCH_COMPOSITES=epsilon, BENCH_BATCHES=1, BENCH_REPEATS=9 narrow or widen a run.
import type { Browser } from "playwright-core";
import { launchChromium } from "../test/browser/chromium.ts";
import { pageOf, pageScript, runtimeFolder } from "../test/browser/page-bundle.ts";
import { serve } from "../test/browser/serve.ts";
import { type Measured, seconds, timeAgainstInference, timesInferenceOf } from "./against-inference.ts";
import type { Answer, Order } from "./browser.page.ts";
import { feedsOf } from "./feeds.ts";
import { machine, machineLine } from "./machine.ts";
import { nativeEngine } from "./native.ts";
import { fileOf, listOf, type Subject, subjects } from "./networks.ts";
import { publish, table } from "./results.ts";

const threads = 2;
const repeats = Number(process.env.BENCH_REPEATS ?? 5);
const atLeast = 3;
const native = nativeEngine(threads);

interface MeasuredInBrowser extends Measured {
  readonly timesInferenceInNode: number;
}

type Files = Readonly<Record<"inference" | "explainer", Uint8Array>>;

/** VGG-16 takes 60 times the arithmetic of the others: one picture tells enough. */
const batchesOf = (name: string): readonly number[] =>
  listOf(process.env.BENCH_BATCHES ?? (name.startsWith("VGG") ? "1" : "1,8")).map(Number);

/** Measures in a page of its own, whose memory ends with it. */
async function inBrowser(browser: Browser, script: string, files: Files, order: Order): Promise<Answer> {
  const pages = {
    "/": pageOf("/page.js"),
    "/page.js": script,
    "/inference.onnx": files.inference,
    "/explainer.onnx": files.explainer,
  };
  const server = await serve({ pages, folders: { "/ort/": runtimeFolder } });
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    await page.waitForFunction("'measure' in globalThis");
    const answer = (await page.evaluate(`measure(${JSON.stringify(order)})`)) as Answer;
    if (!answer.isolated) throw new Error("The page is not isolated: it has no threads.");
    return answer;
  } finally {
    await page.close();
    await server.close();
  }
}

async function inNode(files: Files, { input, batches }: Order): Promise<readonly number[]> {
  const [inference, explainer] = [await native.load(files.inference), await native.load(files.explainer)];
  const ratios: number[] = [];
  for (const batch of batches) {
    const feeds = feedsOf(input, batch);
    ratios.push(timesInferenceOf(await timeAgainstInference({ inference, explainer }, feeds, repeats, atLeast)));
  }
  await Promise.all([inference.close(), explainer.close()]);
  return ratios;
}

const browser = await launchChromium();
const script = await pageScript("bench/browser.page.ts");
const measured: MeasuredInBrowser[] = [];
let onnxruntime = "";

async function measure({ name, composite, network }: Subject): Promise<void> {
  const files = { inference: fileOf(network, "inference"), explainer: fileOf(network, composite) };
  const input = { input: network.input, sizes: network.sizes };
  const order: Order = { input, batches: batchesOf(name), repeats, atLeast, threads };
  const answer = await inBrowser(browser, script, files, order);
  const ratios = await inNode(files, order);
  onnxruntime = answer.onnxruntime;
  order.batches.forEach((batch, i) => {
    const [timings, timesInferenceInNode] = [answer.timings[i], ratios[i]];
    if (timings === undefined || timesInferenceInNode === undefined) throw new RangeError("one timing for each batch");
    const timesInference = timesInferenceOf(timings);
    measured.push({ network: name, batch, composite, ...timings, timesInference, timesInferenceInNode });
    console.error(name, `batch ${batch}`, composite, `${timesInference.toFixed(2)} times`);
  });
}

try {
  for (const subject of subjects()) await measure(subject);
  const where = { ...machine(), chromium: browser.version(), onnxruntimeWeb: onnxruntime };
  await publish(
    "browser",
    { machine: where, threads, repeats, measured },
    `Explanation (output, target, relevance) of networks against plain inference of the same output in one page of
headless Chromium ${where.chromium}, onnxruntime-web ${where.onnxruntimeWeb} on WASM, ${threads} threads; seconds, medians of ${repeats} runs in turn
or of ${atLeast} seconds of them; the last column is the ratio of the same two files in Node. ${machineLine(where)}.

${table(
  ["network", "batch", "rules", "inference", "explanation", "times inference", "in Node"],
  measured.map((each) => [
    each.network,
    each.batch,
    each.composite,
    seconds(each.inference),
    seconds(each.explanation),
    each.timesInference.toFixed(2),
    each.timesInferenceInNode.toFixed(2),
  ]),
)}`,
  );
} finally {
  await browser.close();
}
