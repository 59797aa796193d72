import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from "../../packages/neuralize/src/onnx/generated/onnx_pb.ts";

type Model = MessageInitShape<typeof ModelProtoSchema>;
type GraphInit = Exclude<Model["graph"], undefined>;
type TensorInit = MessageInitShape<typeof TensorProtoSchema>;
type NodeInit = MessageInitShape<typeof NodeProtoSchema>;
type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>;

/** A node, "Gemm(x, w) -> y"; the name is that of its first output. */
export function nodeOf(text: string, attribute: AttributeInit[] = [], more: NodeInit = {}): NodeInit {
  const [, opType = "", operands = "", results = ""] = /^(\S+)\((.*)\) -> (.*)$/.exec(text) ?? [];
  const names = (list: string): string[] => (list === "" ? [] : list.split(",").map((name) => name.trim()));
  return { opType, input: names(operands), output: names(results), attribute, name: names(results)[0] ?? "", ...more };
}

export const intAttribute = (name: string, i: number | bigint): AttributeInit => ({
  name,
  type: Kind.INT,
  i: BigInt(i),
});
export const intsAttribute = (name: string, ints: readonly (number | bigint)[]): AttributeInit => ({
  name,
  type: Kind.INTS,
  ints: ints.map(BigInt),
});
export const floatAttribute = (name: string, f: number): AttributeInit => ({ name, type: Kind.FLOAT, f });
export const floatsAttribute = (name: string, floats: readonly number[]): AttributeInit => ({
  name,
  type: Kind.FLOATS,
  floats: [...floats],
});
export const stringAttribute = (name: string, text: string): AttributeInit => ({
  name,
  type: Kind.STRING,
  s: new TextEncoder().encode(text),
});

/** A declared tensor: element type by its number, sizes or names of sizes. */
export const tensorInfo = (
  name: string,
  elemType: number,
  sizes?: readonly (number | string)[],
): MessageInitShape<typeof ValueInfoProtoSchema> => ({
  name,
  type: {
    value: {
      case: "tensorType",
      value: {
        elemType,
        ...(sizes && {
          shape: {
            dim: sizes.map((size) => ({
              value:
                typeof size === "number"
                  ? { case: "dimValue" as const, value: BigInt(size) }
                  : { case: "dimParam" as const, value: size },
            })),
          },
        }),
      },
    },
  },
});

/** A float32 initializer. */
export const weights = (name: string, dims: readonly number[], values: readonly number[]): TensorInit => ({
  name,
  dims: dims.map(BigInt),
  dataType: 1,
  rawData: new Uint8Array(Float32Array.from(values).buffer),
});

/** An int64 initializer. */
export const whole = (name: string, dims: readonly number[], values: readonly number[]): TensorInit => ({
  name,
  dims: dims.map(BigInt),
  dataType: 7,
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

/** An ONNX file: by default opset 17, x [N, 3] and y, both float32; `graph` and `model` replace whole fields. */
export function buildModel(node: readonly NodeInit[], graph: GraphInit = {}, model: Model = {}): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: "", version: 17n }],
      graph: {
        name: "g",
        node: [...node],
        input: [tensorInfo("x", 1, ["N", 3])],
        output: [tensorInfo("y", 1)],
        ...graph,
      },
      ...model,
    } as Model),
  );
}
