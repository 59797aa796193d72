import type { Engine, Feed, Session } from "../engine.ts";
import { input } from "../graph/node.ts";
import type { Graph } from "../graph/value.ts";
import type { Matrix } from "../matrix.ts";
import { encode } from "../onnx/encode.ts";
import { argMin } from "../ops/arg-extremum.ts";
import { cast } from "../ops/cast.ts";
import { gemm } from "../ops/gemm.ts";
import { reduceMin, reduceSumSquare } from "../ops/reduce.ts";
import { squeeze } from "../ops/squeeze.ts";
import type { DistanceProduct } from "./distance-product.ts";

// Large enough that a run's fixed cost vanishes, small enough that rows and distances of one stay in cache.
const chunkElements = 2 ** 20;
const [fewestRows, mostRows] = [1024, 2 ** 17];

/** Inputs x [N, D] and centroids [K, D]; outputs label [N], reduced [N, K] = ‖μ‖² − 2x·μ and its minimum least [N]. */
function distanceGraph(columns: number): Graph {
  const x = input("x", "float32", ["N", columns]);
  const centroids = input("centroids", "float32", ["K", columns]);
  const reduced = gemm(x, centroids, {
    alpha: -2,
    transB: true,
    addend: squeeze(reduceSumSquare(centroids, [1]), [1]),
  });
  return {
    inputs: [x, centroids],
    outputs: {
      label: cast(argMin(reduced, 1, false), "int32"),
      least: squeeze(reduceMin(reduced, [1]), [1]),
      reduced,
    },
  };
}

const part = ({ inputs, outputs }: Graph, names: readonly string[]): Graph => ({
  inputs,
  outputs: Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name))),
});

/** The distance product of k-means on an engine, for points of one width; bind it to data by `fitKMeans`. */
export interface EngineDistances {
  bind(points: Matrix): DistanceProduct;
  close(): Promise<void>;
}

/**
 * Loads the distance product −2XCᵀ + ‖C‖² (MATH.md §1) on an engine, in float32 and chunks of some 10⁶ elements.
 * @param columns D, the width of the points. @throws NeuralizeError ENGINE_FAILED
 */
export async function engineDistances(engine: Engine, columns: number): Promise<EngineDistances> {
  const graph = distanceGraph(columns);
  const nearest = await engine.load(encode(part(graph, ["label", "least"])));
  const all = await engine.load(encode(part(graph, ["reduced"])));
  return {
    bind: (points) => boundTo(points, nearest, all),
    close: async () => {
      await nearest.close();
      await all.close();
    },
  };
}

function boundTo({ data, rows, columns }: Matrix, nearest: Session, all: Session): DistanceProduct {
  const narrowed = new Float32Array(data);
  const chunksFor = (centroids: number): readonly { readonly start: number; readonly x: Feed }[] => {
    const wanted = Math.floor(chunkElements / Math.max(columns, centroids));
    const chunkRows = Math.min(mostRows, Math.max(fewestRows, wanted));
    return Array.from({ length: Math.ceil(rows / chunkRows) }, (_, i) => {
      const [start, end] = [i * chunkRows, Math.min(rows, (i + 1) * chunkRows)];
      const data = narrowed.subarray(start * columns, end * columns);
      return { start, x: { type: "float32", dims: [end - start, columns], data } };
    });
  };
  const feed = (centroids: Matrix): Feed => ({
    type: "float32",
    dims: [centroids.rows, columns],
    data: new Float32Array(centroids.data),
  });
  const norms = squaredNorms(narrowed, rows, columns);
  // Kept from call to call: fresh memory costs more than what is written there.
  let room = new Float32Array(0);
  return {
    nearest: async (centroids) => {
      const labels = new Int32Array(rows);
      const squaredDistances = new Float32Array(rows);
      const fed = feed(centroids);
      for (const { start, x } of chunksFor(centroids.rows)) {
        const { label, least } = await nearest.run({ x, centroids: fed });
        labels.set(label?.data as Int32Array, start);
        squaredDistances.set(least?.data as Float32Array, start);
      }
      for (let n = 0; n < rows; n++) {
        squaredDistances[n] = notNegative((squaredDistances[n] as number) + (norms[n] as number));
      }
      return { labels, squaredDistances };
    },
    squaredDistances: async (centres) => {
      if (room.length < rows * centres.rows) room = new Float32Array(rows * centres.rows);
      const result = room.subarray(0, rows * centres.rows);
      const fed = feed(centres);
      for (const { start, x } of chunksFor(centres.rows)) {
        const { reduced } = await all.run({ x, centroids: fed });
        addNorms(reduced?.data as Float32Array, norms, start, result);
      }
      return result;
    },
  };
}

/** ‖x‖² of every row: the part of a squared distance that no centroid changes, so it is computed once. */
function squaredNorms(data: Float32Array, rows: number, columns: number): Float64Array {
  const norms = new Float64Array(rows);
  for (let n = 0; n < rows; n++) {
    let norm = 0;
    for (let i = n * columns; i < (n + 1) * columns; i++) norm += (data[i] as number) ** 2;
    norms[n] = norm;
  }
  return norms;
}

/** Rounding may leave a squared distance a little below 0. */
const notNegative = (value: number): number => (value < 0 ? 0 : value);

/** Writes the squared distances that follow from reduced ones [n, L] of the rows from `start` into a result [L, N]. */
function addNorms(reduced: Float32Array, norms: Float64Array, start: number, result: Float32Array): void {
  const rows = norms.length;
  const width = result.length / rows;
  for (let k = 0; k < width; k++) {
    for (let from = k, n = start, to = k * rows + start; from < reduced.length; from += width, n++, to++) {
      result[to] = notNegative((reduced[from] as number) + (norms[n] as number));
    }
  }
}
