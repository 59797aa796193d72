import { expect, test } from "vitest";
import { doubles, floats, runGraph } from "../../../../test/support/run-graph.ts";
import { input } from "../graph/node.ts";
import { direction } from "./direction.ts";

const values = [-Infinity, -3e38, -2, -1e-29, -0, 0, 1e-29, 0.5, 3e38, Infinity];

test.each(["float32", "float64"] as const)("the direction of %s is exactly −1, 0 or 1", async (type) => {
  const x = input("x", type, ["N"]);
  const feed = (type === "float32" ? floats : doubles)(values, [values.length]);
  const { y } = await runGraph({ inputs: [x], outputs: { y: direction(x) } }, { x: feed });
  expect(y?.data.map((value) => Number(value) + 0)).toEqual(values.map((value) => Math.sign(value) + 0));
});
