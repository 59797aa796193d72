import type { Engine, Feed, Session } from "../engine.ts";
import { input, scalarLike } from "../graph/node.ts";
import type { Graph } from "../graph/value.ts";
import type { Matrix } from "../matrix.ts";
import { encode } from "../onnx/encode.ts";
import { add } from "../ops/add.ts";
import { argMin } from "../ops/arg-extremum.ts";
import { max } from "../ops/extremum.ts";
import { gemm } from "../ops/gemm.ts";
import { reduceMin, reduceSumSquare } from "../ops/reduce.ts";
import { squeeze } from "../ops/squeeze.ts";
import type { DistanceProduct } from "./distance-product.ts";

// Large enough for the matrix product, small enough that a chunk's distances stay in cache.
const chunkRows = 4096;

/** Inputs x [N, D] and centroids [K, D]; outputs nearest [N], its squared distance [N, 1], all distances [N, K]. */
function distanceGraph(columns: number): Graph {
  const x = input("x", "float32", ["N", columns]);
  const centroids = input("centroids", "float32", ["K", columns]);
  const reduced = gemm(x, centroids, {
    alpha: -2,
    transB: true,
    addend: squeeze(reduceSumSquare(centroids, [1]), [1]),
  });
  const norm = reduceSumSquare(x, [1]);
  const zero = scalarLike(x, 0);
  return {
    inputs: [x, centroids],
    outputs: {
      label: argMin(reduced, 1, false),
      nearest: max(add(reduceMin(reduced, [1]), norm), zero),
      distances: max(add(reduced, norm), zero),
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
 * Loads the distance product −2XCᵀ + ‖C‖² (MATH.md §1) on an engine, in float32 and chunks of 4096 rows.
 * @param columns D, the width of the points. @throws NeuralizeError ENGINE_FAILED
 */
export async function engineDistances(engine: Engine, columns: number): Promise<EngineDistances> {
  const graph = distanceGraph(columns);
  const nearest = await engine.load(encode(part(graph, ["label", "nearest"])));
  const all = await engine.load(encode(part(graph, ["distances"])));
  return {
    bind: (points) => boundTo(points, nearest, all),
    close: async () => {
      await nearest.close();
      await all.close();
    },
  };
}

function boundTo({ data, rows, columns }: Matrix, nearest: Session, all: Session): DistanceProduct {
  const narrowed = Float32Array.from(data);
  const chunks = Array.from({ length: Math.ceil(rows / chunkRows) }, (_, i): Feed => {
    const [start, end] = [i * chunkRows, Math.min(rows, (i + 1) * chunkRows)];
    return { type: "float32", dims: [end - start, columns], data: narrowed.subarray(start * columns, end * columns) };
  });
  const feed = (centroids: Matrix): Feed => ({
    type: "float32",
    dims: [centroids.rows, columns],
    data: Float32Array.from(centroids.data),
  });
  return {
    nearest: async (centroids) => {
      const labels = new Int32Array(rows);
      const squaredDistances = new Float32Array(rows);
      const fed = feed(centroids);
      for (const [i, x] of chunks.entries()) {
        const { label, nearest: distance } = await nearest.run({ x, centroids: fed });
        const indices = label?.data as BigInt64Array;
        for (let n = 0; n < indices.length; n++) labels[i * chunkRows + n] = Number(indices[n]);
        squaredDistances.set(distance?.data as Float32Array, i * chunkRows);
      }
      return { labels, squaredDistances };
    },
    squaredDistances: async (centres) => {
      const result = new Float32Array(rows * centres.rows);
      const fed = feed(centres);
      for (const [i, x] of chunks.entries()) {
        const { distances } = await all.run({ x, centroids: fed });
        result.set(distances?.data as Float32Array, i * chunkRows * centres.rows);
      }
      return result;
    },
  };
}
