import { scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { clip } from "./clip.ts";

/**
 * A number in the shape of x, by bounds that leave no other: without Shape, which would run on the CPU where everything
 * else runs on a GPU. Only for an x without NaN, which bounds let through.
 */
export const constantLike = (x: Value, number: number): Value => clip(x, scalarLike(x, number), scalarLike(x, number));
