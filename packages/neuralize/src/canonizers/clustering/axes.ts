import type { Shape } from "../../graph/shapes.ts";

/** What runs along an axis: the points, the clusters, the features, or nothing (size 1, or repeated). */
export type Axis = "points" | "clusters" | "features" | "one";

/** Axes of a value, outermost first. */
export type Axes = readonly Axis[];

/** The axes of two values broadcast against each other, or undefined when different things would meet. */
export function broadcastAxes(a: Axes, b: Axes): Axes | undefined {
  const rank = Math.max(a.length, b.length);
  const result: Axis[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[i - rank + a.length] ?? "one";
    const right = b[i - rank + b.length] ?? "one";
    if (left !== right && left !== "one" && right !== "one") return undefined;
    result.push(left === "one" ? right : left);
  }
  return result;
}

/**
 * The axes after broadcasting against a constant of the given shape: an axis along which nothing ran becomes the
 * clusters. Undefined when it runs along two such axes. A constant along the points is taken to repeat one row (a
 * fixed batch, folded); that it does is proved numerically.
 */
export function broadcastConstant(axes: Axes, shape: Shape): Axes | undefined {
  const rank = Math.max(axes.length, shape.length);
  const result: Axis[] = [];
  for (let i = 0; i < rank; i++) {
    const axis = axes[i - rank + axes.length] ?? "one";
    const size = shape[i - rank + shape.length] ?? 1;
    if (size !== 1 && axis === "one" && (axes.includes("clusters") || result.includes("clusters"))) return undefined;
    result.push(size !== 1 && axis === "one" ? "clusters" : axis);
  }
  return result;
}

/** The axes after a reduction, which may run along `kind` and along nothing else that varies. */
export function reduceAxes(axes: Axes, reduced: readonly number[], kind: Axis, kept: boolean): Axes | undefined {
  if (!reduced.some((axis) => axes[axis] === kind)) return undefined;
  if (reduced.some((axis) => axes[axis] !== kind)) return undefined;
  return axes.flatMap((axis, i): Axis[] => (reduced.includes(i) ? (kept ? ["one"] : []) : [axis]));
}

/** The axes after a change of shape that only adds or drops axes of size 1, or undefined for any other. */
export function reshapeAxes(axes: Axes, from: Shape | undefined, to: Shape): Axes | undefined {
  const result: Axis[] = [];
  let next = 0;
  const skip = (): void => {
    while (axes[next] === "one") next++;
  };
  for (const size of to) {
    skip();
    const axis = axes[next];
    const own = from?.[next];
    const fits = axis !== undefined && (own === undefined || own === size || typeof own === "string");
    if (fits && (size !== 1 || own === 1)) {
      result.push(axis);
      next++;
    } else if (size === 1) result.push("one");
    else return undefined;
  }
  skip();
  return next === axes.length ? result : undefined;
}
