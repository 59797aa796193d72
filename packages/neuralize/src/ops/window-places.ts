import { dataTooLarge, shapeMismatch } from "../errors/messages.ts";
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

// Every place of a kernel is a node of its own.
const mostPlaces = 4096;

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
 * @throws NeuralizeError SHAPE_MISMATCH where a size is only a name; TOO_LARGE.
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
    if (kernel > mostPlaces || stride > mostPlaces)
      throw dataTooLarge(`A window of ${nameOf(node)}`, Math.max(kernel, stride), "places", mostPlaces);
    const still = kernel === 1 && stride === 1 && before === 0 && after === 0;
    return still ? [] : [{ ...window, axis: i + 2, before, size, count }];
  });
}

/** Whether no two windows share a place: then the data can be cut into steps. */
export const standApart = ({ kernel, dilation, stride }: WindowsAlong): boolean => dilation === 1 && kernel <= stride;

/** Whole steps from the first place of the first window to the last of the last. */
const stepsOf = (windows: WindowsAlong): number => windows.count + Math.ceil(extentOf(windows) / windows.stride) - 1;

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

/** The places from `from` up to `to` of an axis; what lies outside is filled. */
function between(x: Value, axis: number, from: number, to: number, fill?: Value): Value {
  const size = Number(shapeOf(x)?.[axis]);
  const [before, after] = [Math.max(0, -from), Math.max(0, to - size)];
  const filled = before + after === 0 ? x : pad(x, along(rankOf(x), axis, before, after), fill);
  return from <= 0 && to >= size ? filled : slice(filled, [from + before], [to + before], [axis]);
}

/** What lies at each place of the windows along an axis: for every place of the kernel, one element per window. */
export function placesAlong(x: Value, windows: WindowsAlong, fill: Value): readonly Value[] {
  const { axis, before, size, kernel, dilation, stride, count } = windows;
  const offsets = Array.from({ length: kernel }, (_, i) => i * dilation);
  if (!standApart(windows) || stride === 1) {
    const reach = (count - 1) * stride + extentOf(windows);
    const whole = between(x, axis, -before, Math.max(size, reach - before), fill);
    return offsets.map((from) => slice(whole, [from], [from + (count - 1) * stride + 1], [axis], [stride]));
  }
  // Splitting steps is faster than slices that take one place of each.
  const steps = reshapedAt(between(x, axis, -before, count * stride - before, fill), axis, 1, [count, stride]);
  return offsets.map((from) => squeeze(slice(steps, [from], [from + 1], [axis + 1]), [axis + 1]));
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
  return between(whole, axis, before, before + size);
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
