import { notDifferentiable, wrongLayer, wrongRelevanceShape } from "./errors/messages.ts";
import { dependsOnInput } from "./graph/constancy.ts";
import { node as makeNode, nameOf, outputOf, withOrigin } from "./graph/node.ts";
import { compatibleShapes, shapeOf, showShape } from "./graph/shapes.ts";
import { isNonnegative } from "./graph/signs.ts";
import type { Node, Value } from "./graph/value.ts";
import { add } from "./ops/add.ts";
import { reduceSum } from "./ops/reduce.ts";
import { Relu } from "./ops/relu.ts";
import { squeeze } from "./ops/squeeze.ts";
import { relevancePath } from "./relevance-path.ts";
import type { ModifierRule, Rule, Vanishes } from "./rules/rule.ts";
import { unsupportedNodes } from "./unsupported.ts";

/** Which rule a node follows; undefined: its gradient. */
export type RuleOf = (node: Node) => Rule | undefined;

export interface RelevanceRequest {
  /** Where relevance starts: an output and what is put on it, of the same shape. */
  readonly seeds: ReadonlyMap<Value, Value>;
  /** Where relevance is wanted: inputs of the graph or any inner values. */
  readonly to: readonly Value[];
  readonly ruleOf: RuleOf;
  /** Whether work is left out where relevance provably vanishes (default). The result is the same either way. */
  readonly prune?: boolean;
  /** Told of every node that hands relevance on, from the output to the inputs. */
  readonly observe?: (step: Step) => void;
}

/** What one node makes of relevance. */
export interface Step {
  readonly node: Node;
  /** Undefined: its gradient. */
  readonly rule: Rule | undefined;
  /** The relevance of its outputs, in no particular order; those that none arrives at are left out. */
  readonly arriving: readonly Value[];
  /** What it hands to its inputs. */
  readonly leaving: readonly Value[];
}

/** The relevance of a value as far as the walk has come: the sum of what its consumers sent, and where it vanishes. */
interface Arrival {
  readonly relevance: Value;
  readonly vanishes: Vanishes;
}

/**
 * Walks the graph backwards from the seeds and emits the relevance of every value in `to` (undefined where none
 * arrives). Where a value feeds several consumers, relevances add; broadcast axes are summed here and nowhere else;
 * nothing follows integers or constants. MATH.md §3.
 * @throws NeuralizeError NOT_DIFFERENTIABLE with every node that has neither rule nor gradient; WRONG_LAYER for a rule on
 *   a layer that it is not for.
 */
export function relevance({
  seeds,
  to,
  ruleOf,
  prune = true,
  observe,
}: RelevanceRequest): readonly (Value | undefined)[] {
  const arrived = new Map<Value, Arrival>(
    [...seeds].map(([value, seed]) => [value, { relevance: seed, vanishes: "nowhere" }]),
  );
  const unsupported = unsupportedNodes(seeds.keys(), to, ruleOf);
  if (unsupported.length > 0) throw notDifferentiable(unsupported);
  for (const { node, wanted } of relevancePath(seeds.keys(), to, ruleOf)) {
    const arrivals = node.values.map((value) => arrived.get(value));
    const incoming = arrivals.map((arrival) => arrival?.relevance);
    // A rule or a gradient of zero may hand on less than it could.
    if (incoming.every((value) => value === undefined)) continue;
    const rule = ruleOf(node);
    const vanishes = prune ? weakest(arrivals) : "nowhere";
    const outgoing = withOrigin(`relevance of ${nameOf(node)} by ${rule?.name ?? "gradient"}`, () =>
      backward(node, rule, incoming, wanted, vanishes),
    );
    const leaves = prune ? vanishesBehind(node, rule, vanishes) : "nowhere";
    const leaving: Value[] = [];
    outgoing.forEach((value, operand) => {
      const source = node.inputs[operand];
      if (value === undefined || source === undefined || !wanted[operand]) return;
      const contribution = unbroadcast(value, source);
      requireShape(contribution, source, node, rule);
      leaving.push(contribution);
      const earlier = arrived.get(source);
      arrived.set(source, {
        relevance: earlier === undefined ? contribution : add(earlier.relevance, contribution),
        vanishes: weaker(leaves === "at zero" && isNonnegative(source) ? "up to zero" : leaves, earlier?.vanishes),
      });
    });
    observe?.({ node, rule, arriving: incoming.filter((value) => value !== undefined), leaving });
  }
  return to.map((value) => arrived.get(value)?.relevance);
}

/** Every node that relevance arrives at, from the output to the inputs, and what it makes of it. @throws as `relevance` */
export function relevanceSteps(request: RelevanceRequest): readonly Step[] {
  const steps: Step[] = [];
  relevance({ ...request, observe: (step) => steps.push(step) });
  return steps;
}

/** Relevance has the shape of what it belongs to: a rule for another kind of layer would give it that of the output. */
function requireShape(relevance: Value, source: Value, node: Node, rule: Rule | undefined): void {
  const [got, wanted] = [shapeOf(relevance), shapeOf(source)];
  if (!compatibleShapes(got, wanted))
    throw wrongRelevanceShape(nameOf(node), node.operator.type, rule?.name, showShape(got), showShape(wanted));
}

const strength: Readonly<Record<Vanishes, number>> = { nowhere: 0, "at zero": 1, "up to zero": 2 };

/** What holds for a sum of two relevances; one that is absent is zero everywhere. */
const weaker = (a: Vanishes, b: Vanishes | undefined): Vanishes =>
  b === undefined || strength[a] < strength[b] ? a : b;

const weakest = (arrivals: readonly (Arrival | undefined)[]): Vanishes =>
  arrivals.reduce<Vanishes>((least, arrival) => weaker(arrival?.vanishes ?? "up to zero", least), "up to zero");

/** Where the relevance that a node hands on vanishes, given where its own does. MATH.md §3. */
function vanishesBehind(node: Node, rule: Rule | undefined, own: Vanishes): Vanishes {
  if (rule?.kind === "modifier") return rule.scalesInput === true ? "at zero" : "nowhere";
  if (rule !== undefined) return rule.vanishes?.(node, own) ?? "nowhere";
  // The gradient of a ReLU is 0 where its input is ≤ 0.
  if (node.operator === Relu) return "up to zero";
  return node.operator.moves(node) ? own : "nowhere";
}

function backward(
  node: Node,
  rule: Rule | undefined,
  incoming: readonly (Value | undefined)[],
  wanted: readonly boolean[],
  vanishes: Vanishes,
): readonly (Value | undefined)[] {
  if (rule === undefined) {
    return node.inputs.map((_, operand) =>
      wanted[operand] ? node.operator.vjp?.(node, incoming, operand) : undefined,
    );
  }
  if (rule.kind === "direct") return rule.relevance(node, incoming, vanishes);
  const [first] = incoming;
  if (first === undefined) return [];
  return modified(node, vanishes === "up to zero" ? (rule.wherePositive ?? rule) : rule, first);
}

/** A modifier rule on a linear layer: one copy of the layer per branch, each pulled back on its own. */
function modified(node: Node, given: ModifierRule, incoming: Value): readonly (Value | undefined)[] {
  // Spelled-out weights cost N×K×D on a head: only rules that modify them need them.
  const modifies = Object.values(given.branches).some((branch) => branch.parameter !== undefined);
  const layer = (modifies ? node.operator.explicit?.(node) : undefined) ?? node;
  const roles = layer.operator.parameters(layer);
  const data = layer.inputs.findIndex((value, i) => roles[i] === undefined && dependsOnInput(value));
  if (data < 0 || layer.operator.vjp === undefined || layer.values.length > 1)
    throw wrongLayer(nameOf(node), node.operator.type, given.name, "linear layers of one input and one output");
  const rule = (isNonnegative(layer.inputs[data]) ? given.ofNonnegative : undefined) ?? given;
  const branches = Object.entries(rule.branches).map(([name, branch]) => {
    const inputs = layer.inputs.map((value, i) => {
      if (value === undefined) return undefined;
      const role = roles[i];
      if (i === data) return branch.input?.(value) ?? value;
      return role === undefined || branch.parameter === undefined ? value : branch.parameter(value, role);
    });
    const changed = inputs.some((value, i) => value !== layer.inputs[i]);
    // Not under the layer's own name, which is taken by the layer.
    const copy = changed ? makeNode(layer.operator, inputs, layer.attributes) : layer;
    return { name, copy };
  });
  const outputs = Object.fromEntries(branches.map(({ name, copy }) => [name, outputOf(copy)]));
  const gradients: Readonly<Record<string, Value>> = rule.gradients(incoming, outputs);
  const terms = branches.flatMap(({ name, copy }) => {
    const gradient = gradients[name];
    const input = copy.inputs[data];
    const pulled = gradient && copy.operator.vjp?.(copy, [gradient], data);
    if (gradient !== undefined && (pulled === undefined || input === undefined))
      throw wrongLayer(nameOf(node), node.operator.type, rule.name, "layers that have a gradient");
    return pulled && input ? [[name, { input, gradient: pulled }] as const] : [];
  });
  const result = rule.reduce(Object.fromEntries(terms));
  // The spelled-out layer takes the same data in another place than the original.
  const source = layer.inputs[data];
  return node.inputs.map((value) => (value === source ? result : undefined));
}

/** Sums a gradient of the broadcast shape over the axes along which its operand was repeated. */
export function unbroadcast(gradient: Value, operand: Value): Value {
  const from = shapeOf(gradient);
  const to = shapeOf(operand);
  if (from === undefined || to === undefined) return gradient;
  const extra = from.length - to.length;
  const leading = Array.from({ length: Math.max(0, extra) }, (_, axis) => axis);
  const repeated = to.flatMap((size, axis) => (size === 1 && from[axis + extra] !== 1 ? [axis + extra] : []));
  if (leading.length + repeated.length === 0) return gradient;
  const summed = reduceSum(gradient, [...leading, ...repeated]);
  return leading.length === 0 ? summed : squeeze(summed, leading);
}
