import { integers, nameOf, scalarLike, typeOf } from "../../graph/node.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Graph, Node, Value } from "../../graph/value.ts";
import { cast } from "../../ops/cast.ts";
import { mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { reshape } from "../../ops/reshape.ts";
import { transpose } from "../../ops/transpose.ts";
import { describePath, formText } from "./describe.ts";
import type { Distances, Form, Unsupported } from "./form.ts";
import { interpret } from "./interpret.ts";
import type { ClusteringMatch, ClusteringMiss, Recognition } from "./match.ts";
import { sizesOf } from "./rows.ts";
import type { Read } from "./rule.ts";

/**
 * Finds the clusterings of a graph: values that are, per column k, s‖x‖² + x·a_k + b_k of one value x, and of which
 * the order of the columns reaches an output. Structure gives x and the centroids −a_k/2s; that b_k = s‖μ_k‖², without
 * which they are no centroids, is for `clusteringCheck` to prove. MATH.md §1.
 */
export function recogniseClusterings(graph: Graph): Recognition {
  const read = interpret(graph);
  const found: Distances[] = [];
  const misses: ClusteringMiss[] = [];
  for (const [name, value] of Object.entries(graph.outputs)) {
    const forms = read(value);
    const distances = forms.map(orderOf).find((each) => each !== undefined && isClustering(each));
    // A measure that is named says more than what the same value looks like from nearer points.
    const named = forms.toSorted((a, b) => Number(b.kind === "unsupported") - Number(a.kind === "unsupported"));
    const reason = distances ? undefined : named.map(missReason).find((each) => each !== undefined);
    if (distances !== undefined && !found.some((each) => sameCentroids(each, distances))) found.push(distances);
    if (reason !== undefined) misses.push({ at: `output "${name}"`, reason });
  }
  const unused = found.length + misses.length === 0 ? unusedDistances(graph, read) : [];
  return { matches: found.map(matchOf), misses: [...misses, ...unused] };
}

const sameCentroids = (a: Distances, b: Distances): boolean => a.points === b.points && a.cross?.rows === b.cross?.rows;

/** The distances whose order a value shows, if it is one that tells the nearest centroid. */
function orderOf(form: Form): Distances | undefined {
  if (form.kind === "distances") return form;
  if (form.kind === "ordering") return form.of;
  return (form.kind === "assignment" || form.kind === "summary") && form.nearest ? form.of : undefined;
}

/** [K, D] of what would be the centroids. */
const sizeOf = ({ cross }: Distances): readonly number[] => (cross && sizesOf(cross.rows)) ?? [];

/**
 * Squared norms and a cross term with several centroids. An assignment does not need ‖x‖²; but without it a linear
 * classifier looks the same, so that a factor of ±2 must be seen.
 */
function isClustering(distances: Distances): boolean {
  const { squares, cross, core } = distances;
  if (cross === undefined || !core.axes.includes("clusters") || !core.axes.includes("points")) return false;
  const [clusters = 0] = sizeOf(distances);
  return (squares !== 0 || Math.abs(cross.factor) === 2) && clusters > 1;
}

function matchOf(distances: Distances): ClusteringMatch {
  const { points, squares, cross, core } = distances;
  const rows = cross?.rows ?? points;
  const factor = squares === 0 ? 1 : -(cross?.factor ?? 0) / (2 * squares);
  return {
    points,
    centroids: cast(
      factor === 1 ? rows : factor === -1 ? neg(rows) : mul(rows, scalarLike(rows, factor)),
      typeOf(points).type,
    ),
    distances: asMatrix(core, sizeOf(distances)[0] ?? 1),
    scale: squares !== 0 ? squares ** core.exponent : -Math.sign(cross?.factor ?? -1),
    exponent: core.exponent,
    form: formText(distances),
    description: describePath(distances, sizeOf(distances)),
  };
}

/** Points × clusters, whatever the order of the axes in the graph is. */
function asMatrix({ value, axes }: Distances["core"], clusters: number): Value {
  const places = axes.flatMap((axis, i) => (axis === "one" ? [i] : []));
  const order = [...places, axes.indexOf("points"), axes.indexOf("clusters")];
  const straight = order.every((from, to) => from === to) ? value : transpose(value, order);
  return axes.length === 2 ? straight : reshape(straight, integers([-1, clusters]));
}

const measures: Readonly<Record<Unsupported["measure"], string>> = {
  cosine: "it ranks clusters by cosine similarity; spherical k-means: not supported yet",
  manhattan: "it sums absolute differences; only squared Euclidean distances are recognised, not k-medians",
  weighted: "its differences are weighted feature by feature after they are taken; scale points and centroids instead",
};

/** Why an output that is nearly a clustering is not one. */
function missReason(form: Form): string | undefined {
  if (form.kind === "unsupported") return form.axes.includes("features") ? undefined : measures[form.measure];
  const distances = form.kind === "distances" ? form : "of" in form && form.kind !== "squares" ? form.of : undefined;
  if (distances?.cross === undefined) return undefined;
  const [clusters = 0] = sizeOf(distances);
  if (distances.squares === 0 && Math.abs(distances.cross.factor) !== 2)
    return form.kind === "assignment"
      ? "it ranks linear scores that have no squared norms: a classifier, or distances of which only the linear part is left"
      : undefined;
  if (clusters < 2) return "it measures the distance to a single centroid: there is nothing to contrast";
  return form.kind === "assignment" && !form.nearest ? "it takes the farthest centroid, not the nearest" : undefined;
}

/** Distances whose order reaches no output: what a nearest-neighbour model or a kernel layer makes of them. */
function unusedDistances(graph: Graph, read: Read): readonly ClusteringMiss[] {
  const unused = new Map<Value, Distances>();
  const order = topologicalOrder(Object.values(graph.outputs));
  for (const distances of order.flatMap((node) => node.values.flatMap((value) => read(value)))) {
    if (distances.kind !== "distances" || distances.squares === 0 || distances.cross === undefined) continue;
    if (isClustering(distances)) unused.set(distances.cross.rows, distances);
  }
  return [...unused.values()].flatMap((distances) => {
    const { producer } = distances.core.value;
    if (producer.kind !== "node") return [];
    const shows = (value: Value | undefined): boolean =>
      read(value).some((form) => {
        const shown = orderOf(form);
        return shown !== undefined && sameCentroids(shown, distances);
      });
    const consumers = order.filter((node: Node) => node.inputs.some(shows) && !node.values.some(shows));
    const names = [...new Set(consumers.map((node) => node.operator.type))].join(", ");
    return [
      {
        at: nameOf(producer),
        reason: `its distances go on into ${names || "nothing that ranks them"}, so they are not what the model returns`,
      },
    ];
  });
}
