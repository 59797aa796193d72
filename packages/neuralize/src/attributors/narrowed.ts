import { relevanceNotFinite } from "../errors/messages.ts";
import type { Relevance } from "./attributor.ts";
import { type Floats, floats, type Rows } from "./rows.ts";

/** Sums in float64 as the relevance of rows, in the model's element type. @throws NOT_FINITE */
export function narrowed(method: string, sums: Float64Array, rows: Rows): Relevance {
  const data = floats(rows.type, sums.length);
  data.set(sums);
  return { dims: [rows.count, ...rows.shape], data: finite(method, data, rows.length) };
}

/** Relevance that is no number is an error and not a result. @throws NOT_FINITE */
export function finite(method: string, data: Floats, length: number): Floats {
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw relevanceNotFinite(method, Math.floor(wrong / length), wrong % length, data[wrong] ?? 0);
  return data;
}
