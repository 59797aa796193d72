import fc from "fast-check";
import { expect, test } from "vitest";
import { NeuralizeError } from "../errors/error.ts";
import { constant, input } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import { topologicalOrder } from "../graph/topology.ts";
import { add } from "../ops/add.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";

const x = input("x", "float32", ["N", 3]);
const weights = constant(float32([1, 2, 3]), "weights");
const model = encode(
  { inputs: [x], outputs: { y: add(relu(mul(x, weights)), weights) } },
  { metadata: { key: "value" } },
);

test("what was encoded decodes to the same graph, metadata included", () => {
  const { graph, metadata, values } = decode(model);
  expect(topologicalOrder(Object.values(graph.outputs)).map(({ operator }) => operator.type)).toEqual([
    "Mul",
    "Relu",
    "Add",
  ]);
  expect(graph.outputs.y?.producer.outputs[0]).toEqual({ type: "float32", shape: ["N", 3] });
  expect(metadata).toEqual({ key: "value" });
  expect(values.has("weights")).toBe(true);
  expect(encode(graph, { metadata })).toEqual(model);
});

test("an input takes the shape that it is given, if the file leaves it that freedom", () => {
  const { graph } = decode(model, { inputShapes: { x: [5, 3] } });
  expect(graph.outputs.y?.producer.outputs[0]).toEqual({ type: "float32", shape: [5, 3] });
  expect(() => decode(model, { inputShapes: { x: ["N", 4] } })).toThrow(
    expect.objectContaining({ code: "SHAPE_MISMATCH" }),
  );
});

test("equal nodes are written once", () => {
  const twice = encode({ inputs: [x], outputs: { y: add(relu(mul(x, weights)), relu(mul(x, weights))) } });
  const types = topologicalOrder(Object.values(decode(twice).graph.outputs)).map(({ operator }) => operator.type);
  expect(types).toEqual(["Mul", "Relu", "Add"]);
});

test("truncated and altered bytes give a coded error or a graph, never anything else", () => {
  const survives = (bytes: Uint8Array): void => {
    try {
      decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(NeuralizeError);
    }
  };
  for (let length = 0; length < model.length; length++) survives(model.slice(0, length));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(model.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
      (changes) => {
        const bytes = model.slice();
        for (const [at, value] of changes) bytes[at] = value;
        survives(bytes);
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 500, seed: 1 });
});
