import { expect, test } from "vitest";
import {
  buildModel,
  floatAttribute,
  floatsAttribute,
  intAttribute,
  intsAttribute,
  nodeOf,
  stringAttribute,
  tensorInfo,
  weights,
  whole,
} from "../../../../test/support/build-model.ts";
import { floats, runModel } from "../../../../test/support/run-graph.ts";
import type { Value } from "../graph/value.ts";
import { relevance } from "../relevance.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";

type Nodes = Parameters<typeof buildModel>[0];
type Initializers = NonNullable<NonNullable<Parameters<typeof buildModel>[1]>["initializer"]>;

const sizes = [2, 3, 4, 5];
const count = sizes.reduce((a, b) => a * b);
const x = Array.from({ length: count }, (_, i) => Math.sin(i * i));

/** A file of an opset, reading x [2, 3, 4, 5], with outputs y and, where there are more, y1, y2 … */
const fileOf = (opset: number, nodes: Nodes, initializer: Initializers, outputs: readonly string[]): Uint8Array =>
  buildModel(
    nodes,
    { input: [tensorInfo("x", 1, sizes)], initializer, output: outputs.map((name) => tensorInfo(name, 1)) },
    { opsetImport: [{ domain: "", version: BigInt(opset) }] },
  );

const one = (text: string, attributes: Parameters<typeof nodeOf>[1] = []): Nodes => [nodeOf(text, attributes)];
const ints = intsAttribute;
const mode = (text: string) => stringAttribute("mode", text);
const scales = (values: readonly number[]) => weights("s", [4], values);

const cases: readonly (readonly [string, number, Nodes, Initializers?, (readonly string[])?])[] = [
  ["Clip with attributes", 7, one("Clip(x) -> y", [floatAttribute("min", -0.5), floatAttribute("max", 0.25)])],
  ["Clip with one attribute", 10, one("Clip(x) -> y", [floatAttribute("max", 0.25)])],
  ["Dropout with a ratio", 7, one("Dropout(x) -> y", [floatAttribute("ratio", 0.25)])],
  ["Dropout with a ratio, later", 10, one("Dropout(x) -> y", [floatAttribute("ratio", 0.25)])],
  ["Dropout of inference", 13, one("Dropout(x, r) -> y"), [weights("r", [], [0.5])]],
  ["Elu", 7, one("Elu(x) -> y", [floatAttribute("alpha", 0.5)])],
  ["Flatten", 7, one("Flatten(x) -> y", [intAttribute("axis", 2)])],
  [
    "Gemm with a bias",
    7,
    [nodeOf("Flatten(x) -> f"), nodeOf("Gemm(f, w, b) -> y")],
    [weights("w", [60, 1], x.slice(60)), weights("b", [1], [0.5])],
  ],
  ["LogSoftmax over the last axis", 7, one("LogSoftmax(x) -> y", [intAttribute("axis", 3)])],
  ["LogSoftmax over the last axes", 12, one("LogSoftmax(x) -> y", [intAttribute("axis", 2)])],
  ["Max of equal shapes", 7, one("Max(x, x) -> y")],
  [
    "Pad with attributes",
    7,
    one("Pad(x) -> y", [ints("pads", [0, 0, 1, 2, 0, 0, 2, 1]), floatAttribute("value", 1.5)]),
  ],
  ["Pad that reflects", 10, one("Pad(x) -> y", [ints("pads", [0, 0, 1, 2, 0, 0, 2, 1]), mode("reflect")])],
  ["PRelu", 7, one("PRelu(x, w) -> y"), [weights("w", [3, 1, 1], [0.1, 0.2, 0.3])]],
  ...["L1", "L2", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"].flatMap((name) => [
    [`Reduce${name} with axes`, 7, one(`Reduce${name}(x) -> y`, [ints("axes", [1, 3])])] as const,
    [`Reduce${name} of everything`, 11, one(`Reduce${name}(x) -> y`, [intAttribute("keepdims", 0)])] as const,
  ]),
  ["ReduceMean with axes, later", 17, one("ReduceMean(x) -> y", [ints("axes", [-1])])],
  ["ReduceLogSum with axes", 7, [nodeOf("Exp(x) -> e"), nodeOf("ReduceLogSum(e) -> y", [ints("axes", [1])])]],
  ["Reshape", 7, one("Reshape(x, s) -> y"), [whole("s", [2], [0, -1])]],
  ["Resize of opset 10, growing", 10, one("Resize(x, s) -> y"), [scales([1, 1, 1.5, 2])]],
  ["Resize of opset 10, shrinking", 10, one("Resize(x, s) -> y"), [scales([1, 1, 0.6, 0.5])]],
  ["Resize of opset 10, both", 10, one("Resize(x, s) -> y"), [scales([1, 1, 0.6, 1.5])]],
  ["Resize of opset 10, linear", 10, one("Resize(x, s) -> y", [mode("linear")]), [scales([1, 1, 0.6, 1.5])]],
  [
    "Resize with empty scales",
    11,
    one("Resize(x, e, e, s) -> y"),
    [weights("e", [0], []), whole("s", [4], [2, 3, 7, 3])],
  ],
  [
    "Resize with an empty region",
    12,
    one("Resize(x, e, s) -> y", [mode("cubic")]),
    [weights("e", [0], []), scales([1, 1, 1.5, 2])],
  ],
  [
    "Resize as TensorFlow counts",
    11,
    one("Resize(x, e, s) -> y", [
      stringAttribute("coordinate_transformation_mode", "tf_half_pixel_for_nn"),
      stringAttribute("nearest_mode", "floor"),
    ]),
    [weights("e", [0], []), scales([1, 1, 1.5, 0.6])],
  ],
  [
    "Slice with attributes",
    7,
    one("Slice(x) -> y", [ints("starts", [1, -3]), ints("ends", [4, 9]), ints("axes", [2, 3])]),
  ],
  ["Slice without axes", 9, one("Slice(x) -> y", [ints("starts", [0, 1]), ints("ends", [1, 3])])],
  ["Softmax over the last axis", 7, one("Softmax(x) -> y", [intAttribute("axis", 3)])],
  ["Softmax over all axes but the first", 7, one("Softmax(x) -> y")],
  ["Softmax over the last axes", 12, one("Softmax(x) -> y", [intAttribute("axis", -2)])],
  ["Softmax of everything", 11, one("Softmax(x) -> y", [intAttribute("axis", 0)])],
  ["Split into equal parts", 7, one("Split(x) -> y, y1", [intAttribute("axis", 2)]), [], ["y", "y1"]],
  [
    "Split with an attribute",
    11,
    one("Split(x) -> y, y1", [intAttribute("axis", 1), ints("split", [1, 2])]),
    [],
    ["y", "y1"],
  ],
  ["Split without a number of parts", 13, one("Split(x) -> y, y1", [intAttribute("axis", 2)]), [], ["y", "y1"]],
  [
    "Split with sizes",
    13,
    one("Split(x, s) -> y, y1", [intAttribute("axis", 1)]),
    [whole("s", [2], [2, 1])],
    ["y", "y1"],
  ],
  [
    "Squeeze and Unsqueeze with attributes",
    7,
    [nodeOf("Unsqueeze(x) -> u", [ints("axes", [0, 3])]), nodeOf("Squeeze(u) -> y", [ints("axes", [3])])],
  ],
  ["Squeeze of everything", 11, [nodeOf("Unsqueeze(x) -> u", [ints("axes", [0, 3])]), nodeOf("Squeeze(u) -> y")]],
  ["Sum of equal shapes", 7, one("Sum(x, x, x) -> y")],
  ["TopK with an attribute", 7, one("TopK(x) -> y, i", [intAttribute("k", 2), intAttribute("axis", 2)])],
  ["TopK", 10, one("TopK(x, k) -> y, i"), [whole("k", [1], [2])]],
  [
    "Upsample with an attribute",
    7,
    one("Upsample(x) -> y", [floatsAttribute("scales", [1, 1, 2, 1.5]), mode("nearest")]),
  ],
  ["Upsample, linear", 7, one("Upsample(x) -> y", [floatsAttribute("scales", [1, 1, 2, 1.5]), mode("linear")])],
  ["Upsample with an input", 9, one("Upsample(x, s) -> y", [mode("nearest")]), [scales([1, 1, 2, 3])]],
  [
    "AveragePool",
    7,
    one("AveragePool(x) -> y", [ints("kernel_shape", [3, 2]), ints("strides", [2, 1]), ints("pads", [1, 0, 1, 1])]),
  ],
  [
    "AveragePool that counts its padding",
    7,
    one("AveragePool(x) -> y", [
      ints("kernel_shape", [3, 2]),
      ints("pads", [1, 0, 1, 1]),
      intAttribute("count_include_pad", 1),
    ]),
  ],
  [
    "AveragePool, rounded up",
    10,
    one("AveragePool(x) -> y", [
      ints("kernel_shape", [2, 2]),
      ints("strides", [3, 3]),
      ints("pads", [1, 0, 1, 0]),
      intAttribute("ceil_mode", 1),
    ]),
  ],
  [
    "AveragePool that counts its padding, rounded up, the last window in the padding",
    10,
    one("AveragePool(x) -> y", [
      ints("kernel_shape", [2, 3]),
      ints("strides", [3, 3]),
      ints("pads", [1, 0, 0, 2]),
      intAttribute("ceil_mode", 1),
      intAttribute("count_include_pad", 1),
    ]),
  ],
  [
    "BatchNormalization",
    7,
    one("BatchNormalization(x, a, b, c, d) -> y", [intAttribute("spatial", 1), floatAttribute("epsilon", 0.01)]),
    ["a", "b", "c", "d"].map((name, i) => weights(name, [3], [0.5 + i, 1.5, 2])),
  ],
  [
    "BatchNormalization of places",
    8,
    one("BatchNormalization(x, a, b, c, d) -> y", [intAttribute("spatial", 0), floatAttribute("momentum", 0.5)]),
    ["a", "b", "c", "d"].map((name, i) =>
      weights(
        name,
        [3, 4, 5],
        x.slice(60).map((value) => 1.5 + i + value),
      ),
    ),
  ],
  [
    "BatchNormalization, later",
    13,
    one("BatchNormalization(x, a, b, c, d) -> y"),
    ["a", "b", "c", "d"].map((name, i) => weights(name, [3], [0.5 + i, 1.5, 2])),
  ],
  [
    "GroupNormalization with numbers per group",
    18,
    [
      nodeOf("Concat(x, x) -> xx", [intAttribute("axis", 1)]),
      nodeOf("GroupNormalization(xx, a, b) -> y", [intAttribute("num_groups", 2)]),
    ],
    [weights("a", [2], [0.5, 2]), weights("b", [2], [-1, 1])],
  ],
  ["InstanceNormalization", 7, one("InstanceNormalization(x, a, a) -> y"), [weights("a", [3], [0.5, 1, 2])]],
  ["LpPool", 7, one("LpPool(x) -> y", [ints("kernel_shape", [2, 2]), intAttribute("p", 3)])],
  ["LRN", 7, one("LRN(x) -> y", [intAttribute("size", 3), floatAttribute("alpha", 0.5)])],
  ["MaxPool", 7, one("MaxPool(x) -> y", [ints("kernel_shape", [3, 2]), ints("strides", [2, 2])])],
  [
    "MaxPool of columns, with places",
    8,
    one("MaxPool(x) -> y, i", [ints("kernel_shape", [2, 2]), intAttribute("storage_order", 1)]),
  ],
  [
    "MaxPool, rounded up",
    10,
    one("MaxPool(x) -> y", [
      ints("kernel_shape", [3, 2]),
      ints("strides", [2, 2]),
      ints("dilations", [1, 2]),
      intAttribute("ceil_mode", 1),
    ]),
  ],
  [
    "MaxPool, rounded up, the last window in the padding",
    12,
    one("MaxPool(x) -> y", [
      ints("kernel_shape", [2, 3]),
      ints("strides", [3, 3]),
      ints("pads", [1, 0, 0, 2]),
      intAttribute("ceil_mode", 1),
    ]),
  ],
  ["Cast that saturates", 19, one("Cast(x) -> y", [intAttribute("to", 1), intAttribute("saturate", 1)])],
  [
    "Scatter",
    10,
    one("Scatter(x, i, x) -> y", [intAttribute("axis", 3)]),
    [
      whole(
        "i",
        sizes,
        x.map((_, i) => (i * 3) % 5),
      ),
    ],
  ],
];

for (const [what, opset, nodes, initializers = [], outputs = ["y"]] of cases) {
  test(`${what}, opset ${opset}: the decoded graph computes what the file does`, async () => {
    const file = fileOf(opset, nodes, initializers, outputs);
    const feeds = { x: floats(x, sizes) };
    const expected = await runModel(file, feeds);
    const actual = await runModel(encode(decode(file).graph), feeds);
    for (const name of outputs) {
      expect(actual[name]?.dims).toEqual(expected[name]?.dims);
      // Sums in another order.
      expect(actual[name]?.data).toEqual(expected[name]?.data.map((value) => expect.closeTo(Number(value), 5)));
    }
  });
}

test("a batch normalization with outputs for training is refused", () => {
  const statistics = ["a", "b", "c", "d"].map((name) => weights(name, [3], [1, 1, 1]));
  const nodes = one("BatchNormalization(x, a, b, c, d) -> y, mean, var");
  expect(() => decode(fileOf(9, nodes, statistics, ["y"]))).toThrow(/training mode/);
});

test("a pool in ceil_mode whose last window would begin in the padding has a way back", async () => {
  const attributes = [
    ints("kernel_shape", [2, 3]),
    ints("strides", [3, 3]),
    ints("pads", [1, 0, 0, 2]),
    intAttribute("ceil_mode", 1),
  ];
  for (const [name, own] of [
    ["MaxPool", attributes],
    ["AveragePool", attributes],
    // The whole way back would be less than what arrives: padding is among what is averaged.
    ["AveragePool", [...attributes, intAttribute("count_include_pad", 1)]],
  ] as const) {
    const counted = own.length > attributes.length;
    const { graph } = decode(fileOf(18, one(`${name}(x) -> y`, [...own]), [], ["y"]));
    const y = graph.outputs.y as Value;
    const [back] = relevance({ seeds: new Map([[y, y]]), to: graph.inputs, ruleOf: () => undefined });
    const run = await runModel(encode({ inputs: graph.inputs, outputs: { y, ...(back && { back }) } }), {
      x: floats(x, sizes),
    });
    // What pools send back is what arrives.
    const total = (values: readonly (string | number)[] = []): number =>
      values.reduce<number>((a, b) => a + Number(b), 0);
    if (counted) expect(run.back?.dims).toEqual(sizes);
    else expect(total(run.back?.data)).toBeCloseTo(total(run.y?.data), 4);
  }
});

test("a softmax that flattens is two reshapes around a softmax also where the shape is not known", async () => {
  const file = fileOf(
    11,
    [nodeOf("Reshape(x, t) -> r"), nodeOf("Softmax(r) -> y"), nodeOf("Shape(x) -> t")],
    [],
    ["y"],
  );
  const feeds = { x: floats(x, sizes) };
  const expected = await runModel(file, feeds);
  const { graph } = decode(file);
  expect((await runModel(encode(graph), feeds)).y).toEqual(expected.y);
});
