import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../test/support/run-graph.ts";
import { int, ints } from "../graph/attributes.ts";
import { apply, constant, input } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Attributes, Graph, Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { add } from "../ops/add.ts";
import { Conv } from "../ops/conv.ts";
import { relu } from "../ops/relu.ts";
import { joinedOutputs } from "./joined-outputs.ts";
import { joinedSums } from "./joined-sums.ts";

const numbers = (count: number, phase: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(phase + 1.3 * i));

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel?: number;
  readonly bias?: boolean;
  readonly attributes?: Attributes;
}

function layer(x: Value, phase: number, { inputs, outputs, kernel = 1, bias = false, attributes = {} }: Layer): Value {
  const weight = constant(float32(numbers(outputs * inputs * kernel, phase), [outputs, inputs, kernel]));
  const biases = bias ? [constant(float32(numbers(outputs, phase + 9), [outputs]))] : [];
  return apply(Conv, [x, weight, ...biases], attributes);
}

const length = 7;
const batch = 2;
const feed = (channels: number) => ({ x: floats(numbers(batch * channels * length, 5), [batch, channels, length]) });
const convolutions = ({ outputs }: Graph): number =>
  topologicalOrder(Object.values(outputs)).filter(({ operator }) => operator === Conv).length;

/** Same numbers, up to the order in which float32 adds them. */
async function expectSame(before: Graph, after: Graph, channels: number): Promise<void> {
  const [one, other] = [await runGraph(before, feed(channels)), await runGraph(after, feed(channels))];
  for (const [name, { data, dims }] of Object.entries(one)) {
    expect(other[name]?.dims).toEqual(dims);
    data.forEach((value, i) => {
      expect(Number(other[name]?.data[i])).toBeCloseTo(Number(value), 5);
    });
  }
}

const same = { pads: ints([1, 1]) };
const strided = { strides: ints([2]) };

test.each<[string, Layer, boolean, number]>([
  ["over less data than outputs, as one", { inputs: 2, outputs: 4 }, false, 1],
  ["with one bias", { inputs: 2, outputs: 4, kernel: 3, attributes: same }, true, 1],
  ["over more data, as two", { inputs: 3, outputs: 4 }, false, 2],
  ["in steps over more data, as two", { inputs: 2, outputs: 4, attributes: strided }, false, 2],
])("sums of two convolutions %s", async (_, settings, biased, left) => {
  const x = input("x", "float32", ["N", settings.inputs, length]);
  const y = add(layer(x, 1, { ...settings, bias: biased }), layer(abs(x), 2, settings));
  const graph = { inputs: [x], outputs: { y } };
  const after = joinedSums(graph);
  expect(convolutions(after)).toBe(left);
  await expectSame(graph, after, settings.inputs);
});

test.each([
  ["computed again where that is cheap", 2, 2],
  ["kept where it is not", 40, 2],
])("a convolution that something else reads is %s", async (_, inputs, left) => {
  const x = input("x", "float32", ["N", inputs, length]);
  const z = layer(x, 1, { inputs, outputs: 90, bias: true });
  const y = add(z, layer(abs(x), 2, { inputs, outputs: 90, bias: true }));
  const graph = { inputs: [x], outputs: { y, clipped: relu(z) } };
  const after = joinedSums(graph);
  expect(convolutions(after)).toBe(left);
  // Only cheap ones are joined: then the sum is a convolution itself.
  const sum = after.outputs.y?.producer;
  expect(sum?.kind === "node" && sum.operator.type).toBe(inputs === 2 ? "Conv" : "Add");
  await expectSame(graph, after, inputs);
});

test.each([
  ["is broadcast", ["N", 2, length], [1, 2, length], {}],
  ["has other sizes that give as many outputs", ["N", 1, 8], ["N", 1, length], strided],
] as const)("sums of convolutions whose data %s stay", (_, one, other, attributes) => {
  const [x, y] = [input("x", "float32", one), input("y", "float32", other)];
  const settings = { inputs: one[1], outputs: 8, attributes };
  const graph = { inputs: [x, y], outputs: { sum: add(layer(x, 1, settings), layer(y, 2, settings)) } };
  expect(convolutions(joinedSums(graph))).toBe(2);
});

test("sums of convolutions of other steps, groups or outputs stay", () => {
  const x = input("x", "float32", ["N", 2, length]);
  const plain = { inputs: 2, outputs: 4 };
  const grouped = { inputs: 1, outputs: 4, attributes: { group: int(2) } };
  const sums = [
    add(layer(x, 1, plain), layer(abs(x), 2, { ...plain, kernel: 3, attributes: same })),
    add(layer(x, 1, plain), layer(abs(x), 2, { ...plain, outputs: 1 })),
    add(layer(x, 1, grouped), layer(abs(x), 2, grouped)),
  ];
  const graph = { inputs: [x], outputs: Object.fromEntries(sums.map((value, i) => [`y${i}`, value])) };
  expect(convolutions(joinedSums(graph))).toBe(convolutions(graph));
});

test.each<[string, Layer, number]>([
  ["that are smaller than their data are one", { inputs: 6, outputs: 2 }, 1],
  ["in steps are one", { inputs: 4, outputs: 3, kernel: 3, attributes: { ...same, ...strided } }, 1],
  ["that are larger than their data stay", { inputs: 2, outputs: 3 }, 2],
])("convolutions of the same data %s", async (_, settings, left) => {
  const x = input("x", "float32", ["N", settings.inputs, length]);
  const [y, z] = [
    layer(x, 1, { ...settings, bias: true }),
    layer(x, 2, { ...settings, outputs: settings.outputs + 1 }),
  ];
  const graph = { inputs: [x], outputs: { y, z, of: abs(z) } };
  const after = joinedOutputs(graph);
  expect(convolutions(after)).toBe(left);
  await expectSame(graph, after, settings.inputs);
});

test("a convolution that is fused with its activation is not joined, one that something else reads is", () => {
  const x = input("x", "float32", ["N", 6, length]);
  const [y, z] = [layer(x, 1, { inputs: 6, outputs: 2 }), layer(x, 2, { inputs: 6, outputs: 2 })];
  const joined = (outputs: Graph["outputs"]) => convolutions(joinedOutputs({ inputs: [x], outputs }));
  expect(joined({ y: relu(y), z: abs(z) })).toBe(2);
  expect(joined({ y: relu(y), also: abs(y), z: abs(z) })).toBe(1);
});
