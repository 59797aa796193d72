import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";

// Constant between the steps: nothing flows back.
const rounding = (type: string) =>
  operator({ type, infer: elementwise(), vjp: () => undefined, layers: () => ["Activation"], sign: signOfFirst });

export const Ceil = rounding("Ceil");
export const Floor = rounding("Floor");
export const Round = rounding("Round");
