import { onlyFloatingOutput } from "../compile.ts";
import { cannotExplain, noSuchCluster, noSuchEntry, notDifferentiable } from "../errors/messages.ts";
import { typeOf } from "../graph/node.ts";
import { shapeOf } from "../graph/shapes.ts";
import type { Graph, Value } from "../graph/value.ts";
import { withInputShapes } from "../graph/with-input-shapes.ts";
import { clusterCount } from "../heads/competitors.ts";
import { reducedDistances } from "../heads/distances.ts";
import { unsupportedNodes } from "../unsupported.ts";
import type { Explained, ExplainedHead } from "./attributor.ts";
import { onlyInput } from "./rows.ts";

/** A graph for rows of one shape, what is explained of it, and where relevance is wanted. */
export interface Subject {
  readonly graph: Graph;
  readonly explained: ExplainedHead | { readonly head?: undefined; readonly from: Value };
  readonly to: Value;
  /** What can be explained: clusters, entries of an output, or one number per row. */
  readonly entries: Entries;
}

export type Entries =
  | { readonly kind: "one" }
  | {
      readonly kind: "many";
      /** Whether the model decides on an entry by itself: it does not where every entry has many numbers. */
      readonly decided: boolean;
      /** @throws NO_SUCH_CLUSTER, NO_SUCH_ENTRY */
      readonly require: (target: number) => void;
      /** The error for a choice that is left to a model that does not decide. */
      readonly undecided: () => Error;
    };

/**
 * @param shape of a row: sizes that the file leaves open take those of this shape.
 * @param to default: the input.
 * @throws NeuralizeError WRONG_INPUT, CANNOT_EXPLAIN, OUTPUT_NOT_CHOSEN, SHAPE_MISMATCH
 */
export function subjectOf(graph: Graph, explained: Explained, shape: readonly number[], to?: Value): Subject {
  const { value, name } = onlyInput(graph);
  const declared = typeOf(value).shape;
  const from = explained.head === undefined ? (explained.from ?? onlyFloatingOutput(graph)) : undefined;
  const referred = [from, explained.head?.points, explained.head?.centroids, to].filter((each) => each !== undefined);
  const open = declared?.slice(1).every((size) => typeof size === "number") !== true;
  const { graph: closed, current } = withInputShapes(
    graph,
    open ? { [name]: [declared?.[0] ?? "N", ...shape] } : {},
    referred,
  );
  const common = { graph: closed, to: current(to ?? value) };
  if (explained.head !== undefined) {
    const head = { points: current(explained.head.points), centroids: current(explained.head.centroids) };
    return { ...common, explained: { ...explained, head }, entries: clustersOf(head) };
  }
  const start = current(from ?? value);
  const title = Object.entries(closed.outputs).find(([, each]) => each === start)?.[0] ?? "the inner value";
  // Behind what relevance cannot pass, often nothing is known of the explained output either.
  const unsupported = shapeOf(start) === undefined ? unsupportedNodes([start], [common.to]) : [];
  if (unsupported.length > 0) throw notDifferentiable(unsupported);
  return { ...common, explained: { from: start }, entries: entriesOf(start, title) };
}

function clustersOf(head: ExplainedHead["head"]): Entries {
  const count = clusterCount(reducedDistances(head.points, head.centroids));
  return {
    kind: "many",
    decided: true,
    require: (target) => {
      if (!isIndex(target, count)) throw noSuchCluster(target, count);
    },
    undecided: () => noSuchCluster(Number.NaN, count),
  };
}

function entriesOf(from: Value, title: string): Entries {
  const sizes = shapeOf(from);
  if (sizes === undefined) throw cannotExplain(title, "its rank is not known at compile time");
  if (sizes.length === 0) throw cannotExplain(title, "it has no batch axis");
  if (sizes.length === 1) return { kind: "one" };
  const count = sizes[1];
  return {
    kind: "many",
    decided: sizes.length === 2,
    require: (target) => {
      if (typeof count === "number" && !isIndex(target, count)) throw noSuchEntry(title, target, count);
    },
    undecided: () => cannotExplain(title, "it has more than one number per entry: name the entry to explain"),
  };
}

const isIndex = (target: number, count: number): boolean => Number.isInteger(target) && target >= 0 && target < count;
