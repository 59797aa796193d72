import { InferenceSession, Tensor } from "onnxruntime-node";
import { constant, constantOf, input, node } from "../../packages/neuralize/src/graph/node.ts";
import type { Shape } from "../../packages/neuralize/src/graph/shapes.ts";
import { float32, numbersOf } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Node, Value } from "../../packages/neuralize/src/graph/value.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { sizeName } from "../support/contradictions.ts";
import type { Data, Fed, OperatorCase, Precision } from "./operator-case.ts";

export type Feeds = Readonly<Record<string, Tensor>>;

/** An operand that is an input of the graph. */
export interface Source {
  readonly value: Value;
  readonly name: string;
  readonly source: Data | Fed;
}

export interface BuildOptions {
  /** Whether sizes of inputs are names, as a batch is, and not numbers. */
  readonly named?: boolean;
  /** What data goes through before it meets the operator. */
  readonly prepared?: (data: Value, operand: number) => Value;
}

/** Applies the operator of a case to inputs of the graph and constants. */
export function build(
  each: OperatorCase,
  { named = false, prepared = (data) => data }: BuildOptions,
): { readonly made: Node; readonly sources: readonly Source[] } {
  const { precision = "float64" } = each;
  const sources: Source[] = [];
  const values = each.operands.map((operand, i) => {
    if (operand === undefined) return undefined;
    if (operand.kind === "fixed") return inPrecision(operand.value, precision);
    const type = operand.kind === "data" ? precision : operand.type;
    const value = input(`x${i}`, type, named ? symbolic(operand.shape) : operand.shape);
    sources.push({ value, name: `x${i}`, source: operand });
    return operand.kind === "data" ? prepared(value, i) : value;
  });
  const made = node(
    each.operator,
    values,
    each.attributes,
    each.outputs === undefined ? {} : { outputCount: each.outputs },
  );
  return { made, sources };
}

/** A float64 constant in the precision of its case. */
function inPrecision(value: Value, precision: Precision): Value {
  const tensor = constantOf(value);
  return precision === "float32" && tensor?.type === "float64"
    ? constant(float32(numbersOf(tensor), tensor.shape))
    : value;
}

/** A session for these outputs. */
export const load = (inputs: readonly Value[], outputs: Readonly<Record<string, Value>>): Promise<InferenceSession> =>
  InferenceSession.create(encode({ inputs, outputs }), { logSeverityLevel: 3, intraOpNumThreads: 1 });

/** Values of an operand as the engine takes them. */
export function tensorOf(
  { kind, shape, ...rest }: Data | Fed,
  values: readonly number[],
  precision: Precision,
): Tensor {
  const dims = [...shape];
  if (kind === "data") {
    return precision === "float32"
      ? new Tensor("float32", Float32Array.from(values), dims)
      : new Tensor("float64", Float64Array.from(values), dims);
  }
  return "type" in rest && rest.type === "bool"
    ? new Tensor("bool", Uint8Array.from(values), dims)
    : new Tensor("int64", BigInt64Array.from(values, BigInt), dims);
}

/** Sizes above 1 get a name, the same for equal sizes: "s3" is 3. */
const symbolic = (shape: readonly number[]): Shape => shape.map((size) => (size > 1 ? sizeName(size) : size));
