import type { Operator } from "./value.ts";

type Required = "type" | "infer" | "vjp";

/**
 * An operator of the standard domain unless said otherwise; what is left out has no parameters, no layer name, and
 * outputs of unknown sign that it may have computed in any way.
 */
export const operator = (definition: Pick<Operator, Required> & Partial<Operator>): Operator => ({
  domain: "",
  opset: undefined,
  parameters: () => ({}),
  layers: () => [],
  sign: () => "unknown",
  moves: () => false,
  since: () => 0,
  lower: undefined,
  explicit: undefined,
  ...definition,
});
