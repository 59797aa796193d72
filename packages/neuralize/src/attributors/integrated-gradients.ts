import type { Composite } from "../composites/composite.ts";
import type { Engine } from "../engine.ts";
import { invalidOption } from "../errors/messages.ts";
import type { Graph } from "../graph/value.ts";
import type { Attributor, Explained, PropagatingOptions } from "./attributor.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { decide, explainedModel, scoresOf } from "./explained-model.ts";
import { propagationOf } from "./explainer-graph.ts";
import { convergenceGap } from "./gap.ts";
import { outputs } from "./names.ts";
import { narrowed } from "./narrowed.ts";
import { type Floats, rowOf } from "./rows.ts";
import { runPoints } from "./run-points.ts";
import { withInitial } from "./single-pass.ts";

export interface IntegratedGradientsOptions extends PropagatingOptions {
  /** Steps on the way from the baseline to the input; default 20. */
  readonly steps?: number;
  /** Where the way begins; default 0. */
  readonly baseline?: Baseline;
  /** Integrates what these rules hand back in place of plain gradients. */
  readonly composite?: Composite;
}

/**
 * (x − baseline) times the mean gradient on the way from the baseline to x, at α = 1/n, 2/n, …, 1 (a right Riemann sum),
 * for the target of x itself. The gap tells how far the sum is from f(x) − f(baseline); more steps narrow it. Without a
 * gap: rules, or an initial relevance other than 1, whose integral is not that difference. MATH.md §4; Sundararajan et
 * al. 2017.
 */
export function integratedGradients(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: IntegratedGradientsOptions = {},
): Attributor {
  const { steps = 20, baseline = 0, composite, initialRelevance } = options;
  if (!Number.isInteger(steps) || steps < 1) throw invalidOption("steps", steps, "a whole number of at least 1");
  const model = explainedModel(engine, graph, explained, options);
  const propagation = propagationOf(options, composite ? () => composite : "gradient", "one-hot");
  const converges = composite === undefined && propagation.initialRelevance === "one-hot";
  return {
    method: "integrated_gradients",
    attribute: async (x, attributeOptions = {}) => {
      const call = model.prepare(x, attributeOptions);
      const { rows, control } = call;
      const start = baselineOf(baseline, rows);
      const { target, output } = await decide(model, call);
      const rowAt = (point: number): number => Math.floor(point / steps);
      const targetOf = (at: (point: number) => number) =>
        target && { target: (point: number) => target[at(point)] ?? 0 };
      const sums = new Float64Array(rows.data.length);
      const write = (point: number, into: Floats): void => {
        const own = rowOf(rows.data, rowAt(point), rows.length);
        const from = start(rowAt(point));
        const alpha = ((point % steps) + 1) / steps;
        for (let i = 0; i < own.length; i++) into[i] = (from[i] ?? 0) + alpha * ((own[i] ?? 0) - (from[i] ?? 0));
      };
      const points = withInitial(
        { count: rows.count * steps, write, ...targetOf(rowAt) },
        call,
        initialRelevance,
        rowAt,
      );
      await runPoints(await model.explainer(call, "given", propagation), rows, points, control, (point, { floats }) => {
        const at = rowAt(point) * rows.length;
        floats(outputs.relevance).forEach((value, i) => {
          sums[at + i] = (sums[at + i] ?? 0) + value / steps;
        });
      });
      for (let row = 0; row < rows.count; row++) {
        const [own, from] = [rowOf(rows.data, row, rows.length), start(row)];
        const sum = sums.subarray(row * rows.length, (row + 1) * rows.length);
        for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) * ((own[i] ?? 0) - (from[i] ?? 0));
      }
      const relevance = narrowed("integrated_gradients", sums, rows);
      if (!converges) return { relevance, target, output };
      const baselines = {
        count: rows.count,
        write: (row: number, into: Floats) => into.set(start(row)),
        ...targetOf((row) => row),
      };
      const { batch, signal } = control;
      const atBaseline = await scoresOf(model, call, baselines, { batch, signal });
      return { relevance, target, output, gap: convergenceGap(sums, output, atBaseline) };
    },
    close: model.close,
  };
}
