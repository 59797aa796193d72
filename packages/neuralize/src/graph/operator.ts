import type { Operator } from "./value.ts";

type Required = "type" | "infer" | "vjp";

/** An operator of the standard domain unless said otherwise; what is left out has no parameters and no layer name. */
export const operator = (definition: Pick<Operator, Required> & Partial<Operator>): Operator => ({
  domain: "",
  parameters: () => ({}),
  layers: () => [],
  lower: undefined,
  explicit: undefined,
  ...definition,
});
