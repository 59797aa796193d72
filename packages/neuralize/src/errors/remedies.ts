import { printable } from "./printable.ts";

/** An operator as a file calls it. */
export interface OperatorName {
  readonly domain: string;
  readonly type: string;
}

const quantised =
  /^(Q[A-Z]|DynamicQuantize|QuantizeLinear|DequantizeLinear|.*Integer(ToFloat|ToFloat16)?$|.*(NBits|BnB4|Quantize))/i;
const quantisedStandard: ReadonlySet<string> = new Set([
  "QLinearConv",
  "QLinearMatMul",
  "QuantizeLinear",
  "DequantizeLinear",
  "DynamicQuantizeLinear",
  "ConvInteger",
  "MatMulInteger",
]);

const byType: ReadonlyMap<string, string> = new Map([
  ["If", "its branches are graphs of their own; export the branch that is wanted, or fold the condition (onnxsim)"],
  ["Loop", "its body is a graph of its own; unroll it when exporting (trace instead of script)"],
  ["Scan", "its body is a graph of its own; unroll it when exporting (trace instead of script)"],
]);

/** Whether an operator computes with integers that stand for fractions. */
export const isQuantised = ({ domain, type }: OperatorName): boolean =>
  domain === "" ? quantisedStandard.has(type) : domain.startsWith("com.microsoft") && quantised.test(type);

/** What a user can do about an operator that relevance cannot pass, or that cannot be read at all. */
export function remedyFor(operator: OperatorName): string {
  const { domain, type } = operator;
  if (isQuantised(operator)) return "use the float32 model that this one was quantised from";
  if (domain === "neuralize") return "give it a rule in the composite";
  if (domain.startsWith("com.microsoft")) return "it comes from onnxruntime's optimiser; use the model from before";
  const known = domain === "" ? byType.get(type) : undefined;
  return known ?? "give it a rule in the composite (for example pass), or start from a tensor before it";
}

/** An operator as messages call it: with its domain, unless that is the standard one. */
export const operatorName = ({ domain, type }: OperatorName): string =>
  printable(domain === "" ? type : `${domain}.${type}`);
