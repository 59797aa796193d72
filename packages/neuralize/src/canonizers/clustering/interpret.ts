import { dependsOnInput } from "../../graph/constancy.ts";
import { typeOf } from "../../graph/node.ts";
import { isFloating } from "../../graph/tensor.ts";
import { topologicalOrder } from "../../graph/topology.ts";
import type { Graph, Node, Value } from "../../graph/value.ts";
import { einsums } from "./einsum.ts";
import { factors } from "./factors.ts";
import type { Coordinates, Form } from "./form.ts";
import { layouts } from "./layout.ts";
import { powers } from "./powers.ts";
import { products } from "./products.ts";
import { reductions } from "./reductions.ts";
import { type Read, type Rule, unlessMismatched } from "./rule.ts";
import { selections } from "./selections.ts";
import { sums } from "./sums.ts";

// By operator. A map, because a file may call an operator "constructor".
const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    ...sums,
    ...factors,
    ...powers,
    ...reductions,
    ...products,
    ...einsums,
    ...layouts,
    ...selections,
  }),
);

// A value in a long chain of linear maps is a function of every one of them; only the nearest can be its points.
const mostForms = 8;

// Where no shape is known, what these make is not a matrix; everything else may be.
const views = new Set(["Expand", "Transpose", "Unsqueeze"]);

/** A matrix as points in their own right. */
function ownPoints(value: Value): Coordinates | undefined {
  const { type, shape } = typeOf(value);
  const { producer } = value;
  const view = producer.kind === "node" && views.has(producer.operator.type);
  if (!isFloating(type) || (shape === undefined ? view : shape.length !== 2) || !dependsOnInput(value))
    return undefined;
  const axes = ["points", "features"] as const;
  return { kind: "coordinates", points: value, axes, scale: 1, shift: undefined, absolute: false };
}

/**
 * What every value of a graph is as a function of points in front of it: one pass in topological order. Nothing is
 * evaluated; only scalars are read.
 */
export function interpret(graph: Graph): Read {
  const known = new Map<Value, readonly Form[]>();
  const define = (value: Value, derived: readonly Form[]): void => {
    const own = ownPoints(value);
    known.set(value, [...(own ? [own] : []), ...derived].slice(0, mostForms));
  };
  for (const input of graph.inputs) define(input, []);
  const read: Read = (value) => (value && known.get(value)) ?? [];
  for (const node of topologicalOrder(Object.values(graph.outputs))) {
    const derived = follow(node, read);
    node.values.forEach((value, i) => {
      define(value, derived[i] ?? []);
    });
  }
  return read;
}

/** What the node's rule derives. Where the constants' shapes do not allow the expression, nothing is known. */
const follow = (node: Node, read: Read): readonly (readonly Form[])[] =>
  unlessMismatched(() => rules.get(node.operator.type)?.(node, read)) ?? [];
