/** Eigenvalues in descending order and their unit eigenvectors, each [size]. */
export interface Eigenpairs {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** All eigenpairs of a small symmetric matrix [size × size], by cyclic Jacobi rotations (Golub & Van Loan 2013, §8.5). */
export function jacobiEigenpairs(matrix: Float64Array, size: number): Eigenpairs {
  const a = Float64Array.from(matrix);
  const vectors = Array.from({ length: size }, (_, i) => new Float64Array(size).fill(1, i, i + 1));
  const at = (i: number, j: number) => a[i * size + j] ?? 0;
  const magnitude = a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

  function rotate(p: number, q: number): void {
    const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
    const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
    const cosine = 1 / Math.hypot(tangent, 1);
    const sine = tangent * cosine;
    for (let k = 0; k < size; k++) {
      const [kp, kq] = [at(k, p), at(k, q)];
      a[k * size + p] = cosine * kp - sine * kq;
      a[k * size + q] = sine * kp + cosine * kq;
    }
    for (let k = 0; k < size; k++) {
      const [pk, qk] = [at(p, k), at(q, k)];
      a[p * size + k] = cosine * pk - sine * qk;
      a[q * size + k] = sine * pk + cosine * qk;
    }
    const [vp, vq] = [vectors[p], vectors[q]];
    if (vp === undefined || vq === undefined) return;
    for (let k = 0; k < size; k++) {
      const [x, y] = [vp[k] ?? 0, vq[k] ?? 0];
      vp[k] = cosine * x - sine * y;
      vq[k] = sine * x + cosine * y;
    }
  }

  // Convergence is quadratic: a handful of sweeps reach rounding, and thirty are never needed.
  for (let sweep = 0; sweep < 30; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(at(p, q)) <= 1e-16 * magnitude) continue;
        rotate(p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => at(j, j) - at(i, i) || i - j);
  return { values: order.map((i) => at(i, i)), vectors: order.flatMap((i) => vectors[i] ?? []) };
}

/** Modified Gram-Schmidt, twice; a vector that depends on those before it becomes zero. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const before = Math.sqrt(dot(rest, rest));
    for (const earlier of [...basis, ...basis]) {
      const along = dot(rest, earlier);
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - along * (earlier[i] ?? 0);
    }
    const length = Math.sqrt(dot(rest, rest));
    const independent = length > 1e-12 * before;
    basis.push(rest.map((value) => (independent ? value / length : 0)));
  }
  return basis;
}

function product(matrix: Float64Array, size: number, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] ?? 0) * (vector[j] ?? 0);
    return sum;
  });
}

/** Vectors beyond those asked for: convergence then depends on eigenvalues far below the wanted ones. */
const oversampling = 10;
/** Reached only where the leading eigenvalues are hardly larger than a dozen others: noise, of which any plane shows as much. */
const mostIterations = 60;

/**
 * The `count` leading eigenpairs of a symmetric positive semidefinite matrix [size × size].
 *
 * Orthogonal iteration with Rayleigh-Ritz on a block that is larger than asked for (Golub & Van Loan 2013, §8.2.4;
 * Halko, Martinsson & Tropp 2011, §4.5); exact Jacobi where the block would be the whole space. Leading eigenvalues
 * that are nearly equal to all of the block's give an arbitrary basis of a space in which every basis is as good.
 */
export function leadingEigenpairs(
  matrix: Float64Array,
  size: number,
  count: number,
  random: (position: number) => number,
): Eigenpairs {
  const width = count + oversampling;
  if (size <= 2 * width) {
    const all = jacobiEigenpairs(matrix, size);
    return { values: all.values.slice(0, count), vectors: all.vectors.slice(0, count) };
  }
  let basis = orthonormal(
    Array.from({ length: width }, (_, v) => Float64Array.from({ length: size }, (_, i) => random(v * size + i) - 0.5)),
  );
  let before: readonly number[] = [];
  for (let iteration = 0; ; iteration++) {
    const images = basis.map((vector) => product(matrix, size, vector));
    const ritz = jacobiEigenpairs(
      Float64Array.from(basis.flatMap((vector) => images.map((image) => dot(vector, image)))),
      width,
    );
    const values = ritz.values.slice(0, count);
    // An eigenvalue's error is the square of its vector's: 1e-14 leaves seven digits of the vector.
    const largest = Math.abs(values[0] ?? 0);
    const settled = values.every((value, i) => Math.abs(value - (before[i] ?? 0)) <= 1e-14 * largest);
    if (settled || iteration === mostIterations) {
      const vectors = ritz.vectors.slice(0, count).map((weights) => combined(basis, weights));
      return { values, vectors };
    }
    before = values;
    basis = orthonormal(ritz.vectors.map((weights) => combined(images, weights)));
  }
}

function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((vector, v) => {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (weights[v] ?? 0) * (vector[i] ?? 0);
  });
  return sum;
}
