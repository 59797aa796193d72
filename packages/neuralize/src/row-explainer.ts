import { compile } from "./compile.ts";
import type { Engine, Feed } from "./engine.ts";
import { rowOutOfReach, widthMismatch } from "./errors/messages.ts";
import { frameOf, intoFrame, narrowedInFrame } from "./fit/frame.ts";
import { finiteValues, requireFinite } from "./heads/closed-form/finite-values.ts";
import { kmeansGraph } from "./heads/kmeans-graph.ts";
import type { Matrix } from "./matrix.ts";
import { encode } from "./onnx/encode.ts";

export interface RowExplainerOptions {
  /** The cluster that is explained; default: the assigned one. */
  readonly target?: "assigned" | number;
  /** Competitors; default: all other clusters. */
  readonly against?: readonly number[];
}

/** Explanations of a batch of rows; see `explainKMeans` for the quantities. */
export interface ExplainedRows {
  /** Assigned clusters [N]. */
  readonly cluster: Int32Array;
  /** Nearest competitor of the explained cluster [N]. */
  readonly runnerUp: Int32Array;
  /** f of the explained cluster [N]. */
  readonly evidence: Float64Array;
  /** [N, D] row-major. */
  readonly relevance: Float64Array;
}

/** A compiled explanation of k-means that is fed with rows in float64. */
export interface RowExplainer {
  /** @param x rows [N, D]. @param beta stiffness β ≥ 0 or Infinity. */
  explain(x: Matrix, beta: number): Promise<ExplainedRows>;
  close(): Promise<void>;
}

/**
 * Loads the explainer of centroids [K, D] on an engine. Rows are shifted by the mean centroid and scaled by a power of
 * two in float64 before they are narrowed to float32, so data far from the origin, or very large, loses nothing.
 * @throws NeuralizeError NOTHING_TO_CONTRAST, NO_SUCH_CLUSTER, NOT_FINITE, ENGINE_FAILED; on `explain` WIDTH_MISMATCH,
 *   NOT_FINITE, ROW_OUT_OF_REACH.
 */
export async function rowExplainer(
  engine: Engine,
  centroids: Matrix,
  options: RowExplainerOptions = {},
): Promise<RowExplainer> {
  const points = { ...centroids, data: finiteValues("centroids", centroids) };
  const frame = frameOf(points);
  const { graph, head } = kmeansGraph(intoFrame(frame, points));
  const compiled = compile(graph, { head, ...options, outputs: ["cluster", "runner_up", "evidence", "relevance"] });
  const session = await engine.load(encode(compiled.graph));
  const rowsPerRun = Math.min(mostRows, Math.max(1, Math.floor(mostDistances / centroids.rows)));
  // Squared units of the frame.
  const area = frame.scale ** 2;
  return {
    explain: async (x, beta) => {
      if (x.columns !== centroids.columns) throw widthMismatch("x", x.columns, centroids.columns);
      requireFinite("x", x);
      const narrowed = narrowedInFrame(frame, x);
      const stiffness: Feed = { type: "float32", dims: [], data: Float32Array.of(beta * area) };
      const explained: ExplainedRows = {
        cluster: new Int32Array(x.rows),
        runnerUp: new Int32Array(x.rows),
        evidence: new Float64Array(x.rows),
        relevance: new Float64Array(x.rows * x.columns),
      };
      for (let start = 0; start < x.rows; start += rowsPerRun) {
        const end = Math.min(x.rows, start + rowsPerRun);
        const rows = narrowed.subarray(start * x.columns, end * x.columns);
        const run = await session.run({
          x: { type: "float32", dims: [end - start, x.columns], data: rows },
          beta: stiffness,
        });
        requireTold(run.evidence?.data as Float32Array, start);
        copyClusters(explained.cluster, run.cluster?.data as BigInt64Array, start);
        copyClusters(explained.runnerUp, run.runner_up?.data as BigInt64Array, start);
        copyTimes(area, explained.evidence, run.evidence?.data as Float32Array, start);
        copyTimes(area, explained.relevance, run.relevance?.data as Float32Array, start * x.columns);
      }
      return explained;
    },
    close: () => session.close(),
  };
}

// Distances of one run that stay in a processor's cache (bench:head), and rows beyond which nothing is gained.
const mostDistances = 400_000;
const mostRows = 4096;

// Where no competitor is, the compiled network puts 1e38: margins must stay well below.
const largestMargin = 1e37;

function copyClusters(target: Int32Array, source: BigInt64Array, start: number): void {
  for (let i = 0; i < source.length; i++) target[start + i] = Number(source[i]);
}

function copyTimes(factor: number, target: Float64Array, source: Float32Array, start: number): void {
  for (let i = 0; i < source.length; i++) target[start + i] = (source[i] as number) * factor;
}

/** Rows whose margins float32 cannot hold show in their evidence. @throws ROW_OUT_OF_REACH */
function requireTold(evidence: Float32Array, start: number): void {
  const row = evidence.findIndex((each) => !(Math.abs(each) < largestMargin));
  if (row >= 0) throw rowOutOfReach("x", start + row);
}
