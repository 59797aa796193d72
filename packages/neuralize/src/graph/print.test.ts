import { expect, test } from "vitest";
import { concat } from "../ops/concat.ts";
import { MatMul } from "../ops/matmul.ts";
import { mul } from "../ops/mul.ts";
import { reduceSum } from "../ops/reduce.ts";
import { relu } from "../ops/relu.ts";
import { constant, input, node, outputOf, scalar, withOrigin } from "./node.ts";
import { printGraph } from "./print.ts";
import { float32, strings } from "./tensor.ts";

test("a line per input, node and output: names, operators, operands with shapes, origins", () => {
  const x = input("x", "float32", ["N", 4]);
  const weight = constant(float32(new Array(12).fill(1), [4, 3]), "fc.weight");
  const y = outputOf(node(MatMul, [x, weight], {}, { name: "/fc", outputNames: ["fc_output"] }));
  const halved = withOrigin("half of /fc", () => mul(relu(y), scalar(0.5)));
  const sums = concat([reduceSum(halved, [1]), halved], 1);
  expect(printGraph({ inputs: [x], outputs: { sums, hidden: y } })).toBe(
    [
      "input   x  float32 [N, 4]",
      "fc_output = MatMul(x [N, 4], fc.weight [4, 3]) → float32 [N, 3]",
      "%0 = Relu(fc_output [N, 3]) → float32 [N, 3]  # half of /fc",
      "%1 = Mul(%0 [N, 3], 0.5) → float32 [N, 3]  # half of /fc",
      "%2 = ReduceSum(%1 [N, 3], [1]) {keepdims=1} → float32 [N, 1]",
      "%3 = Concat(%2 [N, 1], %1 [N, 3]) {axis=1} → float32 [N, 4]",
      "output  sums = %3  float32 [N, 4]",
      "output  hidden = fc_output  float32 [N, 3]",
    ].join("\n"),
  );
});

test("names from files cannot break lines", () => {
  const x = input("evil\nname\u001b[2J", "float32", [1]);
  const text = printGraph({ inputs: [x], outputs: { "y\r": relu(x), z: constant(strings(["a\nb"])) } });
  expect(text.split("\n")).toHaveLength(4);
  for (const control of ["\u001b", "\r"]) expect(text).not.toContain(control);
});
