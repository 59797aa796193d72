import { invalidOption } from "../errors/messages.ts";
import type { Value } from "../graph/value.ts";
import { div } from "../ops/div.ts";
import { mul } from "../ops/mul.ts";
import { sub } from "../ops/sub.ts";
import { filledLike } from "./filled.ts";
import { defaultEpsilon, type LayerRuleOptions, layerOptionsJson, withoutParameters } from "./layer-options.ts";
import { negative, positive } from "./parts.ts";
import { type ModifierRule, modifierRule } from "./rule.ts";
import { stabilized } from "./stabilizer.ts";

/** A bound of the input: one number, or one per channel (axis 1). */
export type Bound = number | readonly number[];

interface ZBoxOptions extends LayerRuleOptions {
  /** The smallest value that the input can take. */
  readonly low: Bound;
  /** The largest value that the input can take. */
  readonly high: Bound;
}

const boundJson = (bound: Bound): number | number[] => (typeof bound === "number" ? bound : [...bound]);

/**
 * zᴮ rule for inputs in a box, such as pixels: contributions count from the nearer corner of the box,
 * x·g − low·g₁ − high·g₂. MATH.md §3; Montavon et al. 2017.
 * @throws NeuralizeError INVALID_OPTION where low > high.
 */
export const zbox = ({ low, high, epsilon = defaultEpsilon, zeroParameters = [] }: ZBoxOptions): ModifierRule => {
  requireBox(low, high);
  const without = (branch: Parameters<typeof withoutParameters>[0]) => withoutParameters(branch, zeroParameters);
  return modifierRule<"z" | "low" | "high">({
    name: "zbox",
    parameters: { low: boundJson(low), high: boundJson(high), ...layerOptionsJson(epsilon, zeroParameters) },
    branches: {
      z: without({}),
      low: without({ input: (x: Value) => filledLike(x, low), parameter: positive }),
      high: without({ input: (x: Value) => filledLike(x, high), parameter: negative }),
    },
    gradients: (relevance, outputs) => {
      const quotient = div(relevance, stabilized(sub(sub(outputs.z, outputs.low), outputs.high), epsilon));
      return { z: quotient, low: quotient, high: quotient };
    },
    reduce: (terms) =>
      sub(
        sub(mul(terms.z.input, terms.z.gradient), mul(terms.low.input, terms.low.gradient)),
        mul(terms.high.input, terms.high.gradient),
      ),
  });
};

function requireBox(low: Bound, high: Bound): void {
  const lows = typeof low === "number" ? [low] : low;
  const highs = typeof high === "number" ? [high] : high;
  if (lows.length > 1 && highs.length > 1 && lows.length !== highs.length)
    throw invalidOption("high", `${highs.length} numbers`, `one number, or ${lows.length} like low`);
  const count = Math.max(lows.length, highs.length);
  for (let i = 0; i < count; i++) {
    const [least, most] = [lows[i] ?? lows[0], highs[i] ?? highs[0]];
    if (least === undefined || most === undefined || !(least <= most))
      throw invalidOption("low", least, `a number that is at most high (${most})`);
  }
}
