import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import {
  doubles,
  type Feeds,
  floats,
  longs,
  runGraph,
  runModel,
  texts,
} from "../../../../../test/support/run-graph.ts";
import { float, floats as floatList, int, ints, string } from "../../graph/attributes.ts";
import { constant, input, node, typeOf } from "../../graph/node.ts";
import { float32, int64 } from "../../graph/tensor.ts";
import type { Attribute, Attributes, TensorType, Value } from "../../graph/value.ts";
import { decode } from "../decode.ts";
import { encode } from "../encode.ts";
import { ModelProtoSchema, OperatorSetIdProtoSchema } from "../generated/onnx_pb.ts";
import { opaque } from "../opaque.ts";

/** A file with one node of another domain, as an exporter writes it. */
function fileWith(
  operator: string,
  inputs: readonly Value[],
  attributes: Attributes,
  out: TensorType,
  domain = "ai.onnx.ml",
) {
  const { values } = node(opaque(operator, domain, [out]), inputs, attributes, { outputNames: ["y"] });
  const graph = {
    inputs: inputs.filter((value) => value.producer.kind === "input"),
    outputs: { y: values[0] as Value },
  };
  const proto = fromBinary(ModelProtoSchema, encode(graph));
  proto.opsetImport = [
    create(OperatorSetIdProtoSchema, { domain: "", version: 18n }),
    create(OperatorSetIdProtoSchema, { domain, version: domain === "ai.onnx.ml" ? 4n : 1n }),
  ];
  return toBinary(ModelProtoSchema, proto);
}

/** onnxruntime's own kernel against the ordinary operators that the import makes of it. */
async function expectSame(file: Uint8Array, feeds: Feeds, digits = 5): Promise<void> {
  const { graph } = decode(file);
  const [theirs, ours] = [(await runModel(file, feeds)).y, (await runGraph(graph, feeds)).y];
  expect(ours?.dims).toEqual(theirs?.dims);
  expect(ours?.type).toBe(theirs?.type);
  expect(typeOf(graph.outputs.y as Value).shape?.length).toBe(theirs?.dims.length);
  theirs?.data.forEach((each, i) => {
    if (typeof each === "number") expect(ours?.data[i]).toBeCloseTo(each, digits);
    else expect(ours?.data[i]).toBe(each);
  });
}

const stringList = (value: readonly string[]): Attribute => ({ kind: "strings", value });
const unknown = (type: TensorType["type"]): TensorType => ({ type, shape: undefined });
const x = input("x", "float32", ["N", 3]);
const rows = floats([1, -2, 3, 0, 0, 0, 4, 5, 6], [3, 3]);

test("Scaler, with one value per feature or one for all, on floats, doubles and integers", async () => {
  const perFeature = { offset: floatList([1, 2, 3]), scale: floatList([2, 0.5, 1]) };
  await expectSame(fileWith("Scaler", [x], perFeature, unknown("float32")), { x: rows });
  await expectSame(fileWith("Scaler", [x], { offset: floatList([1]), scale: floatList([3]) }, unknown("float32")), {
    x: rows,
  });
  const wide = input("x", "float64", ["N", 3]);
  await expectSame(fileWith("Scaler", [wide], perFeature, unknown("float32")), { x: doubles([1, -2, 3], [1, 3]) });
  const whole = input("x", "int64", ["N", 3]);
  await expectSame(fileWith("Scaler", [whole], perFeature, unknown("float32")), { x: longs([1, -2, 3], [1, 3]) });
});

test.each(["L1", "L2", "MAX"])("Normalizer %s; a row of zeros stays", async (norm) => {
  await expectSame(fileWith("Normalizer", [x], { norm: string(norm) }, unknown("float32")), { x: rows });
});

test("Imputer replaces NaN, a number or an integer", async () => {
  const gaps = floats([Number.NaN, 1, -1, 2, Number.NaN, 3], [2, 3]);
  const fill = { imputed_value_floats: floatList([10, 20, 30]) };
  await expectSame(fileWith("Imputer", [x], { ...fill, replaced_value_float: float(Number.NaN) }, unknown("float32")), {
    x: gaps,
  });
  await expectSame(fileWith("Imputer", [x], { ...fill, replaced_value_float: float(-1) }, unknown("float32")), {
    x: floats([-1, 1, -1], [1, 3]),
  });
  const whole = input("x", "int64", ["N", 2]);
  const attributes = { imputed_value_int64s: ints([7]), replaced_value_int64: int(-1) };
  await expectSame(fileWith("Imputer", [whole], attributes, unknown("int64")), { x: longs([-1, 2, 3, -1], [2, 2]) });
});

test("LabelEncoder between all pairs of types, with defaults, and the first of repeated keys", async () => {
  const word = input("x", "string", ["N", 1]);
  const words = { x: texts(["b", "?", "a"], [3, 1]) };
  const keys = { keys_strings: stringList(["a", "b", "b"]) };
  await expectSame(
    fileWith("LabelEncoder", [word], { ...keys, values_int64s: ints([5, 6, 8]) }, unknown("int64")),
    words,
  );
  await expectSame(
    fileWith(
      "LabelEncoder",
      [word],
      { ...keys, values_floats: floatList([5, 6, 8]), default_float: float(0.5) },
      unknown("float32"),
    ),
    words,
  );
  await expectSame(
    fileWith("LabelEncoder", [word], { ...keys, values_strings: stringList(["A", "B", "C"]) }, unknown("string")),
    words,
  );
  const number = input("x", "float32", ["N"]);
  const codes = {
    keys_floats: floatList([2, Number.NaN]),
    values_strings: stringList(["two", "none"]),
    default_string: string("other"),
  };
  await expectSame(fileWith("LabelEncoder", [number], codes, unknown("string")), {
    x: floats([2, 3, Number.NaN], [3]),
  });
});

test("OneHotEncoder adds an axis; numbers are truncated to integers", async () => {
  const word = input("x", "string", ["N", 2]);
  const cats = { cats_strings: stringList(["a", "b"]), zeros: int(1) };
  await expectSame(fileWith("OneHotEncoder", [word], cats, unknown("float32")), {
    x: texts(["a", "b", "?", "a"], [2, 2]),
  });
  const number = input("x", "float32", ["N", 1]);
  const codes = { cats_int64s: ints([2, 5, 7]), zeros: int(1) };
  await expectSame(fileWith("OneHotEncoder", [number], codes, unknown("float32")), {
    x: floats([5, 2, 7.9, 9], [4, 1]),
  });
});

test("ArrayFeatureExtractor from matrices and vectors", async () => {
  await expectSame(fileWith("ArrayFeatureExtractor", [x, constant(int64([2, 0]))], {}, unknown("float32")), {
    x: rows,
  });
  await expectSame(fileWith("ArrayFeatureExtractor", [x, constant(int64([1], []))], {}, unknown("float32")), {
    x: rows,
  });
  const index = input("i", "int64", ["N", 1]);
  const table = constant(float32([10, 20, 30]));
  await expectSame(fileWith("ArrayFeatureExtractor", [table, index], {}, unknown("float32")), {
    i: longs([2, 0], [2, 1]),
  });
});

test("FeatureVectorizer and Binarizer", async () => {
  const other = input("z", "float32", ["N", 1]);
  const widths = { inputdimensions: ints([3, 1]) };
  await expectSame(fileWith("FeatureVectorizer", [x, other], widths, unknown("float32")), {
    x: rows,
    z: floats([7, 8, 9], [3, 1]),
  });
  await expectSame(fileWith("Binarizer", [x], { threshold: float(1) }, unknown("float32")), { x: rows });
});

test.each(["euclidean", "sqeuclidean"])("CDist %s", async (metric) => {
  const centroids = constant(float32([1, -2, 3, 4, 4, 4], [2, 3]));
  const file = fileWith("CDist", [x, centroids], { metric: string(metric) }, unknown("float32"), "com.microsoft");
  await expectSame(file, { x: rows }, 3);
});
