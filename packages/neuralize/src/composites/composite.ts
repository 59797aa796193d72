import { dependsOnInput } from "../graph/constancy.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Graph, LayerType, Node } from "../graph/value.ts";
import type { RuleOf } from "../relevance.ts";
import type { Rule } from "../rules/rule.ts";
import { isLayerType } from "./layer-types.ts";
import { moduleNames } from "./module-names.ts";

/** Assigns rules to the nodes of a graph: "first layer" is a question to the graph, not a counter. */
export type Composite = (graph: Graph) => RuleOf;

/** How a layer map addresses nodes: a layer type, `AnyLinear` for both linear ones, or an operator by its name. */
export type LayerName = LayerType | "AnyLinear" | (string & {});

/** Pairs of layer name and rule; the first that matches a node wins. */
export type LayerMap = readonly (readonly [LayerName, Rule])[];

/** Pairs of names of nodes and rule; `*` stands for any characters. The first that matches a node wins. */
export type NameMap = readonly (readonly [readonly string[], Rule])[];

/** Whether a layer name addresses a node. */
export function isLayer(node: Node, name: LayerName): boolean {
  const layers = node.operator.layers(node);
  if (name === "AnyLinear") return layers.includes("Convolution") || layers.includes("Linear");
  // Layer types are for operators to claim: a file may call an operator of its own "MinPool".
  return layers.some((layer) => layer === name) || (!isLayerType(name) && node.operator.type === name);
}

const firstMatch = (map: LayerMap, node: Node): Rule | undefined => map.find(([name]) => isLayer(node, name))?.[1];

/** Rules by layer type. */
export const layerMapComposite =
  (layerMap: LayerMap): Composite =>
  () =>
  (node) =>
    firstMatch(layerMap, node);

/** Rules by the names that nodes, or their outputs, have in the user's file, or the modules that they were exported from. */
export const nameMapComposite = (nameMap: NameMap): Composite => {
  const patterns = nameMap.map(([names, rule]) => [names.map((name) => name.split("*")), rule] as const);
  const ruleFor = (names: readonly string[], takes: (rule: Rule) => boolean = () => true): Rule | undefined =>
    patterns.find(
      ([described, rule]) => takes(rule) && described.some((pieces) => names.some((name) => fits(name, pieces))),
    )?.[1];
  if (patterns.length === 0) return () => () => undefined;
  return () => (node) => {
    const own = [node.name, ...(node.outputNames ?? [])].filter((name) => name !== undefined);
    return ruleFor(own) ?? ruleFor(moduleNames(node), (rule) => rule.kind === "direct" || isLayer(node, "AnyLinear"));
  };
};

/** Whether a name is described by pieces with anything between them. No search goes back behind what was found. */
function fits(name: string, [first = "", ...others]: readonly string[]): boolean {
  if (others.length === 0) return name === first;
  const last = others.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  const end = name.length - last.length;
  let from = first.length;
  for (const piece of others.slice(0, -1)) {
    const at = name.indexOf(piece, from);
    if (at < 0 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

/** The first composite that has a rule for a node decides. */
export const mixedComposite =
  (composites: readonly Composite[]): Composite =>
  (graph) => {
    const deciders = composites.map((composite) => composite(graph));
    return (node) => {
      for (const decide of deciders) {
        const rule = decide(node);
        if (rule !== undefined) return rule;
      }
      return undefined;
    };
  };

/**
 * Rules by layer type, with others for the first layers: a matching node whose input depends on the data with no
 * matching node before it. MATH.md §3.
 */
export const firstLayerComposite = (firstMap: LayerMap, layerMap: LayerMap): Composite =>
  mixedComposite([firstMapComposite(firstMap), layerMapComposite(layerMap)]);

/** Rules for the first layers alone. */
export const firstMapComposite =
  (firstMap: LayerMap): Composite =>
  (graph) => {
    const matching = new Set<Node>();
    const behind = new Set<Node>();
    for (const node of topologicalOrder(Object.values(graph.outputs))) {
      const after = node.inputs.some(
        ({ producer } = { producer: node, index: 0 }) =>
          producer.kind === "node" && (matching.has(producer) || behind.has(producer)),
      );
      if (after) behind.add(node);
      else if (node.inputs.some(dependsOnInput) && firstMatch(firstMap, node)) matching.add(node);
    }
    return (node) => (matching.has(node) ? firstMatch(firstMap, node) : undefined);
  };
