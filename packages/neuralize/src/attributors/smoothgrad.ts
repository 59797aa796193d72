import type { Composite } from "../composites/composite.ts";
import type { Engine } from "../engine.ts";
import { invalidOption } from "../errors/messages.ts";
import { randomFrom } from "../fit/random.ts";
import type { Graph } from "../graph/value.ts";
import type { Attributor, Explained, PropagatingOptions } from "./attributor.ts";
import { decide, explainedModel } from "./explained-model.ts";
import { propagationOf } from "./explainer-graph.ts";
import { outputs } from "./names.ts";
import { narrowed } from "./narrowed.ts";
import { normalFrom } from "./normal.ts";
import { type Floats, rowOf } from "./rows.ts";
import { runPoints } from "./run-points.ts";
import { withInitial } from "./single-pass.ts";

export interface SmoothGradOptions extends PropagatingOptions {
  /** σ of the noise over (largest − smallest number) of a row; default 0.1. */
  readonly noise?: number;
  /** Draws per row, the last of which is without noise; default 20. */
  readonly samples?: number;
  /** Seed of the noise, a whole number ≥ 0; default 0. */
  readonly seed?: number;
  /** Averages what these rules hand back in place of plain gradients. */
  readonly composite?: Composite;
}

/**
 * The mean gradient over inputs with normal noise, for the target of the input without noise. The draws are the same
 * for the same seed and rows, whatever the batch. MATH.md §4; Smilkov et al. 2017.
 */
export function smoothGrad(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: SmoothGradOptions = {},
): Attributor {
  const { noise = 0.1, samples = 20, seed = 0, composite, initialRelevance } = options;
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY)) throw invalidOption("noise", noise, "a number of at least 0");
  if (!Number.isInteger(samples) || samples < 1)
    throw invalidOption("samples", samples, "a whole number of at least 1");
  randomFrom(seed);
  const model = explainedModel(engine, graph, explained, options);
  const propagation = propagationOf(options, composite ? () => composite : "gradient", "one-hot");
  return {
    method: "smoothgrad",
    attribute: async (x, attributeOptions = {}) => {
      const call = model.prepare(x, attributeOptions);
      const { rows, control } = call;
      const { target, output } = await decide(model, call);
      const normal = normalFrom(randomFrom(seed));
      const rowAt = (point: number): number => Math.floor(point / samples);
      const sums = new Float64Array(rows.data.length);
      // Points are written once each and in order, so that the draws do not depend on how they are batched.
      const write = (point: number, into: Floats): void => {
        const own = rowOf(rows.data, rowAt(point), rows.length);
        into.set(own);
        if (point % samples === samples - 1) return;
        const deviation = noise * spread(own);
        for (let i = 0; i < own.length; i++) into[i] = (own[i] ?? 0) + deviation * normal();
      };
      const points = withInitial(
        { count: rows.count * samples, write, ...(target && { target: (point: number) => target[rowAt(point)] ?? 0 }) },
        call,
        initialRelevance,
        rowAt,
      );
      await runPoints(await model.explainer(call, "given", propagation), rows, points, control, (point, { floats }) => {
        const start = rowAt(point) * rows.length;
        floats(outputs.relevance).forEach((value, i) => {
          sums[start + i] = (sums[start + i] ?? 0) + value / samples;
        });
      });
      return { relevance: narrowed("smoothgrad", sums, rows), target, output };
    },
    close: model.close,
  };
}

function spread(row: Floats): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of row) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most >= least ? most - least : 0;
}
