import { tensorOf } from "./attributes.ts";
import { decidedOnce } from "./decide.ts";
import { constantOf, typeOf } from "./node.ts";
import { mostIntegers } from "./sound-type.ts";
import { type DataType, elementCount, numbersOf } from "./tensor.ts";
import type { Value } from "./value.ts";

type Numbers = readonly number[];

// What changes the shape of a short vector at most.
const shaping = new Set(["Cast", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze"]);

const functions: Readonly<Record<string, (...operands: readonly number[]) => number>> = {
  Add: (a = 0, b = 0) => a + b,
  Ceil: (a = 0) => Math.ceil(a),
  Div: (a = 0, b = 0) => a / b,
  Floor: (a = 0) => Math.floor(a),
  Max: Math.max,
  Min: Math.min,
  Mul: (a = 0, b = 0) => a * b,
  Neg: (a = 0) => -a,
  Pow: (a = 0, b = 0) => a ** b,
  Reciprocal: (a = 0) => 1 / a,
  Sqrt: (a = 0) => Math.sqrt(a),
  Sub: (a = 0, b = 0) => a - b,
};

/**
 * Numbers as an element type holds them; undefined where that is left to the engine: integers that wrap around, and
 * fractions of half precision.
 */
export function numbersAs(type: DataType | undefined, numbers: Numbers): Numbers | undefined {
  if (type === "float32") return numbers.map(Math.fround);
  if (type === "float64") return numbers;
  const largest = type === "int32" ? 2 ** 31 - 1 : type === "int64" ? Number.MAX_SAFE_INTEGER : -1;
  const whole = numbers.map(Math.trunc);
  return whole.every((number) => Math.abs(number) <= largest) ? whole : undefined;
}

const ofNode = decidedOnce((node): Numbers | undefined => {
  const { operator, inputs, outputs } = node;
  const shape = outputs[0]?.shape;
  // The order of the elements of a matrix would have to be kept in view; scales and sizes are vectors.
  if (operator.domain !== "" || shape === undefined || shape.filter((size) => size !== 1).length > 1) return undefined;
  if (operator.type === "ConstantOfShape") {
    const fill = tensorOf(node, "value");
    const count = shape.every((size): size is number => typeof size === "number") ? elementCount(shape) : undefined;
    const [number = 0] = fill ? numbersOf(fill) : [];
    return count === undefined || count > mostIntegers ? undefined : Array.from({ length: count }, () => number);
  }
  const takesAll = operator.type === "Concat";
  const compute = functions[operator.type];
  const operands = (takesAll || compute ? inputs : inputs.slice(0, 1)).map(knownNumbers);
  if (!operands.every((each): each is Numbers => each !== undefined)) return undefined;
  if (takesAll)
    return operands.reduce((sum, { length }) => sum + length, 0) > mostIntegers ? undefined : operands.flat();
  if (shaping.has(operator.type)) return numbersAs(outputs[0]?.type, operands[0] ?? []);
  if (compute === undefined) return undefined;
  if (operands.some((each) => each.length === 0)) return [];
  const length = Math.max(...operands.map((each) => each.length));
  const at = (i: number): Numbers => operands.map((each) => each[each.length === 1 ? 0 : i] ?? Number.NaN);
  return numbersAs(
    outputs[0]?.type,
    Array.from({ length }, (_, i) => compute(...at(i))),
  );
});

/**
 * The numbers of a short vector, or scalar, of any element type, wherever constants and known sizes determine them:
 * exporters compute the scales of a Resize, say. Undefined for everything else.
 */
export function knownNumbers(value: Value | undefined): Numbers | undefined {
  if (value === undefined) return undefined;
  const tensor = constantOf(value);
  if (tensor !== undefined)
    return tensor.type === "string" || elementCount(tensor.shape) > mostIntegers ? undefined : numbersOf(tensor);
  const { integers } = typeOf(value);
  if (integers?.every((each): each is number => typeof each === "number")) return integers as Numbers;
  return value.producer.kind === "node" && value.index === 0 ? ofNode(value.producer) : undefined;
}
