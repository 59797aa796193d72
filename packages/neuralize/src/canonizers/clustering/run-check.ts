import type { EngineTensor, Feed } from "../../engine.ts";
import { type Random, randomFrom } from "../../fit/random.ts";
import { typeOf } from "../../graph/node.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { lower } from "../../heads/lower.ts";
import type { Matrix } from "../../matrix.ts";
import { encode } from "../../onnx/encode.ts";
import { clusteringCheck } from "./check.ts";
import { type Comparison, compare } from "./compare.ts";
import type { ClusteringMatch } from "./match.ts";

/** Runs a model once: an engine's `load`, `run` and `close`. */
export type RunModel = (
  model: Uint8Array,
  feeds: Readonly<Record<string, Feed>>,
) => Promise<Readonly<Record<string, EngineTensor>>>;

/** What the numbers say of a match. */
export interface CheckedClustering extends Comparison {
  /** [K, D], as the engine computes them. */
  readonly centroids: Matrix;
}

const rows = 64;
const mostRuns = 16;

/**
 * Computes the centroids of a match, draws random points around and between them, and compares what the model makes of
 * these points with what the centroids say: squared distances up to what all clusters share, and the assignment.
 * Trusted only when both agree to the rounding of the model's own arithmetic.
 * @param run one run of a model on an engine
 * @param seed of the points: the same seed, the same verdict
 */
export async function runClusteringCheck(
  match: ClusteringMatch,
  graph: Graph,
  run: RunModel,
  seed = 0,
): Promise<CheckedClustering> {
  const centroids = matrixOf(
    await run(encode({ inputs: [], outputs: { centroids: match.centroids } }), {}),
    "centroids",
  );
  const check = clusteringCheck(match, graph);
  const model = encode(lower(check.graph));
  const declared = typeOf(check.graph.inputs[0] as Value).shape?.[0];
  const batch = typeof declared === "number" ? declared : rows;
  const random = randomFrom(seed);
  const comparisons: Comparison[] = [];
  for (let done = 0; done < Math.min(rows, batch * mostRuns); done += batch) {
    const points = pointsAround(centroids, batch, random);
    const results = await run(model, feedsOf(check.graph, points));
    const [expected, actual] = [matrixOf(results, "expected"), matrixOf(results, "actual")];
    comparisons.push(compare({ expected, actual, points, centroids, tolerance: check.tolerance }));
  }
  const worst = comparisons.find((each) => !each.trusted) ?? comparisons[0];
  return {
    trusted: worst?.trusted ?? false,
    reason: worst?.reason,
    error: Math.max(...comparisons.map((each) => each.error)),
    centroids,
  };
}

/** Points on the segments between pairs of centroids (and beyond), with noise as large as the centroids' spread. */
function pointsAround(centroids: Matrix, count: number, random: Random): Matrix {
  const { columns, rows: clusters, data } = centroids;
  const points = new Float64Array(count * columns);
  const spreads = Array.from({ length: columns }, (_, column) => spreadOf(centroids, column));
  const typical = spreads.reduce((sum, each) => sum + each, 0) / columns || 1;
  for (let row = 0; row < count; row++) {
    const from = Math.floor(random() * clusters) * columns;
    const to = Math.floor(random() * clusters) * columns;
    const part = random() * 1.5 - 0.25;
    for (let column = 0; column < columns; column++) {
      const [a, b] = [data[from + column] ?? 0, data[to + column] ?? 0];
      const noise = (random() + random() - 1) * ((spreads[column] ?? 0) + 0.1 * typical);
      points[row * columns + column] = a + part * (b - a) + noise;
    }
  }
  return { data: points, rows: count, columns };
}

/** Standard deviation of one coordinate over the centroids. */
function spreadOf({ data, rows: count, columns }: Matrix, column: number): number {
  let mean = 0;
  for (let row = 0; row < count; row++) mean += (data[row * columns + column] ?? 0) / count;
  let variance = 0;
  for (let row = 0; row < count; row++) variance += ((data[row * columns + column] ?? 0) - mean) ** 2 / count;
  return Math.sqrt(variance);
}

/** The points, and zeros for inputs of which only the size is used. */
function feedsOf(graph: Graph, points: Matrix): Readonly<Record<string, Feed>> {
  return Object.fromEntries(
    graph.inputs.map((value, i): [string, Feed] => {
      const name = value.producer.kind === "input" ? value.producer.name : "points";
      const { type, shape } = typeOf(value);
      const dims =
        i === 0
          ? [points.rows, points.columns]
          : (shape ?? [0, 0]).map((size, axis) => (typeof size === "number" ? size : axis === 0 ? points.rows : 1));
      return [name, i === 0 ? feed(type, dims, points.data) : feed(type, dims, new Float64Array(elementCount(dims)))];
    }),
  );
}

function feed(type: string, dims: readonly number[], data: ArrayLike<number>): Feed {
  switch (type) {
    case "float64":
      return { type, dims, data: Float64Array.from(data) };
    case "int64":
      return { type, dims, data: BigInt64Array.from(Array.from(data, BigInt)) };
    case "int32":
      return { type, dims, data: Int32Array.from(data) };
    case "string":
      return { type, dims, data: Array.from(data, () => "") };
    default:
      return { type: "float32", dims, data: Float32Array.from(data) };
  }
}

function matrixOf(results: Readonly<Record<string, EngineTensor>>, name: string): Matrix {
  const { dims = [], data } = results[name] ?? {};
  return { data: Float64Array.from(data as ArrayLike<number>), rows: dims[0] ?? 0, columns: dims[1] ?? 0 };
}
