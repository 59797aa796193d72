import type { Feed } from "../engine.ts";
import { notFiniteInput, wrongInput } from "../errors/messages.ts";
import { printable, quoted } from "../errors/printable.ts";
import { typeOf } from "../graph/node.ts";
import { showShape } from "../graph/shapes.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Dimension, Graph, Value } from "../graph/value.ts";

export type Floats = Float32Array | Float64Array;

/** Rows of a model's only input, in its element type. */
export interface Rows {
  /** Name of the input. */
  readonly name: string;
  readonly type: "float32" | "float64";
  readonly count: number;
  /** Numbers per row. */
  readonly length: number;
  /** Shape of a row, without the batch axis. */
  readonly shape: readonly number[];
  readonly data: Floats;
  /** The number of rows that the model takes at once, where its file fixes it. */
  readonly fixed: number | undefined;
}

/** An array of an element type. */
export const floats = (type: Rows["type"], length: number): Floats =>
  type === "float64" ? new Float64Array(length) : new Float32Array(length);

export const rowOf = (data: Floats, row: number, length: number): Floats =>
  data.subarray(row * length, (row + 1) * length);

/** The one floating input of a graph. @throws WRONG_INPUT */
export function onlyInput({ inputs }: Graph): {
  readonly value: Value;
  readonly name: string;
  readonly type: Rows["type"];
} {
  const [value, ...others] = inputs;
  const names = inputs.map(({ producer }) => (producer.kind === "input" ? producer.name : ""));
  const [name = ""] = names;
  if (value === undefined || others.length > 0)
    throw wrongInput(
      `the model has ${inputs.length === 0 ? "no input" : `the inputs ${names.map(printable).join(", ")}`}; attributors explain models of one input (\`compile\` takes any)`,
    );
  const { type } = typeOf(value);
  if (type !== "float32" && type !== "float64")
    throw wrongInput(
      `the model takes ${quoted(name)} as ${type}, and only float32 and float64 are explained; convert the model to float32`,
    );
  return { value, name, type };
}

/**
 * Brings a feed into the form of the model's input.
 * @throws WRONG_INPUT for other shapes, NOT_FINITE
 */
export function rowsOf(graph: Graph, x: Feed): Rows {
  const { value, name, type } = onlyInput(graph);
  const { shape } = typeOf(value);
  const given = `x is ${showShape(x.dims)}`;
  if (x.dims.length === 0) throw wrongInput(`${given}, without a batch axis`);
  if (shape !== undefined && !fits(x.dims, shape))
    throw wrongInput(`${given}, and the model takes ${quoted(name)} as ${showShape(shape)}`);
  if (typeof x.data[0] === "string" || typeof x.data[0] === "bigint")
    throw wrongInput(`x holds ${x.type}; give float32`);
  const numbers = x.data as ArrayLike<number>;
  if (numbers.length !== elementCount(x.dims)) throw wrongInput(`${given} and holds ${numbers.length} numbers`);
  const matches = type === "float64" ? numbers instanceof Float64Array : numbers instanceof Float32Array;
  const data = matches
    ? (numbers as Floats)
    : type === "float64"
      ? Float64Array.from(numbers)
      : Float32Array.from(numbers);
  const [count = 0, ...row] = x.dims;
  const length = elementCount(row);
  const wrong = data.findIndex((each) => !Number.isFinite(each));
  if (wrong >= 0) throw notFiniteInput("x", Math.floor(wrong / length), wrong % length, data[wrong] ?? Number.NaN);
  const batch = shape?.[0];
  if (batch === 0)
    throw wrongInput(
      `the model takes ${quoted(name)} as ${showShape(shape ?? [])}, no rows at all; export it for a batch of one or of any size`,
    );
  return { name, type, count, length, shape: row, data, fixed: typeof batch === "number" ? batch : undefined };
}

/** Any number of rows, also where the file fixes how many come at once. */
const fits = (dims: readonly number[], [, ...shape]: readonly Dimension[]): boolean =>
  dims.length === shape.length + 1 && shape.every((size, i) => typeof size === "string" || size === dims[i + 1]);
