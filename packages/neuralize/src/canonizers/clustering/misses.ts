import { nameOf } from "../../graph/node.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Graph, Node, Value } from "../../graph/value.ts";
import { isClustering, orderOf, sameCentroids, sizeOf } from "./candidates.ts";
import type { Distances, Form, Unsupported } from "./form.ts";
import type { ClusteringMiss } from "./match.ts";
import type { Read } from "./rule.ts";

const measures: Readonly<Record<Unsupported["measure"], string>> = {
  cosine: "it ranks clusters by cosine similarity; spherical k-means: not supported yet",
  manhattan: "it sums absolute differences; only squared Euclidean distances are recognised, not k-medians",
  weighted: "its differences are weighted feature by feature after they are taken; scale points and centroids instead",
};

/** Why an output that is nearly a clustering is not one. */
export function missReason(form: Form): string | undefined {
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
export function unusedDistances(graph: Graph, read: Read): readonly ClusteringMiss[] {
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
