import type { Moments } from "./moments.ts";
import { quartilesOf } from "./quartiles.ts";
import type { NumberDistribution } from "./table-profile.ts";

const bins = 30;

/** Gathers, in a pass after the one that found the range, what the shape of a column's distribution needs. */
export interface DistributionSketch {
  /** Adds cells (NaN is skipped); of those only `sampled` indices count for the quartiles, all of them if absent. */
  readonly add: (values: Float64Array, sampled?: readonly number[]) => void;
  readonly distribution: () => NumberDistribution;
}

/** A sketch of a column whose moments are known. A column without values is all zeros. */
export function distributionSketch({ count, mean, squares, minimum, maximum }: Moments): DistributionSketch {
  const histogram = new Array<number>(bins).fill(0);
  const sample: Float64Array[] = [];
  const perBin = maximum > minimum ? bins / (maximum - minimum) : 0;
  return {
    add: (values, sampled) => {
      for (const value of values) {
        if (Number.isNaN(value)) continue;
        const bin = Math.min(bins - 1, Math.floor((value - minimum) * perBin));
        histogram[bin] = (histogram[bin] ?? 0) + 1;
      }
      const kept = sampled === undefined ? values : Float64Array.from(sampled, (i) => values[i] ?? Number.NaN);
      sample.push(kept.filter((value) => !Number.isNaN(value)));
    },
    distribution: () =>
      count === 0
        ? { mean: 0, standardDeviation: 0, minimum: 0, quartiles: [0, 0, 0], maximum: 0, histogram }
        : {
            mean,
            standardDeviation: Math.sqrt(squares / count),
            minimum,
            quartiles: sample.every(({ length }) => length === 0) ? [mean, mean, mean] : quartilesOf(joined(sample)),
            maximum,
            histogram,
          },
  };
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let start = 0;
  for (const piece of pieces) {
    all.set(piece, start);
    start += piece.length;
  }
  return all;
}
