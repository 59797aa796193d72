import { shapeOf } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { convTranspose } from "./conv-transpose.ts";
import { pad } from "./pad.ts";
import { slice } from "./slice.ts";
import type { AxisWindow } from "./window.ts";

interface SpreadOptions {
  readonly windows: readonly AxisWindow[];
  readonly channels: number;
  /** Sizes of what the windows were taken from. */
  readonly spatial: readonly number[];
}

/**
 * Adds up what windows hand back to the places that they cover, channel by channel: a depthwise ConvTranspose with
 * `kernel` [channels · k, 1, ...], whose result is cut (or filled with zeros) to the size of the data.
 */
export function spread(shares: Value, kernel: Value, { windows, channels, spatial }: SpreadOptions): Value {
  // Everything is laid out with its padding, then cut: windows may hang over the end, or leave places there untouched.
  const whole = windows.map((axis) => ({ ...axis, before: 0, after: 0 }));
  const full = convTranspose(shares, kernel, { windows: whole, groups: channels, outputPadding: [] });
  const sizes = (shapeOf(full) ?? []).slice(2).map(Number);
  const begins = windows.map(({ before }) => before ?? 0);
  const missing = sizes.map((size, i) => Math.max(0, (spatial[i] ?? 0) + (begins[i] ?? 0) - size));
  const filled = missing.some((amount) => amount > 0)
    ? pad(full, [0, 0, ...sizes.map(() => 0), 0, 0, ...missing])
    : full;
  const cut = sizes.flatMap((size, i) =>
    (begins[i] ?? 0) > 0 || size + (missing[i] ?? 0) > (spatial[i] ?? 0) ? [i] : [],
  );
  if (cut.length === 0) return filled;
  return slice(
    filled,
    cut.map((i) => begins[i] ?? 0),
    cut.map((i) => (begins[i] ?? 0) + (spatial[i] ?? 0)),
    cut.map((i) => i + 2),
  );
}
