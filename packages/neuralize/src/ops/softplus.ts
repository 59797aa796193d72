import { neverNegative } from "../graph/signs.ts";
import { activation } from "./activation.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";

/** log(1 + exp(x)). */
export const Softplus = activation("Softplus", (gradient, x) => mul(gradient, sigmoid(x)), { sign: neverNegative });
