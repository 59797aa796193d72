import { expect, test } from "vitest";
import {
  buildModel,
  floatAttribute,
  intAttribute,
  intsAttribute,
  nodeOf,
  tensorInfo,
  weights,
} from "../../../../test/support/build-model.ts";
import { decode } from "./decode.ts";
import { AttributeProto_AttributeType as Kind } from "./generated/onnx_pb.ts";

const relu = nodeOf("Relu(x) -> y");
const graphAttribute = { name: "body", type: Kind.GRAPH, g: { name: "inner" } };
const typed = (value: object) => ({ name: "x", type: { value } }) as ReturnType<typeof tensorInfo>;
const element = { value: { case: "tensorType", value: { elemType: 1 } } };
const w = weights("w", [3], [1, 2, 3]);
const raw = (dataType: number, dims: bigint[] = [1n]) => ({ name: "w", dims, dataType, rawData: new Uint8Array(8) });
const mulW = nodeOf("Mul(x, w) -> y");
const functionOf = (name: string, node: object[], more: object = {}) => ({
  name,
  domain: "local",
  input: ["a"],
  output: ["b"],
  node,
  opsetImport: [{ domain: "", version: 17n }],
  ...more,
});
const call = (name: string) => ({ ...nodeOf(`${name}(x) -> y`), domain: "local" });

// [what, file, code, what the message says]
const refused: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
  // Names
  [
    "a cycle",
    buildModel([nodeOf("Add(x, z) -> y"), nodeOf("Relu(y) -> z")]),
    "MALFORMED_MODEL",
    /node "[yz]" \((Add|Relu)\) lies on a cycle/,
  ],
  [
    "a node that reads itself",
    buildModel([nodeOf("Add(x, y) -> y")]),
    "MALFORMED_MODEL",
    /"y" \(Add\) lies on a cycle/,
  ],
  [
    "a dangling name",
    buildModel([nodeOf("Add(x, z) -> y")]),
    "MALFORMED_MODEL",
    /"y" \(Add\) reads "z", which nothing/,
  ],
  ["a name defined twice", buildModel([relu, nodeOf("Abs(x) -> y")]), "MALFORMED_MODEL", /"y" is defined twice/],
  ["one node, one name twice", buildModel([nodeOf("Split(x) -> y, y")]), "MALFORMED_MODEL", /"y" is defined twice/],
  [
    "a node named like an input",
    buildModel([nodeOf("Relu(x) -> x"), nodeOf("Relu(x) -> y")]),
    "MALFORMED_MODEL",
    /"x" is defined twice/,
  ],
  ["an initializer twice", buildModel([mulW], { initializer: [w, w] }), "MALFORMED_MODEL", /"w" is defined twice/],
  [
    "an input twice",
    buildModel([relu], { input: [tensorInfo("x", 1), tensorInfo("x", 1)] }),
    "MALFORMED_MODEL",
    /lists the input "x" twice/,
  ],
  [
    "an output twice",
    buildModel([relu], { output: [tensorInfo("y", 1), tensorInfo("y", 1)] }),
    "MALFORMED_MODEL",
    /lists the output "y" twice/,
  ],
  ["an input without a name", buildModel([relu], { input: [tensorInfo("", 1)] }), "MALFORMED_MODEL", /without a name/],
  ["an output that nothing computes", buildModel([]), "MALFORMED_MODEL", /the output "y", which nothing computes/],
  [
    "an output that its node does not have",
    buildModel([nodeOf("Relu(x) -> z, y")]),
    "MALFORMED_MODEL",
    /the output "y", which nothing computes/,
  ],
  ["no outputs", buildModel([relu], { output: [] }), "MALFORMED_MODEL", /no outputs/],
  ["an empty graph", buildModel([], { output: [], input: [] }), "NOT_A_MODEL", /no graph/],
  // Types and shapes
  ["an input without a type", buildModel([relu], { input: [{ name: "x" }] }), "MALFORMED_MODEL", /"x" has no element/],
  [
    "an input of type undefined",
    buildModel([relu], { input: [tensorInfo("x", 0)] }),
    "MALFORMED_MODEL",
    /"x" has no element type/,
  ],
  [
    "8-bit floats",
    buildModel([relu], { input: [tensorInfo("x", 17)] }),
    "UNSUPPORTED_DATA_TYPE",
    /input "x" has elements of type float8e4m3fn.*float32/,
  ],
  ["4-bit weights", buildModel([mulW], { initializer: [raw(22)] }), "UNSUPPORTED_DATA_TYPE", /Tensor "w" .* int4/],
  [
    "a sequence as input",
    buildModel([relu], { input: [typed({ case: "sequenceType", value: { elemType: element } })] }),
    "NOT_A_TENSOR",
    /input "x" is a sequence/,
  ],
  [
    "an optional as input",
    buildModel([relu], { input: [typed({ case: "optionalType", value: { elemType: element } })] }),
    "NOT_A_TENSOR",
    /input "x" is an optional/,
  ],
  [
    "a map as output",
    buildModel([relu], { output: [{ ...typed({ case: "mapType", value: { keyType: 7 } }), name: "y" }] }),
    "NOT_A_TENSOR",
    /output "y" is a map/,
  ],
  [
    "a sparse input",
    buildModel([relu], { input: [typed({ case: "sparseTensorType", value: { elemType: 1 } })] }),
    "NOT_A_TENSOR",
    /input "x" is a sparse tensor/,
  ],
  [
    "mixed element types",
    buildModel([mulW], { initializer: [{ name: "w", dims: [1n], dataType: 11, rawData: new Uint8Array(8) }] }),
    "TYPE_MISMATCH",
    /"y" \(Mul\): input 1 is float64 where input 0 is float32/,
  ],
  [
    "an output of another declared type",
    buildModel([relu], { output: [tensorInfo("y", 11)] }),
    "TYPE_MISMATCH",
    /"y" is declared as float64, but float32/,
  ],
  [
    "an inner value of another declared type",
    buildModel([nodeOf("Relu(x) -> z"), nodeOf("Relu(z) -> y")], { valueInfo: [tensorInfo("z", 7)] }),
    "TYPE_MISMATCH",
    /"z" is declared as int64/,
  ],
  [
    "an output of another declared shape",
    buildModel([relu], { output: [tensorInfo("y", 1, ["N", 4])] }),
    "SHAPE_MISMATCH",
    /"y" is declared as \[N, 4\], but \[N, 3\]/,
  ],
  [
    "an inner value of another declared rank",
    buildModel([nodeOf("Relu(x) -> z"), nodeOf("Relu(z) -> y")], { valueInfo: [tensorInfo("z", 1, [3])] }),
    "SHAPE_MISMATCH",
    /"z" is declared as \[3\], but \[N, 3\]/,
  ],
  [
    "an initializer that its input declares otherwise",
    buildModel([mulW], { initializer: [w], input: [tensorInfo("x", 1, ["N", 3]), tensorInfo("w", 1, [4])] }),
    "SHAPE_MISMATCH",
    /"w" is declared as \[4\], but \[3\]/,
  ],
  [
    "sizes that do not broadcast",
    buildModel([mulW], { initializer: [weights("w", [2], [1, 2])] }),
    "SHAPE_MISMATCH",
    /"y" \(Mul\): .*sizes 3 and 2/,
  ],
  [
    "a negative size of an input",
    buildModel([relu], { input: [tensorInfo("x", 1, [-2, 3])] }),
    "MALFORMED_MODEL",
    /"x" is declared with an axis of size -2/,
  ],
  ["negative sizes of a tensor", buildModel([mulW], { initializer: [raw(1, [-2n])] }), "MALFORMED_MODEL", /\[-2\]/],
  [
    "fewer bytes than declared",
    buildModel([mulW], { initializer: [raw(1, [3n])] }),
    "MALFORMED_MODEL",
    /"w" of shape \[3\] needs 12 bytes but has 8/,
  ],
  [
    "terabytes",
    buildModel([mulW], { initializer: [raw(1, [2n ** 40n])] }),
    "TOO_LARGE",
    /"w" takes 4398046511104 bytes/,
  ],
  [
    "more than numbers can count",
    buildModel([mulW], { initializer: [raw(1, [2n ** 60n])] }),
    "MALFORMED_MODEL",
    /shape/,
  ],
  [
    "too many axes",
    buildModel([mulW], {
      initializer: [
        raw(
          1,
          Array.from({ length: 65 }, () => 1n),
        ),
      ],
    }),
    "MALFORMED_MODEL",
    /65 axes/,
  ],
  [
    "sparse initializers",
    buildModel([relu], { sparseInitializer: [{ values: { name: "w" } }] }),
    "UNSUPPORTED_INITIALIZER",
    /"w" as sparse/,
  ],
  [
    "text that is none",
    buildModel([relu], { initializer: [{ name: "s", dims: [1n], dataType: 8, stringData: [Uint8Array.of(0xff)] }] }),
    "MALFORMED_MODEL",
    /"s" holds text that is not UTF-8/,
  ],
  // Operators and attributes
  ["If", buildModel([nodeOf("If(x) -> y", [graphAttribute])]), "UNSUPPORTED_OPERATOR", /y \(If\): .*branch/],
  ["Loop", buildModel([nodeOf("Loop(x) -> y", [graphAttribute])]), "UNSUPPORTED_OPERATOR", /y \(Loop\): .*unroll/],
  ["Scan", buildModel([nodeOf("Scan(x) -> y", [graphAttribute])]), "UNSUPPORTED_OPERATOR", /y \(Scan\): .*unroll/],
  [
    "any graph in a node",
    buildModel([{ ...nodeOf("BeamSearch(x) -> y", [graphAttribute]), domain: "com.microsoft" }]),
    "UNSUPPORTED_OPERATOR",
    /y \(com\.microsoft\.BeamSearch\): it holds a graph/,
  ],
  [
    "lists of tensors, all of them named",
    buildModel([nodeOf("SplitToSequence(x) -> s"), nodeOf("SequenceAt(s, x) -> y")]),
    "UNSUPPORTED_OPERATOR",
    /2 nodes.*\n {2}s \(SplitToSequence\).*\n {2}y \(SequenceAt\)/,
  ],
  [
    "an attribute twice",
    buildModel([nodeOf("LeakyRelu(x) -> y", [floatAttribute("alpha", 1), floatAttribute("alpha", 2)])]),
    "MALFORMED_MODEL",
    /"y" \(LeakyRelu\): .*"alpha" is given twice/,
  ],
  [
    "an attribute without a type",
    buildModel([nodeOf("LeakyRelu(x) -> y", [{ name: "alpha", f: 1 }])]),
    "MALFORMED_MODEL",
    /"alpha" has no type/,
  ],
  [
    "a sparse constant",
    buildModel([nodeOf("Constant() -> y", [{ name: "sparse_value", type: Kind.SPARSE_TENSOR }])]),
    "UNSUPPORTED_ATTRIBUTE",
    /"sparse_value" holds sparse_tensor/,
  ],
  [
    "an integer that no number can hold",
    buildModel([nodeOf("Flatten(x) -> y", [intAttribute("axis", 2n ** 60n + 1n)])]),
    "UNSUPPORTED_ATTRIBUTE",
    /1152921504606846977/,
  ],
  [
    "a reference outside of functions",
    buildModel([nodeOf("LeakyRelu(x) -> y", [{ ...floatAttribute("alpha", 1), refAttrName: "slope" }])]),
    "MALFORMED_MODEL",
    /"alpha" refers to "slope"/,
  ],
  [
    "a domain that is ours",
    buildModel([{ ...nodeOf("MinPool(x) -> y"), domain: "neuralize" }]),
    "UNSUPPORTED_OPERATOR",
    /y \(neuralize\.MinPool\)/,
  ],
  // Functions
  [
    "a function that calls itself",
    buildModel([call("f")], {}, { functions: [functionOf("f", [{ ...nodeOf("f(a) -> b"), domain: "local" }])] }),
    "MALFORMED_MODEL",
    /circle/,
  ],
  [
    "functions that explode",
    buildModel(
      [call("f0")],
      {},
      {
        functions: Array.from({ length: 8 }, (_, i) =>
          functionOf(
            `f${i}`,
            Array.from({ length: 10 }, (_, k) => ({
              ...nodeOf(`f${i + 1}(${k === 0 ? "a" : `v${k}`}) -> ${k === 9 ? "b" : `v${k + 1}`}`),
              domain: i === 7 ? "" : "local",
              ...(i === 7 && { opType: "Relu" }),
            })),
          ),
        ),
      },
    ),
    "TOO_LARGE",
    /functions inlined takes \d+ nodes/,
  ],
  [
    "two functions of one name",
    buildModel([call("f")], {}, { functions: [functionOf("f", []), functionOf("f", [])] }),
    "MALFORMED_MODEL",
    /two of its functions/,
  ],
  // Versions
  ["an old opset", buildModel([relu], {}, { opsetImport: [{ version: 6n }] }), "UNSUPPORTED_OPSET", /opset 6; 7 to 26/],
  [
    "a new opset",
    buildModel([relu], {}, { opsetImport: [{ version: 27n }] }),
    "UNSUPPORTED_OPSET",
    /opset 27; 7 to 26/,
  ],
  [
    "a new opset of another domain",
    buildModel([relu], {}, { opsetImport: [{ version: 17n }, { domain: "ai.onnx.ml", version: 9n }] }),
    "UNSUPPORTED_OPSET",
    /opset 9 of ai\.onnx\.ml/,
  ],
  ["a new format", buildModel([relu], {}, { irVersion: 14n }), "UNSUPPORTED_OPSET", /version 14 .*; 3 to 13/],
  ["no opset", buildModel([relu], {}, { opsetImport: [] }), "UNSUPPORTED_OPSET", /does not say which opset/],
  [
    "no opset of the standard domain",
    buildModel([relu], {}, { opsetImport: [{ domain: "local", version: 1n }] }),
    "UNSUPPORTED_OPSET",
    /does not say.*"y" \(Relu\)/,
  ],
  [
    "two opsets of one domain",
    buildModel([relu], {}, { opsetImport: [{ version: 17n }, { domain: "ai.onnx", version: 13n }] }),
    "MALFORMED_MODEL",
    /opset 17 and opset 13/,
  ],
  // External data
  [
    "external data that is not given",
    buildModel([mulW], {
      initializer: [
        { name: "w", dims: [3n], dataType: 1, dataLocation: 1, externalData: [{ key: "location", value: "w.bin" }] },
      ],
    }),
    "MALFORMED_MODEL",
    /"w" lies in the file "w\.bin", which was not given/,
  ],
];

test.each(refused)("refused: %s", (_, file, code, message) => {
  expect(() => decode(file)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test("names are shown on one line, without what a terminal obeys, and not whole when they are long", () => {
  const name = `\u001b[31m\nforged\u202e${"x".repeat(10_000)}`;
  const node = { ...nodeOf("Relu(missing) -> y"), name };
  expect(() => decode(buildModel([node]))).toThrow(
    /^The model is malformed: node "\uFFFD\[31m\uFFFDforged\uFFFDx{9,110}…" \(Relu\) reads/,
  );
});

test("external data whose offset or length is no number in range", () => {
  const read = (...pairs: (readonly [string, string])[]) =>
    decode(
      buildModel([mulW], {
        initializer: [
          {
            name: "w",
            dims: [3n],
            dataType: 1,
            dataLocation: 1,
            externalData: [["location", "w.bin"] as const, ...pairs].map(([key, value]) => ({ key, value })),
          },
        ],
      }),
      { externalData: (_, offset, length) => new Uint8Array((length ?? 0) + 0 * offset) },
    );
  expect(read(["offset", "4096"], ["length", "12"]).graph.outputs.y).toBeDefined();
  for (const pair of [
    ["offset", "-4"],
    ["offset", "0x10"],
    ["offset", ""],
    ["offset", "9007199254740991"],
    ["length", "13"],
    ["length", "1e9"],
  ] as const)
    expect(() => read(pair)).toThrow(expect.objectContaining({ code: "MALFORMED_MODEL" }));
});

test("a size of -1, as some exporters write it, and unknown sizes get names of their own", () => {
  const { graph } = decode(buildModel([relu], { input: [tensorInfo("x", 1, [-1, 3])] }));
  expect(graph.inputs[0]?.producer.outputs[0]).toEqual({ type: "float32", shape: ["x.0", 3] });
});

test("a slice to the end, the largest int64, is read and written as that", () => {
  const node = nodeOf("Slice(x) -> y", [
    intsAttribute("starts", [1]),
    intsAttribute("ends", [2n ** 63n - 1n]),
    intsAttribute("axes", [1]),
  ]);
  const { graph } = decode(buildModel([node], {}, { opsetImport: [{ version: 9n }] }));
  expect(graph.outputs.y?.producer.outputs[0]?.shape).toEqual(["N", 2]);
});
