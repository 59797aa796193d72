import { rankOf } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { matMul } from "./matmul.ts";
import { transpose } from "./transpose.ts";

/** Every line v of x along an axis of size n becomes v · matrix, for a matrix [n, m]. */
export function alongAxis(x: Value, matrix: Value, axis: number): Value {
  const rank = rankOf(x);
  if (axis === rank - 1) return matMul(x, matrix);
  if (axis === rank - 2) return matMul(transpose(matrix, [1, 0]), x);
  const last = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis];
  const back = last.map((_, i) => last.indexOf(i));
  return transpose(matMul(transpose(x, last), matrix), back);
}
