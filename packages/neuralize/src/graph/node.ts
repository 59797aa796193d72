import { printable } from "../errors/printable.ts";
import { mostIntegers, soundType } from "./sound-type.ts";
import { type DataType, int64, isInteger, numbersOf, type Tensor, tensorFrom } from "./tensor.ts";
import type { Attributes, Constant, Dimension, Input, Node, Operator, TensorType, Value } from "./value.ts";

interface Names {
  readonly name?: string | undefined;
  readonly outputNames?: readonly string[];
  readonly origin?: string | undefined;
  /** Number of outputs, where the operator leaves it open (Split); default: as many as `outputNames`, or 1. */
  readonly outputCount?: number;
}

// The only ambient state of the compiler: what is being emitted, so that every node made inside can say where it comes from.
let currentOrigin: string | undefined;

/** Runs `emit`; every node that it creates carries `origin`. */
export function withOrigin<T>(origin: string, emit: () => T): T {
  const outer = currentOrigin;
  currentOrigin = origin;
  try {
    return emit();
  } finally {
    currentOrigin = outer;
  }
}

/**
 * Applies an operator; shapes are inferred at once, so every value has a type from the moment it exists.
 * @throws NeuralizeError of the operator's shape inference, naming the node.
 */
export function node(
  operator: Operator,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes = {},
  names: Names = {},
): Node {
  const outputCount = names.outputCount ?? names.outputNames?.length ?? 1;
  const origin = names.origin ?? currentOrigin;
  const where = names.name ?? origin ?? operator.type;
  const outputs = operator.infer({ operator, inputs, attributes, outputCount }).map((type) => soundType(type, where));
  const values: Value[] = [];
  const result: Node = {
    kind: "node",
    operator,
    inputs,
    attributes,
    outputs,
    values,
    ...(names.name !== undefined && { name: names.name }),
    ...(names.outputNames !== undefined && { outputNames: names.outputNames }),
    ...(origin !== undefined && { origin }),
  };
  for (let index = 0; index < outputs.length; index++) values.push({ producer: result, index });
  return result;
}

/** Output `index` of a node: always the same object for the same output. */
export function outputOf(producer: Node, index = 0): Value {
  const value = producer.values[index];
  if (value === undefined) throw new RangeError(`${producer.operator.type} has no output ${index}`);
  return value;
}

/** The first output of an operator applied to `inputs`. */
export const apply = (operator: Operator, inputs: readonly (Value | undefined)[], attributes: Attributes = {}): Value =>
  outputOf(node(operator, inputs, attributes));

/** A named input of a graph. */
export function input(name: string, type: DataType, shape: readonly Dimension[] | undefined): Value {
  const producer: Input = { kind: "input", name, outputs: [{ type, shape }] };
  return { producer, index: 0 };
}

/** A constant as a value; short integer constants take part in shape inference. */
export function constant(tensor: Tensor, name?: string): Value {
  const small = isInteger(tensor.type) && tensor.shape.length <= 1 && (tensor.shape[0] ?? 1) <= mostIntegers;
  const type: TensorType = {
    type: tensor.type,
    shape: tensor.shape,
    ...(small && { integers: numbersOf(tensor) }),
  };
  const producer: Constant = { kind: "constant", tensor, outputs: [type], ...(name !== undefined && { name }) };
  return { producer, index: 0 };
}

/** A constant scalar of the given element type, the number rounded to the nearest that it can hold. */
export const scalar = (value: number, type: DataType = "float32"): Value => constant(tensorFrom([value], type, []));

/** A constant scalar of the same element type as `value`. */
export const scalarLike = (value: Value, number: number): Value => scalar(number, typeOf(value).type);

/** A constant int64 vector. */
export const integers = (values: readonly number[]): Value => constant(int64(values));

/** Element type and shape of a value. */
export function typeOf(value: Value): TensorType {
  const type = value.producer.outputs[value.index];
  if (type === undefined) throw new RangeError(`no output ${value.index}`);
  return type;
}

/** The tensor of a value that is a constant, else undefined. */
export const constantOf = (value: Value | undefined): Tensor | undefined =>
  value?.producer.kind === "constant" ? value.producer.tensor : undefined;

/**
 * How messages call a node: its name in the file, else where it comes from, else its operator; on one line and of
 * bounded length, whatever the file says.
 */
export function nameOf(producer: Node): string {
  return printable(
    producer.name ??
      producer.outputNames?.[0] ??
      (producer.origin !== undefined ? `${producer.operator.type} (${producer.origin})` : producer.operator.type),
  );
}

/** The node that makes a value; undefined for inputs and constants. */
export const producerOf = (value: Value | undefined): Node | undefined =>
  value?.producer.kind === "node" ? value.producer : undefined;
