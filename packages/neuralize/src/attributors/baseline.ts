import type { Feed } from "../engine.ts";
import { notFiniteInput, wrongBaseline } from "../errors/messages.ts";
import { showShape } from "../graph/shapes.ts";
import { type Floats, floats, type Rows, rowOf } from "./rows.ts";

/** What stands for "nothing there": one number, one row for all, or one for each row. */
export type Baseline = number | Feed;

/** The baseline of every row, in the model's element type. @throws WRONG_INPUT, NOT_FINITE */
export function baselineOf(baseline: Baseline, rows: Rows): (row: number) => Floats {
  if (typeof baseline === "number") {
    if (!Number.isFinite(baseline)) throw notFiniteInput("the baseline", 0, 0, baseline);
    const filled = floats(rows.type, rows.length).fill(baseline);
    return () => filled;
  }
  const { dims } = baseline;
  const one = [rows.shape, [1, ...rows.shape]].some((shape) => shape.join() === dims.join());
  const each = [rows.count, ...rows.shape].join() === dims.join();
  if (!one && !each) throw wrongBaseline(showShape(dims), showShape(rows.shape), rows.count);
  const data = floats(rows.type, one ? rows.length : rows.count * rows.length);
  data.set(baseline.data as ArrayLike<number>);
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw notFiniteInput("the baseline", Math.floor(wrong / rows.length), wrong % rows.length, data[wrong] ?? 0);
  return each ? (row) => rowOf(data, row, rows.length) : () => data;
}
