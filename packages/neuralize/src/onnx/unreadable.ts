import { unsupportedOperators } from "../errors/messages.ts";
import { printable } from "../errors/printable.ts";
import { operatorName, remedyFor } from "../errors/remedies.ts";
import { AttributeProto_AttributeType as Kind, type NodeProto } from "./generated/onnx_pb.ts";
import { domainOf } from "./opsets.ts";

const subgraphs: ReadonlySet<string> = new Set(["If", "Loop", "Scan", "SequenceMap"]);

const sequences: ReadonlySet<string> = new Set([
  ...["SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength"],
  ...["SplitToSequence", "ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement"],
]);

/** @throws NeuralizeError UNSUPPORTED_OPERATOR with every node that holds graphs of its own, or no tensors. */
export function refuseUnreadable(nodes: Iterable<NodeProto>): void {
  const found: { name: string; operator: string; remedy: string }[] = [];
  for (const proto of nodes) {
    const remedy = remedyOf(proto);
    if (remedy === undefined) continue;
    const operator = operatorName({ domain: domainOf(proto.domain), type: proto.opType });
    found.push({ name: printable(proto.name || proto.output[0] || "?"), operator, remedy });
  }
  if (found.length > 0) throw unsupportedOperators(found);
}

function remedyOf({ domain: written, opType: type, attribute }: NodeProto): string | undefined {
  const domain = domainOf(written);
  if (domain === "" && sequences.has(type)) return "it makes or reads a list of tensors; export the model without it";
  if (domain === "" && subgraphs.has(type)) return remedyFor({ domain, type });
  if (domain === "neuralize") return "such operators exist inside neuralize only, never in files";
  return attribute.some((each) => each.type === Kind.GRAPH || each.type === Kind.GRAPHS)
    ? "it holds a graph of its own; export the model without it"
    : undefined;
}
