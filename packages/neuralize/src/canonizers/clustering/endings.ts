import { quoted } from "../../errors/printable.ts";
import { operatorName } from "../../errors/remedies.ts";
import type { Graph } from "../../graph/value.ts";

const longest = 4;

/** What a graph ends in, for messages: 'output "label" of Gemm → Add → ArgMin', the last few nodes of each. */
export function endings(graph: Graph): readonly string[] {
  return Object.entries(graph.outputs).map(([name, value]) => {
    const types: string[] = [];
    let current = value.producer;
    while (current.kind === "node" && types.length < longest) {
      types.unshift(operatorName(current.operator));
      const next = current.inputs.find((each) => each?.producer.kind === "node") ?? current.inputs[0];
      if (next === undefined) break;
      current = next.producer;
    }
    return `output ${quoted(name)} of ${types.length === 0 ? `the ${current.kind} itself` : types.join(" → ")}`;
  });
}
