import { invalidStiffness } from "../../errors/messages.ts";

/** The same stiffness β, once it is known to be in [0, ∞]. @throws INVALID_STIFFNESS */
export const validStiffness = (beta: number): number => {
  if (!(beta >= 0)) throw invalidStiffness(beta);
  return beta;
};

/** The hard pool min_k h_k of one row's margins h; Infinity of none (MATH.md §1). */
export const minPool = (margins: ArrayLike<number>): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < margins.length; k++) least = Math.min(least, margins[k] as number);
  return least;
};

/**
 * The soft pool −β⁻¹ log( mean_k exp(−β h_k) ) of one row's margins h, with stiffness β ≥ 0: LogMeanExp with the
 * parameter −β of MATH.md §1. β = 0 gives the mean, β = ∞ the minimum.
 *
 * @throws INVALID_STIFFNESS
 */
export const logMeanExpPool = (margins: ArrayLike<number>, beta: number): number => {
  const least = minPool(margins);
  if (validStiffness(beta) === Number.POSITIVE_INFINITY) return least;
  let sum = 0;
  for (let k = 0; k < margins.length; k++) {
    const excess = (margins[k] as number) - least;
    // exp(−βe) − 1 keeps its digits where β is small and the pool nearly the mean.
    sum += beta === 0 ? excess : Math.expm1(-beta * excess);
  }
  const mean = sum / margins.length;
  return beta === 0 ? least + mean : least - Math.log1p(mean) / beta;
};

/**
 * The shares p = softmax_k(−β h_k) that the competitors take of the relevance: min-takes-most with stiffness β ≥ 0
 * (MATH.md §1), equal to the gradient of `logMeanExpPool`. β = ∞ is the limit: the smallest margins share equally.
 *
 * @param margins h_k of one row, any number of competitors
 * @returns shares, same length; they sum to 1
 * @throws INVALID_STIFFNESS
 * @see Kauffmann et al., From Clustering to Cluster Explanations via Neural Networks, TNNLS 2024
 */
export const minTakesMost = (margins: ArrayLike<number>, beta: number): Float64Array => {
  const least = minPool(margins);
  const hard = validStiffness(beta) === Number.POSITIVE_INFINITY;
  const shares = new Float64Array(margins.length);
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    const excess = (margins[k] as number) - least;
    // ∞·0 is NaN, so the hard minimum never forms −β·excess.
    const share = hard ? Number(excess === 0) : Math.exp(-beta * excess);
    shares[k] = share;
    sum += share;
  }
  for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] as number) / sum;
  return shares;
};
