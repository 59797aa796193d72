import { integers, typeOf } from "../../graph/node.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { cast } from "../../ops/cast.ts";
import { reshape } from "../../ops/reshape.ts";
import { transpose } from "../../ops/transpose.ts";
import { isClustering, orderOf, sameCentroids, sizeOf } from "./candidates.ts";
import { describePath, formText } from "./describe.ts";
import type { Distances } from "./form.ts";
import { interpret } from "./interpret.ts";
import type { ClusteringMatch, ClusteringMiss, Recognition } from "./match.ts";
import { missReason, unusedDistances } from "./misses.ts";
import { scaledRows } from "./rows.ts";

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

function matchOf(distances: Distances): ClusteringMatch {
  const { points, squares, cross, core } = distances;
  const rows = cross?.rows ?? points;
  const factor = squares === 0 ? 1 : -(cross?.factor ?? 0) / (2 * squares);
  return {
    points,
    centroids: cast(scaledRows({ factor, rows }), typeOf(points).type),
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
