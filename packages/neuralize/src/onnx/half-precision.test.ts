import { expect, test } from "vitest";
import { buildModel, floatAttribute, intAttribute, nodeOf, tensorInfo } from "../../../../test/support/build-model.ts";
import { doubles, floats, runModel } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { compositeFromJson } from "../composites/from-json.ts";
import { type DataType, numbersOf, tensorFrom } from "../graph/tensor.ts";
import { numberOfDataType } from "./data-type.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";

const weight = Array.from({ length: 100 }, (_, i) => Math.sin(7 * i));
const x = Array.from({ length: 30 }, (_, i) => 2 * Math.cos(3 * i));

/** Two dense layers, one of them large enough not to be read at compile time, with a scalar and a Cast between them. */
function network(type: DataType): Uint8Array {
  const elemType = numberOfDataType(type);
  const tensor = (name: string, values: readonly number[], dims: readonly number[]) => ({
    name,
    dims: dims.map(BigInt),
    dataType: elemType,
    rawData: tensorFrom(values, type).bytes,
  });
  return buildModel(
    [
      nodeOf("Gemm(x, w, b) -> h", [floatAttribute("alpha", 0.5)]),
      nodeOf("Relu(h) -> r"),
      nodeOf("Cast(r) -> narrow", [intAttribute("to", elemType)]),
      nodeOf("Mul(narrow, half) -> s"),
      nodeOf("MatMul(s, v) -> y"),
    ],
    {
      initializer: [
        tensor("w", weight, [10, 10]),
        tensor("b", weight.slice(0, 10), [10]),
        tensor("half", [0.5], []),
        tensor("v", weight.slice(0, 30), [10, 3]),
      ],
      input: [tensorInfo("x", elemType, ["N", 10])],
      output: [tensorInfo("y", elemType, ["N", 3])],
    },
  );
}

const rules = {
  layer_map: [
    ["AnyLinear", "zplus"],
    ["Activation", "pass"],
  ],
};

async function explained(type: DataType) {
  const { graph } = decode(network(type));
  const composite = compositeFromJson(rules);
  const explainer = encode(compile(graph, { composite: () => composite, target: 1 }).graph);
  return runModel(explainer, { x: type === "float64" ? doubles(x, [3, 10]) : floats(x, [3, 10]) });
}

// 11 and 8 binary digits of the weights.
test.each([
  ["float16", 2e-3],
  ["bfloat16", 2e-2],
  ["float64", 1e-5],
] as const)("a network in %s is explained like the same in float32", async (type, tolerance) => {
  const [ours, theirs] = await Promise.all([explained(type), explained("float32")]);
  for (const name of ["y", "relevance"]) {
    const reference = theirs[name]?.data as readonly number[];
    const largest = Math.max(...reference.map(Math.abs));
    expect(ours[name]?.type).toBe(type === "float64" ? "float64" : "float32");
    expect(ours[name]?.data.length).toBe(reference.length);
    reference.forEach((value, i) => {
      expect(Math.abs((ours[name]?.data[i] as number) - value)).toBeLessThanOrEqual(tolerance * largest);
    });
  }
});

test("the weights of a network in float16 stay as they are in the file", () => {
  const file = network("float16");
  const { graph, values } = decode(file);
  expect(values.get("w")?.producer).toMatchObject({
    kind: "node",
    inputs: [{ producer: { tensor: { type: "float16" } } }],
  });
  expect(encode(graph).length).toBeLessThan(file.length + 200);
  const half = values.get("half")?.producer;
  expect(half?.kind === "constant" && numbersOf(half.tensor)).toEqual([0.5]);
});
