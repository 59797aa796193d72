import {
  dependsOnInput,
  input,
  type Node,
  nameOf,
  type PlacedComposite,
  planRelevance,
  type RelevancePlan,
  type Rule,
  relevancePath,
  relevanceSteps,
  topologicalOrder,
  unsupportedNodes,
} from "neuralize";
import type { NetworkPlan } from "./plan-network.ts";

/** One node of a network, and what relevance does there. */
export interface InspectedNode {
  readonly node: string;
  readonly operator: string;
  /** Rule with its parameters; "gradient", "none" or "UNSUPPORTED". */
  readonly rule: string;
  /** Which entry of the composite matched, or why there is no rule. */
  readonly why: string;
}

/** What a composite and its canonizers make of a network. */
export interface InspectedRules {
  /** In the order of computation. */
  readonly nodes: readonly InspectedNode[];
  readonly canonizers: RelevancePlan["canonized"]["steps"];
  /** Nodes that stop the compilation. */
  readonly unsupported: ReturnType<typeof unsupportedNodes>;
  /** Why relevance cannot start. */
  readonly fault: string | undefined;
}

/** Asks the composite about every node, without compiling: nothing stops at what is not supported. */
export function inspectRules({ model, options, composite }: NetworkPlan): InspectedRules {
  const placed = composite.placed(input("beta", "float32", []));
  const rules = composite.rules === "gradient" ? composite.rules : () => placed.composite;
  const plan = planRelevance(model.graph, { ...options, composite: rules });
  const { seeds, to, ruleOf } = plan.walk;
  const unsupported = unsupportedNodes(seeds.keys(), to, ruleOf);
  // Where something stops the walk, what lies behind it is told from the graph alone.
  const steps =
    unsupported.length === 0 && plan.fault === undefined
      ? relevanceSteps(plan.walk)
      : relevancePath(seeds.keys(), to, ruleOf);
  const path = new Set(steps.map(({ node }) => node));
  const nodes = topologicalOrder([...Object.values(plan.neuralized.outputs), ...seeds.keys()]).filter(
    (node) => path.has(node) || (isNamed(node) && node.values.some(dependsOnInput)),
  );
  return {
    nodes: nodes.map((node) => inspected(node, path.has(node), ruleOf(node), placed)),
    canonizers: plan.canonized.steps,
    unsupported,
    fault: plan.fault?.message,
  };
}

/** Whether a node is the user's, or stands for one; those that a head adds beside the way are not shown. */
const isNamed = ({ name, outputNames }: Node): boolean => name !== undefined || outputNames !== undefined;

function inspected(node: Node, onPath: boolean, rule: Rule | undefined, { placeOf }: PlacedComposite): InspectedNode {
  const known = { node: nameOf(node), operator: node.operator.type };
  if (!onPath) return { ...known, rule: "none", why: "no relevance comes here" };
  if (rule !== undefined) return { ...known, rule: ruleText(rule), why: placeOf(rule) };
  if (node.operator.vjp === undefined)
    return { ...known, rule: "UNSUPPORTED", why: "no entry matches, and it has no gradient" };
  const moves = node.operator.moves(node);
  return { ...known, rule: "gradient", why: moves ? "it only moves or selects numbers" : "no entry matches" };
}

/** "gamma(gamma 0.25, epsilon 1e-6)": a rule as a reader of papers knows it. */
export function ruleText({ name, parameters }: Rule): string {
  const settings = Object.entries(parameters)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${valueText(value)}`);
  return settings.length === 0 ? name : `${name}(${settings.join(", ")})`;
}

function valueText(value: unknown): string {
  if (typeof value !== "number") return JSON.stringify(value);
  if (value === Number.POSITIVE_INFINITY) return "∞";
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}
