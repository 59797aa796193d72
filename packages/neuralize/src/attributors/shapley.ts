import type { Engine } from "../engine.ts";
import { invalidOption } from "../errors/messages.ts";
import { type Random, randomFrom } from "../fit/random.ts";
import type { Graph } from "../graph/value.ts";
import type { Attributor, AttributorOptions, Explained } from "./attributor.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { decide, explainedModel } from "./explained-model.ts";
import { convergenceGap } from "./gap.ts";
import { outputs } from "./names.ts";
import { narrowed } from "./narrowed.ts";
import { type Floats, rowOf } from "./rows.ts";
import { runPoints } from "./run-points.ts";

export interface ShapleyOptions extends AttributorOptions {
  /** Random orders in which features are added, every second one the reverse of the one before; default 20. */
  readonly samples?: number;
  /** What stands for a feature that is not there; default 0. */
  readonly baseline?: Baseline;
  /** Seed of the orders, a whole number ≥ 0; default 0. */
  readonly seed?: number;
}

/**
 * Shapley values by permutation sampling: in a random order every number of the input is added to the baseline, and is
 * given what the explained number gains by it; the mean over orders and their reverses. Sums to f(x) − f(baseline). Knows
 * nothing of the model, and takes (numbers per row + 1) runs per order: a slow check of the other methods, for heads on
 * few features. MATH.md §4; Castro et al. 2009, Mitchell et al. 2022 (reverses).
 */
export function shapley(engine: Engine, graph: Graph, explained: Explained, options: ShapleyOptions = {}): Attributor {
  const { samples = 20, baseline = 0, seed = 0 } = options;
  if (!Number.isInteger(samples) || samples < 1)
    throw invalidOption("samples", samples, "a whole number of at least 1");
  randomFrom(seed);
  const model = explainedModel(engine, graph, explained, options);
  return {
    method: "shapley",
    attribute: async (x, attributeOptions = {}) => {
      const call = model.prepare(x, attributeOptions);
      const { rows, control } = call;
      const start = baselineOf(baseline, rows);
      const { target, output } = await decide(model, call);
      // Per order: the baseline, then one feature more at a time; the last point is the row itself.
      const walk = rows.length + 1;
      const perRow = samples * walk;
      const rowAt = (point: number): number => Math.floor(point / perRow);
      const perOrders = samples + (samples % 2);
      const orders = ordersOf(rows.length, seed);
      const orderAt = (point: number): Int32Array =>
        orders(rowAt(point) * perOrders + Math.floor((point % perRow) / walk));
      const sums = new Float64Array(rows.data.length);
      const atBaseline = new Float64Array(rows.count);
      const write = (point: number, into: Floats): void => {
        const row = rowAt(point);
        into.set(start(row));
        const own = rowOf(rows.data, row, rows.length);
        const added = orderAt(point).subarray(0, point % walk);
        for (const feature of added) into[feature] = own[feature] ?? 0;
      };
      const points = {
        count: rows.count * perRow,
        write,
        ...(target && { target: (point: number) => target[rowAt(point)] ?? 0 }),
      };
      let before = 0;
      await runPoints(await model.scorer(call), rows, points, control, (point, { floats }) => {
        const now = floats(outputs.output)[0] ?? Number.NaN;
        const [row, step] = [rowAt(point), point % walk];
        if (step === 0) atBaseline[row] = now;
        else {
          const feature = orderAt(point)[step - 1] ?? 0;
          const at = row * rows.length + feature;
          sums[at] = (sums[at] ?? 0) + (now - before) / samples;
        }
        before = now;
      });
      return {
        relevance: narrowed("shapley", sums, rows),
        target,
        output,
        gap: convergenceGap(sums, output, atBaseline),
      };
    },
    close: model.close,
  };
}

/** The order of a number, the same whenever it is asked for; odd ones are the reverse of the one before. */
function ordersOf(features: number, seed: number): (number: number) => Int32Array {
  let last: { readonly number: number; readonly order: Int32Array } | undefined;
  return (number) => {
    if (last?.number === number) return last.order;
    const pair = Math.floor(number / 2);
    // A stream of its own for every pair: the multiple of an odd number never leads back to another one soon.
    const order = shuffled(features, randomFrom((seed + pair * 0x9e3779b1) % 2 ** 53));
    last = { number, order: number % 2 === 1 ? order.reverse() : order };
    return last.order;
  };
}

/** Fisher & Yates. */
function shuffled(length: number, random: Random): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
