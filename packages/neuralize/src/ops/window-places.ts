import { shapeMismatch } from "../errors/messages.ts";
import { integers, nameOf } from "../graph/node.ts";
import { rankOf, shapeOf } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { add } from "./add.ts";
import { concat } from "./concat.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { squeeze, unsqueeze } from "./squeeze.ts";
import { type AxisWindow, extentOf } from "./window.ts";

/** The windows along one axis of data of known size. */
export interface WindowsAlong extends AxisWindow {
  readonly axis: number;
  readonly before: number;
  readonly size: number;
  /** How many windows there are. */
  readonly count: number;
}

/**
 * The windows along every spatial axis along which a kernel moves or reaches further than one place.
 * @throws NeuralizeError SHAPE_MISMATCH where a size is only a name.
 */
export function windowsAlong(
  node: Node,
  windows: readonly AxisWindow[],
  data: Value,
  windowed: Value,
): readonly WindowsAlong[] {
  const [sizes, counts] = [shapeOf(data)?.slice(2), shapeOf(windowed)?.slice(2)];
  return windows.flatMap((window, i): WindowsAlong[] => {
    const { before, after, kernel, stride } = window;
    const [size, count] = [sizes?.[i], counts?.[i]];
    if (typeof size !== "number" || typeof count !== "number" || before === undefined || after === undefined)
      throw shapeMismatch(nameOf(node), "the sizes of its data must be known for the way back");
    const still = kernel === 1 && stride === 1 && before === 0 && after === 0;
    return still ? [] : [{ ...window, axis: i + 2, before, size, count }];
  });
}

/** Steps that the data takes with its padding, the last one filled up. */
const stepsOf = (windows: WindowsAlong): number => {
  const { before, size, count, stride } = windows;
  return Math.ceil(Math.max(before + size, (count - 1) * stride + extentOf(windows)) / stride);
};

/** Where in a step the kernel's places lie, and how many steps after the window's first. */
const placesIn = ({ kernel, dilation, stride }: WindowsAlong): readonly { phase: number; later: number }[] =>
  Array.from({ length: kernel }, (_, i) => ({
    phase: (i * dilation) % stride,
    later: Math.floor((i * dilation) / stride),
  }));

/** Amounts for `pad`: some places before and after along one axis. */
const along = (rank: number, axis: number, before: number, after: number): readonly number[] =>
  Array.from({ length: 2 * rank }, (_, i) => (i === axis ? before : i === axis + rank ? after : 0));

/** x with `taken` axes from `axis` on made axes of other sizes. */
function reshapedAt(x: Value, axis: number, taken: number, sizes: readonly number[]): Value {
  const rest = (shapeOf(x) ?? []).slice(axis + taken).map(Number);
  return reshape(x, integers([...Array.from({ length: axis }, () => 0), ...sizes, ...rest]));
}

/**
 * What lies at each place of the windows along an axis: for every place of the kernel a value with one element per
 * window. The data is cut into steps, so that all but one of the copies are of whole rows.
 */
export function placesAlong(x: Value, windows: WindowsAlong, fill: Value): readonly Value[] {
  const { axis, before, size, count, stride } = windows;
  const steps = stepsOf(windows);
  const after = steps * stride - before - size;
  const whole = before + after === 0 ? x : pad(x, along(rankOf(x), axis, before, after), fill);
  const apart = stride === 1 ? whole : reshapedAt(whole, axis, 1, [steps, stride]);
  const phases = Array.from({ length: stride }, (_, phase) =>
    stride === 1 ? whole : squeeze(slice(apart, [phase], [phase + 1], [axis + 1]), [axis + 1]),
  );
  return placesIn(windows).map(({ phase, later }) => {
    const places = phases[phase] as Value;
    return count === steps ? places : slice(places, [later], [later + count], [axis]);
  });
}

/** The transpose of `placesAlong`: what windows hand to their places is added up in data of the given size. */
export function scatteredAlong(shares: readonly Value[], windows: WindowsAlong): Value {
  const { axis, before, size, count, stride } = windows;
  const steps = stepsOf(windows);
  const phases: (Value | undefined)[] = Array.from({ length: stride }, () => undefined);
  placesIn(windows).forEach(({ phase, later }, i) => {
    const share = shares[i] as Value;
    const placed = count === steps ? share : pad(share, along(rankOf(share), axis, later, steps - later - count));
    const earlier = phases[phase];
    phases[phase] = earlier === undefined ? placed : add(earlier, placed);
  });
  const whole = stride === 1 ? (phases[0] as Value) : interleaved(phases, axis);
  return before === 0 && steps * stride === size ? whole : slice(whole, [before], [before + size], [axis]);
}

/** Phases put side by side within each step; zeros where there is none. The first phase is always there. */
function interleaved(phases: readonly (Value | undefined)[], axis: number): Value {
  const parts = phases.flatMap((phase, i) => {
    if (phase === undefined) return [];
    const next = phases.findIndex((other, at) => at > i && other !== undefined);
    const empty = (next < 0 ? phases.length : next) - i - 1;
    const part = unsqueeze(phase, [axis + 1]);
    return [empty === 0 ? part : pad(part, along(rankOf(part), axis + 1, 0, empty))];
  });
  const joined = parts.length === 1 ? (parts[0] as Value) : concat(parts, axis + 1);
  return reshapedAt(joined, axis, 2, [Number(shapeOf(joined)?.[axis]) * phases.length]);
}
