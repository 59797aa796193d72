// Explanation against bare assignment and against the machine's matrix product, in one engine and one process.
import { compile } from "../packages/neuralize/src/compile.ts";
import type { Feed, Session } from "../packages/neuralize/src/engine.ts";
import { constant, input } from "../packages/neuralize/src/graph/node.ts";
import { float32 } from "../packages/neuralize/src/graph/tensor.ts";
import type { Graph } from "../packages/neuralize/src/graph/value.ts";
import { kmeansGraph } from "../packages/neuralize/src/heads/kmeans-graph.ts";
import { encode } from "../packages/neuralize/src/onnx/encode.ts";
import { argMin } from "../packages/neuralize/src/ops/arg-extremum.ts";
import { gemm } from "../packages/neuralize/src/ops/gemm.ts";
import { matMul } from "../packages/neuralize/src/ops/matmul.ts";
import { machine, machineLine } from "./machine.ts";
import { nativeEngine } from "./native.ts";
import { normalMatrix } from "./normal-matrix.ts";
import { publish, table } from "./results.ts";
import { type Timing, timeInTurn } from "./timing.ts";

const threads = 2;
const features = 64;
const beta = 0.01;
const outputs = ["cluster", "runner_up", "evidence", "relevance"];
// The intermediate [rows, K] of one run then stays in the processor's cache.
const elementsPerRun = Number(process.env.BENCH_ELEMENTS ?? 4096 * 100);
const cases = [
  { clusters: 10, rows: 1_000_000, repeats: 5 },
  { clusters: 100, rows: 1_000_000, repeats: 9 },
  { clusters: 1000, rows: 100_000, repeats: 5 },
  { clusters: 5000, rows: 20_000, repeats: 5 },
];

const native = nativeEngine(threads);
const load = (graph: Graph): Promise<Session> => native.load(encode(graph));

/** GFLOP/s of a product of two square matrices, the best of several. */
async function matrixPeak(): Promise<number> {
  const size = 2048;
  const [a, b] = ["a", "b"].map((name) => input(name, "float32", [size, size]));
  if (a === undefined || b === undefined) throw new RangeError("two operands");
  const session = await load({ inputs: [a, b], outputs: { product: matMul(a, b) } });
  const square: Feed = { type: "float32", dims: [size, size], data: normalMatrix(size, size, 1) };
  const { product } = await timeInTurn({ product: () => session.run({ a: square, b: square }) }, 7);
  await session.close();
  return (2 * size ** 3) / product.least / 1e9;
}

/** argmin_k ‖μ_k‖² − 2x·μ_k as Gemm and ArgMin, nothing else. */
function assignmentGraph(centroids: Float32Array, clusters: number): Graph {
  const x = input("x", "float32", ["N", features]);
  const norms = Float32Array.from({ length: clusters }, (_, k) =>
    centroids.subarray(k * features, (k + 1) * features).reduce((sum, value) => sum + value * value, 0),
  );
  const distances = gemm(x, constant(float32(centroids, [clusters, features])), {
    alpha: -2,
    transB: true,
    addend: constant(float32(norms, [clusters])),
  });
  return { inputs: [x], outputs: { cluster: argMin(distances, 1, false) } };
}

function explanationGraph(data: Float32Array, clusters: number): Graph {
  const { graph, head } = kmeansGraph({ data, rows: clusters, columns: features });
  return compile(graph, { head, outputs }).graph;
}

async function inChunks(session: Session, x: Float32Array, rowsPerRun: number): Promise<void> {
  const scalars: Record<string, Feed> = session.inputs.includes("beta")
    ? { beta: { type: "float32", dims: [], data: Float32Array.of(beta) } }
    : {};
  const rows = x.length / features;
  for (let start = 0; start < rows; start += rowsPerRun) {
    const end = Math.min(rows, start + rowsPerRun);
    const data = x.subarray(start * features, end * features);
    await session.run({ ...scalars, x: { type: "float32", dims: [end - start, features], data } });
  }
}

interface Measured {
  readonly rows: number;
  readonly clusters: number;
  readonly rowsPerRun: number;
  readonly assignment: Timing;
  readonly explanation: Timing;
  /** Median explanation over median assignment. */
  readonly timesAssignment: number;
  /** 6·N·K·D over the median time, against the matrix product. */
  readonly shareOfPeak: number;
}

async function measure(points: Float32Array, peak: number, { clusters, rows, repeats }: (typeof cases)[number]) {
  const x = points.subarray(0, rows * features);
  const centroids = normalMatrix(clusters, features, 2);
  const rowsPerRun = Math.min(4096, Math.max(64, Math.round(elementsPerRun / clusters)));
  const [bare, explainer] = [
    await load(assignmentGraph(centroids, clusters)),
    await load(explanationGraph(centroids, clusters)),
  ];
  const { assignment, explanation } = await timeInTurn(
    {
      assignment: () => inChunks(bare, x, rowsPerRun),
      explanation: () => inChunks(explainer, x, rowsPerRun),
    },
    repeats,
  );
  await Promise.all([bare.close(), explainer.close()]);
  const measured: Measured = {
    rows,
    clusters,
    rowsPerRun,
    assignment,
    explanation,
    timesAssignment: explanation.median / assignment.median,
    shareOfPeak: (6 * rows * clusters * features) / explanation.median / 1e9 / peak,
  };
  return measured;
}

const points = normalMatrix(1_000_000, features, 3);
const peak = await matrixPeak();
const measured: Measured[] = [];
for (const each of cases) measured.push(await measure(points, peak, each));

const seconds = ({ median, least }: Timing): string => `${median.toFixed(3)} (${least.toFixed(3)})`;
const here = machine();
await publish(
  "head",
  { machine: here, threads, features, beta, outputs, matrixPeakGflops: peak, measured },
  `Explanation (${outputs.join(", ")}; β = ${beta}) against bare assignment (Gemm, ArgMin), ${features} columns,
onnxruntime-node on the CPU, ${threads} threads; seconds, median (least). ${machineLine(here)}.
Matrix product 2048³: ${peak.toFixed(0)} GFLOP/s; the share of it counts 6·N·K·D operations.

${table(
  ["rows", "K", "rows per run", "assignment", "explanation", "times assignment", "share of peak"],
  measured.map((each) => [
    each.rows,
    each.clusters,
    each.rowsPerRun,
    seconds(each.assignment),
    seconds(each.explanation),
    each.timesAssignment.toFixed(2),
    `${(100 * each.shareOfPeak).toFixed(0)} %`,
  ]),
)}`,
);
