import { integers } from "../graph/node.ts";
import { rankOf } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { reduceSum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { squeeze } from "./squeeze.ts";

/** One number per channel, [C], so that it broadcasts against data [N, C, ...] of a rank. */
export const alongChannels = (v: Value, rank: number): Value =>
  rank <= 2 ? v : reshape(v, integers([-1, ...Array.from({ length: rank - 2 }, () => 1)]));

/** Sums of data [N, C, ...] per channel, [C]: the gradient of what was added to every place of a channel. */
export function channelSums(x: Value): Value {
  const axes = Array.from({ length: rankOf(x) }, (_, i) => i).filter((axis) => axis !== 1);
  return squeeze(reduceSum(x, axes), axes);
}
