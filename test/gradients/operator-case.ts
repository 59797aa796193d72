import { constant } from "../../packages/neuralize/src/graph/node.ts";
import { float64, int64, type Tensor } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Attributes, Operator, Value } from "../../packages/neuralize/src/graph/value.ts";

/** An input of the graph that the gradient is taken with respect to. */
export interface Data {
  readonly kind: "data";
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** An input of the graph that has no gradient: integers or truth values that are known only when it runs. */
export interface Fed {
  readonly kind: "fed";
  readonly type: "int64" | "bool";
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A constant of the graph. */
export interface Fixed {
  readonly kind: "fixed";
  readonly value: Value;
}

export type Precision = "float32" | "float64";

export type Operand = Data | Fed | Fixed;

/** One application of an operator. */
export interface OperatorCase {
  readonly operator: Operator;
  readonly operands: readonly (Operand | undefined)[];
  readonly attributes?: Attributes;
  /** What data and float64 constants are computed in; float32 only where the engine has no kernel for float64. */
  readonly precision?: Precision;
  readonly outputs?: number;
}

/** A constant operand. */
export const fixed = (tensor: Tensor): Fixed => ({ kind: "fixed", value: constant(tensor) });

/** A constant int64 vector (or another shape). */
export const fixedIntegers = (values: readonly number[], shape: readonly number[] = [values.length]): Fixed =>
  fixed(int64(values, shape));

/** A constant float64 scalar. */
export const fixedNumber = (value: number): Fixed => fixed(float64([value], []));

export const fedIntegers = (values: readonly number[], shape: readonly number[] = [values.length]): Fed => ({
  kind: "fed",
  type: "int64",
  shape,
  values,
});

/** How messages write a case. */
export const shown = ({ operands, attributes = {} }: OperatorCase): string =>
  JSON.stringify([
    operands.map((each) => (each?.kind === "fixed" ? each.value.producer.outputs[0] : each?.shape)),
    attributes,
  ]);
