import type { Tensor } from "onnxruntime-node";
import { typeOf } from "../../packages/neuralize/src/graph/node.ts";
import type { Dimension, Value } from "../../packages/neuralize/src/graph/value.ts";

/** The size that a name of it says: "s3" is 3. */
export const sizeName = (size: number): string => `s${size}`;

/**
 * What a dimension of such names stands for: an expression of sums, products, quotients and maxima; undefined for any
 * other.
 */
export function evaluated(dimension: Dimension): number | undefined {
  if (typeof dimension === "number") return dimension;
  let rest = dimension;
  const take = (pattern: RegExp): string | undefined => {
    const [taken] = pattern.exec(rest) ?? [];
    if (taken !== undefined) rest = rest.slice(taken.length);
    return taken;
  };
  const closed = (): number => {
    const inner = sum();
    return take(/^\)/) === undefined ? Number.NaN : inner;
  };
  const factor = (): number => {
    if (take(/^\(/) !== undefined) return closed();
    if (take(/^max\(/) !== undefined) {
      const first = sum();
      return take(/^,/) === undefined ? Number.NaN : Math.max(first, closed());
    }
    return Number(take(/^s?\d+/)?.replace("s", "") ?? Number.NaN);
  };
  const product = (): number => {
    let result = factor();
    for (let sign = take(/^[*/]/); sign !== undefined; sign = take(/^[*/]/))
      result = sign === "*" ? result * factor() : Math.trunc(result / factor());
    return result;
  };
  const sum = (): number => {
    let result = product();
    while (take(/^\+/) !== undefined) result += product();
    return result;
  };
  const result = sum();
  return rest === "" && !Number.isNaN(result) ? result : undefined;
}

/** Where the inferred type of a value differs from the tensor that the engine returns for it. */
export function contradictions(what: string, value: Value, tensor: Tensor | undefined): readonly string[] {
  const { type, shape, integers } = typeOf(value);
  if (tensor === undefined) return [`${what} is missing`];
  const known = shape?.map(evaluated);
  const differs =
    known !== undefined &&
    (known.length !== tensor.dims.length || known.some((size, i) => size !== undefined && size !== tensor.dims[i]));
  const contents = integers?.map(evaluated);
  const misread = contents?.some((each, i) => each !== undefined && each !== Number(tensor.data[i])) ?? false;
  return [
    ...(type === tensor.type ? [] : [`${what} is ${tensor.type}, inferred ${type}`]),
    ...(differs ? [`${what} is [${tensor.dims}], inferred [${shape}]`] : []),
    ...(misread || (contents !== undefined && contents.length !== tensor.data.length)
      ? [`${what} holds ${Array.from(tensor.data as ArrayLike<number>)}, inferred ${integers}`]
      : []),
  ];
}
