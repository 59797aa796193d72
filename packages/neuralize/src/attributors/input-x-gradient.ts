import type { Engine } from "../engine.ts";
import type { Graph } from "../graph/value.ts";
import type { Attributor, Explained, PropagatingOptions } from "./attributor.ts";
import { gradient } from "./gradient.ts";
import { rowsOf } from "./rows.ts";

/** The gradient times the input, xᵢ ∂f/∂xᵢ. MATH.md §4. */
export function inputXGradient(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: PropagatingOptions = {},
): Attributor {
  const { attribute, close } = gradient(engine, graph, explained, options);
  return {
    method: "input_x_gradient",
    attribute: async (x, attributeOptions) => {
      const attribution = await attribute(x, attributeOptions);
      const { dims, data } = attribution.relevance;
      const inputs = rowsOf(graph, x).data;
      return { ...attribution, relevance: { dims, data: data.map((value, i) => value * (inputs[i] ?? 0)) } };
    },
    close,
  };
}
