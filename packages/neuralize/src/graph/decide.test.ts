import { expect, test } from "vitest";
import { concat } from "../ops/concat.ts";
import { relu } from "../ops/relu.ts";
import { dependsOnInput } from "./constancy.ts";
import { decidedOnce } from "./decide.ts";
import { constant, input } from "./node.ts";
import { signOf } from "./signs.ts";
import { float32 } from "./tensor.ts";
import type { Node, Value } from "./value.ts";

const producer = (value: Value): Node => {
  if (value.producer.kind !== "node") throw new Error("no node");
  return value.producer;
};

test("every node is decided once, after its inputs, however often and wherever values are asked for", () => {
  const seen: Node[] = [];
  const depth = decidedOnce((node): number => {
    seen.push(node);
    return (
      1 + Math.max(0, ...node.inputs.map((value) => (value?.producer.kind === "node" ? depth(value.producer) : 0)))
    );
  });
  const chain = [relu(input("x", "float32", ["N"]))];
  for (let i = 0; i < 100_000; i++) chain.push(relu(chain.at(-1) as Value));
  const nodes = chain.map(producer);
  // Backwards, as a walk of relevance asks.
  expect(nodes.toReversed().map(depth)).toEqual(nodes.map((_, i) => nodes.length - i));
  expect(seen).toEqual(nodes);
});

test("a node with two hundred thousand inputs does not meet the stack", () => {
  const wide = concat(
    Array.from({ length: 200_000 }, () => relu(constant(float32([1])))),
    0,
  );
  expect(dependsOnInput(wide)).toBe(false);
  expect(signOf(wide)).toBe("nonnegative");
});
