import { type ClusteringMatch, clusteringCheck, type Engine, encode, type Graph, lower, typeOf } from "neuralize";

/** How far the user's distances and those of the recognised centroids are apart on random points. */
export interface Proof {
  readonly trusted: boolean;
  /** ‖actual − expected‖ / ‖expected‖. */
  readonly error: number;
  readonly tolerance: number;
}

const points = 64;

/**
 * Runs a match's numeric check on points drawn around the centroids (the same for the same centroids).
 * @throws NeuralizeError ENGINE_FAILED
 */
export async function proveMatch(match: ClusteringMatch, graph: Graph, engine: Engine): Promise<Proof> {
  const constants = await engine.load(encode(lower({ inputs: [], outputs: { centroids: match.centroids } })));
  const { centroids } = await constants.run({});
  await constants.close();
  const values = Array.from(centroids?.data as ArrayLike<number>);
  const [count = 0, width = 0] = centroids?.dims ?? [];
  const check = clusteringCheck(match, graph);
  const type = typeOf(match.points).type === "float64" ? "float64" : "float32";
  const drawn = around(values, count, width);
  const session = await engine.load(encode(lower(check.graph)));
  const data = type === "float64" ? Float64Array.from(drawn) : Float32Array.from(drawn);
  const { expected, actual } = await session.run({ points: { type, dims: [points, width], data } });
  await session.close();
  const error = relativeError(
    Array.from(actual?.data as ArrayLike<number>),
    Array.from(expected?.data as ArrayLike<number>),
  );
  return { trusted: error <= check.tolerance, error, tolerance: check.tolerance };
}

/** Points between pairs of centroids and a little beyond, by a fixed sequence: where assignments are decided. */
function around(centroids: readonly number[], count: number, width: number): readonly number[] {
  let state = 1;
  // Park & Miller 1988.
  const random = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const spread = Math.max(1e-6, ...centroids.map(Math.abs)) / 10;
  return Array.from({ length: points }, () => {
    const a = Math.floor(random() * count) * width;
    const b = Math.floor(random() * count) * width;
    return Array.from({ length: width }, (_, j) => {
      const t = 1.5 * random() - 0.25;
      return (centroids[a + j] ?? 0) * (1 - t) + (centroids[b + j] ?? 0) * t + spread * (random() - 0.5);
    });
  }).flat();
}

function relativeError(actual: readonly number[], expected: readonly number[]): number {
  const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const error = norm(actual.map((value, i) => value - (expected[i] ?? Number.NaN))) / norm(expected);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}
