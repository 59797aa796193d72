import { scalarLike } from "../graph/node.ts";
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { greaterOrEqual, lessOrEqual } from "./comparison.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

/** x · min(max(x/6 + 1/2, 0), 1): 0 up to −3, x from 3 on, and of slope x/3 + 1/2 between. */
export const HardSwish = activation("HardSwish", (gradient, x) => {
  const between = mul(gradient, add(mul(x, scalarLike(x, 1 / 3)), scalarLike(x, 0.5)));
  const from = where(lessOrEqual(x, scalarLike(x, -3)), scalarLike(gradient, 0), between);
  return where(greaterOrEqual(x, scalarLike(x, 3)), gradient, from);
});
