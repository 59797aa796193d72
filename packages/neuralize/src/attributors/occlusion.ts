import type { Engine } from "../engine.ts";
import type { Graph } from "../graph/value.ts";
import type { Attributor, AttributorOptions, Explained } from "./attributor.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { decide, explainedModel } from "./explained-model.ts";
import { outputs } from "./names.ts";
import { narrowed } from "./narrowed.ts";
import { type Floats, rowOf } from "./rows.ts";
import { runPoints } from "./run-points.ts";
import { type Sizes, windowsOver } from "./windows.ts";

export interface OcclusionOptions extends AttributorOptions {
  /** Default 8: on every axis of a row, or as many of its last axes as there are sizes. */
  readonly window?: Sizes;
  /** Default 8, like `window`. */
  readonly stride?: Sizes;
  /** What stands for what is occluded; default 0. */
  readonly fill?: Baseline;
  /**
   * "keep" (default): everything but the window is filled, and the explained number that is left is its relevance.
   * "remove": the window is filled, and what the explained number loses is its relevance.
   */
  readonly occlude?: "keep" | "remove";
}

/**
 * Slides a window over the input; every number in a window is given the window's relevance, and those of windows that
 * overlap add. The target is that of the whole input. MATH.md §4.
 */
export function occlusion(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: OcclusionOptions = {},
): Attributor {
  const { window = 8, stride = 8, fill = 0, occlude = "keep" } = options;
  const model = explainedModel(engine, graph, explained, options);
  return {
    method: "occlusion",
    attribute: async (x, attributeOptions = {}) => {
      const call = model.prepare(x, attributeOptions);
      const { rows, control } = call;
      const windows = windowsOver(rows.shape, window, stride);
      const filled = baselineOf(fill, rows);
      const { target, output } = await decide(model, call);
      const rowAt = (point: number): number => Math.floor(point / windows.count);
      const write = (point: number, into: Floats): void => {
        const own = rowOf(rows.data, rowAt(point), rows.length);
        const nothing = filled(rowAt(point));
        const [outside, inside] = occlude === "keep" ? [nothing, own] : [own, nothing];
        into.set(outside);
        for (const place of windows.places(point % windows.count)) into[place] = inside[place] ?? 0;
      };
      const points = {
        count: rows.count * windows.count,
        write,
        ...(target && { target: (point: number) => target[rowAt(point)] ?? 0 }),
      };
      const sums = new Float64Array(rows.data.length);
      await runPoints(await model.scorer(call), rows, points, control, (point, { floats }) => {
        const left = floats(outputs.output)[0] ?? Number.NaN;
        const row = rowAt(point);
        const score = occlude === "keep" ? left : (output[row] ?? 0) - left;
        for (const place of windows.places(point % windows.count)) {
          const at = row * rows.length + place;
          sums[at] = (sums[at] ?? 0) + score;
        }
      });
      return { relevance: narrowed("occlusion", sums, rows), target, output };
    },
    close: model.close,
  };
}
