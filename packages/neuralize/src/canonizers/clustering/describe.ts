import { topologicalOrder } from "../../graph/topology.ts";
import type { Node, Value } from "../../graph/value.ts";
import { type Distances, grows } from "./form.ts";

const superscript: Readonly<Record<number, string>> = { 1: "", 0.5: "√" };

/** How the value that holds them comes from the squared distances d: "d", "√d", "−d", "0.5·d". */
export function formText(distances: Distances): string {
  const { squares, core } = distances;
  if (squares === 0) return grows(distances) ? "d − ‖x‖²" : "‖x‖² − d";
  const scale = Number(Math.abs(squares).toPrecision(4));
  const root = superscript[core.exponent] ?? "";
  const factor = scale === 1 || root !== "" ? "" : `${scale}·`;
  return `${squares < 0 ? "−" : ""}${factor}${root}d`;
}

/** The nodes between points and distances, in order. */
function nodesBetween(points: Value, distances: Value): readonly Node[] {
  const reached = new Set<Value>([points]);
  return topologicalOrder([distances]).filter((node) => {
    const between = node.inputs.some((value) => value !== undefined && reached.has(value));
    if (between) for (const value of node.values) reached.add(value);
    return between;
  });
}

/** "Unsqueeze → Sub → Pow → ReduceSum: distances to 3 centroids of 13 features". */
export function describePath({ points, core }: Distances, [clusters, features]: readonly number[]): string {
  const names = nodesBetween(points, core.value).map((node) => node.operator.type);
  return `${names.join(" → ")}: distances to ${clusters} centroids of ${features} features`;
}
