import type { Matrix } from "../../matrix.ts";

export interface Comparison {
  readonly trusted: boolean;
  /** Why not. */
  readonly reason: string | undefined;
  /** The largest, over the clusters, of ‖actual − expected‖ of its column over the typical ‖expected‖ of a column. */
  readonly error: number;
}

interface Compared {
  /** Both [N, K]: squared distances up to a constant per row. */
  readonly expected: Matrix;
  readonly actual: Matrix;
  readonly points: Matrix;
  readonly centroids: Matrix;
  readonly tolerance: number;
}

// Rounding of a sum of squares in float32, with room for the order of summation.
const rounding = 16 * 2 ** -24;

const largestNorm = ({ data, rows, columns }: Matrix): number => {
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    let norm = 0;
    for (let column = 0; column < columns; column++) norm += (data[row * columns + column] ?? 0) ** 2;
    largest = Math.max(largest, norm);
  }
  return largest;
};

const rootMeanSquare = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, values.length));
};

/** Compares every column, and the assignment of every point that is not nearly a tie. */
export function compare({ expected, actual, points, centroids, tolerance }: Compared): Comparison {
  const { rows, columns } = expected;
  if (actual.rows !== rows || actual.columns !== columns || columns !== centroids.rows)
    return refused(`it has ${columns} distances per point, but ${centroids.rows} centroids`, Number.POSITIVE_INFINITY);
  if (!expected.data.every(Number.isFinite) || !actual.data.every(Number.isFinite))
    return refused("its distances are not finite numbers near its own centroids", Number.POSITIVE_INFINITY);
  const typical = rootMeanSquare(expected.data);
  // Far from the origin the model's own sums of squares round away what the clusters differ by.
  const absolute = rounding * Math.max(largestNorm(points), largestNorm(centroids));
  const allowed = tolerance * typical + absolute;
  let worst = 0;
  let at = 0;
  for (let column = 0; column < columns; column++) {
    const differences = Float64Array.from(
      { length: rows },
      (_, row) => (actual.data[row * columns + column] ?? 0) - (expected.data[row * columns + column] ?? 0),
    );
    const difference = rootMeanSquare(differences);
    if (difference > worst) [worst, at] = [difference, column];
  }
  const error = worst / (typical || 1);
  if (worst > allowed)
    return refused(
      `the squared distances to cluster ${at} differ from those of its centroid by ${percent(error)}`,
      error,
    );
  const wrong = disagreeing(expected, actual, allowed);
  return wrong === undefined
    ? { trusted: true, reason: undefined, error }
    : refused(`random point ${wrong} is assigned differently`, error);
}

const refused = (reason: string, error: number): Comparison => ({ trusted: false, reason, error });

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

/** The first row whose nearest cluster differs by more than what rounding can turn. */
function disagreeing(expected: Matrix, actual: Matrix, allowed: number): number | undefined {
  const { rows, columns } = expected;
  for (let row = 0; row < rows; row++) {
    const of = ({ data }: Matrix): Float64Array => Float64Array.from(data.subarray(row * columns, (row + 1) * columns));
    const [theirs, ours] = [of(expected), of(actual)];
    const nearest = theirs.indexOf(Math.min(...theirs));
    const found = ours.indexOf(Math.min(...ours));
    if (nearest !== found && (theirs[found] ?? 0) - (theirs[nearest] ?? 0) > 4 * allowed) return row;
  }
  return undefined;
}
