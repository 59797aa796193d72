import type { Engine } from "../engine.ts";
import type { Graph, Value } from "../graph/value.ts";
import type { Attributor, Explained, PropagatingOptions } from "./attributor.ts";
import { explainedModel } from "./explained-model.ts";
import { propagationOf } from "./explainer-graph.ts";
import { singlePass } from "./single-pass.ts";

export interface GradientOptions extends PropagatingOptions {
  /** Where the gradient is wanted; default: at the input. */
  readonly to?: Value;
}

/** The gradient of the explained number, or of the outputs weighted by `initialRelevance`. MATH.md §4. */
export function gradient(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: GradientOptions = {},
): Attributor {
  const model = explainedModel(engine, graph, explained, options, options.to);
  const propagation = propagationOf(options, "gradient", "one-hot");
  return {
    method: "gradient",
    attribute: (x, attributeOptions = {}) =>
      singlePass(model, model.prepare(x, attributeOptions), {
        method: "gradient",
        propagation,
        initial: options.initialRelevance,
      }),
    close: model.close,
  };
}
