// Explanation of networks against their plain inference, in one engine and one process; peak memory of each in a
// process of its own. BENCH_ONLY=vgg,resnet, BENCH_COMPOSITES=epsilon, BENCH_REPEATS=9 narrow or widen a run;
// BENCH_THREADS=1 measures what the rules cost without what threads make of it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Measured, seconds, timeAgainstInference, timesInferenceOf } from "./against-inference.ts";
import { feedsOf } from "./feeds.ts";
import { machine, machineLine } from "./machine.ts";
import { nativeEngine } from "./native.ts";
import { fileOf, listOf, type Network, networks, subjects } from "./networks.ts";
import { publish, table } from "./results.ts";

const threads = Number(process.env.BENCH_THREADS ?? 2);
const repeats = Number(process.env.BENCH_REPEATS ?? 5);
/** Seconds: small networks take milliseconds, over which a machine's moods do not average out. */
const atLeast = 3;
const native = nativeEngine(threads);

/** Peak resident memory of two runs in a process of its own, MiB. */
const peakMemory = (name: string, composite: string, batch: number): number =>
  Number(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, composite, String(batch)]));

/** MiB. The kernel's maxRSS would start at that of the process that forked this one; VmHWM starts anew. */
function peakOfThisProcess(): number {
  const [, kibibytes] = /VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}

async function runTwice(name: string, composite: string, batch: number): Promise<void> {
  const chosen = networks[name]?.();
  if (chosen === undefined) throw new RangeError(name);
  const session = await native.load(fileOf(chosen, composite));
  const feeds = feedsOf(chosen, batch);
  await session.run(feeds);
  await session.run(feeds);
  process.stdout.write(String(peakOfThisProcess()));
}

interface MeasuredInNode extends Measured {
  readonly memoryMiB: number;
  readonly inferenceMemoryMiB: number;
  readonly compileSeconds: number;
  /** Size of the explainer's file over that of the model's. */
  readonly timesFile: number;
}

async function measure(name: string, composite: string, chosen: Network, batches: readonly number[]) {
  const start = performance.now();
  const file = fileOf(chosen, composite);
  const compileSeconds = (performance.now() - start) / 1000;
  const [inference, explainer] = [await native.load(fileOf(chosen, "inference")), await native.load(file)];
  const results: MeasuredInNode[] = [];
  for (const batch of batches) {
    const feeds = feedsOf(chosen, batch);
    const timings = await timeAgainstInference({ inference, explainer }, feeds, repeats, atLeast);
    results.push({
      network: name,
      batch,
      composite,
      ...timings,
      timesInference: timesInferenceOf(timings),
      memoryMiB: peakMemory(name, composite, batch),
      inferenceMemoryMiB: peakMemory(name, "inference", batch),
      compileSeconds,
      timesFile: file.length / chosen.modelBytes,
    });
    const last = results.at(-1);
    console.error(name, `batch ${batch}`, composite, `${last?.timesInference.toFixed(2)} times`);
  }
  await Promise.all([inference.close(), explainer.close()]);
  return results;
}

async function main(): Promise<void> {
  const measured: MeasuredInNode[] = [];
  for (const { name, composite, network } of subjects()) {
    measured.push(...(await measure(name, composite, network, listOf(process.env.BENCH_BATCHES ?? "1,8").map(Number))));
  }
  await publish(
    threads === 1 ? "lrp-one-thread" : "lrp",
    { machine: machine(), threads, repeats, measured },
    `Explanation (output, target, relevance) of networks against plain inference of the same output, onnxruntime-node on
the CPU, ${threads} thread${threads === 1 ? "" : "s"}; seconds, medians of ${repeats} runs in turn or of ${atLeast} seconds of them; peak memory of a process that runs one of them.
${machineLine(machine())}.

${table(
  [
    "network",
    "batch",
    "rules",
    "inference",
    "explanation",
    "times inference",
    "memory, MiB",
    "of inference, MiB",
    "compilation, s",
    "file, times model",
  ],
  measured.map((each) => [
    each.network,
    each.batch,
    each.composite,
    seconds(each.inference),
    seconds(each.explanation),
    each.timesInference.toFixed(2),
    each.memoryMiB,
    each.inferenceMemoryMiB,
    each.compileSeconds.toFixed(2),
    each.timesFile.toFixed(2),
  ]),
)}`,
  );
}

// With arguments: one process whose memory is measured.
const [name, composite, batch] = process.argv.slice(2);
await (batch === undefined ? main() : runTwice(name ?? "", composite ?? "", Number(batch)));
